#!/usr/bin/env node
// @ts-check
/**
 * Builds the guests of tutorials/guests.json into tutorials/images/: for each an image, a line table and an entry in
 * manifest.json. The results are committed, so only those who change a guest need the compiler.
 *
 *   npm run guests                    build everything
 *   npm run guests -- hello probe     build these only
 *   npm run guests -- --check         compare with what is committed; compiles only what changed since the manifest
 *   npm run guests -- --reproducible  build in two folders and compare the bytes
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findCompiler, GuestCompiler } from './lib/guest-compiler.mjs';
import { compilerVersion, imagePath, recipes, sha256, sourceHash } from './lib/guests.mjs';
import { lineTableJson } from './lib/line-table.mjs';
import { at, ROOT } from './lib/paths.mjs';

const MANIFEST = 'tutorials/images/manifest.json';

/** @typedef {{ sources: string, image: string, lines: string }} Entry hashes of one guest in the manifest */
/** @typedef {{ image: Uint8Array, lines: string }} Built */

/** Says what is wrong and ends with status 1. */
function fail(/** @type {string} */ why) {
  console.error(`guests: ${why}`);
  process.exit(1);
}

function compilerOrFail() {
  const zig = findCompiler(ROOT);
  if (!zig) fail('the C compiler is not installed; run `npm --prefix tutorials ci` (about 400 MB) and try again');
  return /** @type {string} */ (zig);
}

/**
 * @param {GuestCompiler} compiler
 * @param {string} name
 * @returns {Built}
 */
function build(compiler, name) {
  const { debug, image } = compiler.build(name, /** @type {import('./lib/guests.mjs').Recipe} */ (recipes()[name]));
  return { image, lines: lineTableJson(debug) };
}

/** @returns {{ compiler: string, guests: Record<string, Entry> }} */
function readManifest() {
  if (!existsSync(at(MANIFEST))) return { compiler: '', guests: {} };
  return JSON.parse(readFileSync(at(MANIFEST), 'utf8'));
}

/**
 * Builds guests and writes images, line tables and the manifest.
 *
 * @param {string[]} names all if there are none
 */
function buildAll(names) {
  const compiler = new GuestCompiler(compilerOrFail(), ROOT, at('build/guests'));
  mkdirSync(at('tutorials/images/test'), { recursive: true });
  const known = readManifest().guests;
  /** @type {Record<string, Entry>} */
  const guests = {};
  for (const [name, recipe] of Object.entries(recipes())) {
    const entry = known[name];
    if (entry && names.length > 0 && !names.includes(name)) {
      guests[name] = entry;
      continue;
    }
    const { image, lines } = build(compiler, name);
    writeFileSync(at(`${imagePath(name, recipe)}.elf`), image);
    writeFileSync(at(`${imagePath(name, recipe)}.lines.json`), lines);
    guests[name] = { sources: sourceHash(recipe), image: sha256(image), lines: sha256(lines) };
    console.log(`${name.padEnd(20)} ${String(image.length).padStart(7)} bytes  ${recipe.about}`);
  }
  writeFileSync(at(MANIFEST), `${JSON.stringify({ compiler: compilerVersion(), guests }, null, 2)}\n`);
}

/** What is committed for a guest, as the manifest would describe it. */
function committed(/** @type {string} */ name) {
  const base = imagePath(name, /** @type {import('./lib/guests.mjs').Recipe} */ (recipes()[name]));
  const hash = (/** @type {string} */ file) => (existsSync(at(file)) ? sha256(readFileSync(at(file))) : 'absent');
  return { image: hash(`${base}.elf`), lines: hash(`${base}.lines.json`) };
}

/** Compares images and sources with the manifest, and rebuilds what differs. */
function check() {
  const manifest = readManifest();
  const names = Object.keys(recipes());
  const gone = Object.keys(manifest.guests).filter((name) => !names.includes(name));
  if (gone.length > 0)
    fail(`the manifest lists ${gone.join(', ')}, which guests.json does not; run \`npm run guests\``);
  const stale = names.filter((name) => {
    const entry = manifest.guests[name];
    const recipe = /** @type {import('./lib/guests.mjs').Recipe} */ (recipes()[name]);
    const now = committed(name);
    return entry?.sources !== sourceHash(recipe) || entry.image !== now.image || entry.lines !== now.lines;
  });
  const kept = names.length - stale.length;
  if (kept > 0)
    console.log(`guests: ${kept} of ${names.length} have the manifest's hashes; not compiled again (skipped)`);
  if (stale.length === 0) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'guests-'));
  const compiler = new GuestCompiler(compilerOrFail(), ROOT, folder);
  const wrong = stale.filter((name) => {
    const { image, lines } = build(compiler, name);
    const now = committed(name);
    return sha256(image) !== now.image || sha256(lines) !== now.lines;
  });
  rmSync(folder, { recursive: true });
  if (wrong.length > 0)
    fail(`${wrong.join(', ')}: committed image differs from its sources; run \`npm run guests\` and commit`);
  fail(`${stale.join(', ')}: images are right but the manifest is not; run \`npm run guests\` and commit`);
}

/** Builds everything in two copies of the tree, in folders of different names and depth. */
function checkReproducible() {
  const zig = compilerOrFail();
  const folder = mkdtempSync(path.join(tmpdir(), 'guests-'));
  const builds = ['one', 'another/and/deeper'].map((name) => {
    const root = path.join(folder, name);
    for (const part of ['tutorials', 'test']) {
      cpSync(at(part), path.join(root, part), { recursive: true, filter: (file) => !file.includes('node_modules') });
    }
    const compiler = new GuestCompiler(zig, root, path.join(root, 'build'));
    return Object.keys(recipes()).map((guest) => build(compiler, guest));
  });
  rmSync(folder, { recursive: true });
  const [one, another] = /** @type {[Built[], Built[]]} */ (builds);
  const differing = Object.keys(recipes()).filter(
    (_, i) => sha256(one[i]?.image ?? '') !== sha256(another[i]?.image ?? '') || one[i]?.lines !== another[i]?.lines,
  );
  if (differing.length > 0) fail(`${differing.join(', ')}: two builds of the same sources differ`);
  console.log(`guests: ${one.length} images are the same bytes from two folders`);
}

const words = process.argv.slice(2);
const [mode] = words;
const unknown = words.filter((word) => !Object.hasOwn(recipes(), word));
if (mode === '--check' && words.length === 1) check();
else if (mode === '--reproducible' && words.length === 1) checkReproducible();
else if (unknown.length > 0) fail(`unknown ${unknown[0]}; there are --check, --reproducible and the guests' names`);
else buildAll(words);
