import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesOf } from '../../scripts/lib/fingerprint.mjs';
import { checkIntegrity } from '../../scripts/lib/integrity.mjs';
import { bundledPackages } from '../../scripts/lib/licences.mjs';
import { at, ROOT } from '../../scripts/lib/paths.mjs';
import { elfImages, FORBIDDEN, sha256 } from './forbidden';

const SCRIPTS = ['ringside-demo.js', 'ringside-demo.iife.js'];
const ARTEFACTS = ['site', 'ringside.html', ...SCRIPTS];
const BUILT_MS = 180_000;

/** The files of dist/, built if they are stale. */
let built: string[] = [];

beforeAll(() => {
  execFileSync(process.execPath, [at('scripts/build.mjs')], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  built = filesOf(['dist']);
}, BUILT_MS);

describe('dist/', () => {
  test('holds the site, the single page, the element and the command line', () => {
    const expected = ['site/index.html', 'ringside.html', ...SCRIPTS, 'cli/ringside.mjs'].map((name) => `dist/${name}`);
    expect(built).toEqual(expect.arrayContaining(expected));
  });

  test.each(FORBIDDEN)('does not mention $what', ({ is }) => {
    expect(built.filter((file) => is(readFileSync(at(file), 'latin1')))).toEqual([]);
  });

  test('holds no ELF file but the guests built here', () => {
    const { guests } = JSON.parse(readFileSync(at('tutorials/images/manifest.json'), 'utf8'));
    const ours = Object.values(guests as Record<string, { image: string }>).map(({ image }) => image);
    const images = built.flatMap((file) => elfImages(readFileSync(at(file))));
    expect(images.length).toBeGreaterThan(0);
    expect(images.map(sha256).filter((hash) => !ours.includes(hash))).toEqual([]);
  });

  test.each(['ringside.html', ...SCRIPTS])('%s asks for no other file', (name) => {
    const text = readFileSync(at('dist', name), 'utf8');
    // What stands inside a script is its text: the page for lecturers shows a tag to copy.
    const markup = name.endsWith('.html') ? text.replace(/(<script[^>]*>)[\s\S]*?<\/script>/g, '$1') : '';
    expect(markup).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="(?!data:|#|#)[^"]*"/);
    expect(text).not.toMatch(/^import\b/m);
  });

  test.each(SCRIPTS)('%s is plain ASCII', (name) => {
    expect(readFileSync(at('dist', name)).findIndex((byte) => byte > 0x7f)).toBe(-1);
  });

  test('the site offers the element, the single page and the deck as they are', () => {
    const read = (name: string) => readFileSync(at('dist', name));
    for (const name of ['ringside.html', ...SCRIPTS]) expect(read(`site/take/${name}`).equals(read(name))).toBe(true);
    const archive = unzipSync(read('site/take/ringside-deck.zip'));
    const deck = readdirSync(at('dist/deck'));
    expect(Object.keys(archive).sort()).toEqual(deck.map((name) => `ringside-deck/${name}`).sort());
    for (const name of deck)
      expect(read(`deck/${name}`).equals(archive[`ringside-deck/${name}`] as Uint8Array)).toBe(true);
  });

  test('is the same bytes when it is built again elsewhere', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ringside-again-'));
    const args = [at('node_modules/vite/bin/vite.js'), 'build', '--mode', 'element', '--outDir', folder];
    execFileSync(process.execPath, args, { cwd: ROOT, env: { ...process.env, NODE_ENV: 'production' }, stdio: 'pipe' });
    const again = readFileSync(path.join(folder, 'ringside-demo.js'), 'utf8');
    expect(again).toBe(readFileSync(at('build/element/ringside-demo.js'), 'utf8'));
    rmSync(folder, { recursive: true });
  });

  test('prints the sizes', () => {
    const rows = [
      'build/ringside.wasm',
      ...SCRIPTS.map((name) => `dist/${name}`),
      'dist/ringside.html',
      ...built.filter(isSite),
    ].map(sizeRow);
    console.log(`\n${rows.join('\n')}`);
    expect(rows.length).toBeGreaterThan(3);
  });
});

const isSite = (file: string) => file.startsWith('dist/site/');

/** Name, size and compressed size of a file. */
function sizeRow(file: string): string {
  const bytes = readFileSync(at(file));
  const kilobytes = (n: number) => (n / 1000).toFixed(1).padStart(8);
  return `${kilobytes(bytes.length)} kB ${kilobytes(gzipSync(bytes, { level: 9 }).length)} kB gzip  ${file}`;
}

describe('the integrity hash', () => {
  test.each(ARTEFACTS)('of %s is right', (name) => {
    const { ok, expected, found } = checkIntegrity(at('dist', name));
    expect(found).toBe(expected);
    expect(ok).toBe(true);
  });

  test('notices one changed byte', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ringside-dist-'));
    const copy = path.join(folder, 'ringside.html');
    copyFileSync(at('dist/ringside.html'), copy);
    expect(checkIntegrity(copy).found).toMatch(/^sha256-/);
    writeFileSync(copy, readFileSync(copy, 'utf8').replace('</body>', '</body >'));
    expect(checkIntegrity(copy).ok).toBe(false);
    rmSync(folder, { recursive: true });
  });

  test('stands beside the version', () => {
    const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
    const page = readFileSync(at('dist/site/index.html'), 'utf8');
    expect(page).toContain(`<meta name="ringside-version" content="${version}`);
    expect(readFileSync(at('dist/ringside-demo.js'), 'utf8')).toContain(`Ringside ${version}`);
  });
});

describe('THIRD-PARTY-LICENSES.txt', () => {
  test('holds the licence text of every bundled package', () => {
    const text = readFileSync(at('dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const packages = bundledPackages();
    expect(packages).toEqual(expect.arrayContaining(['assemblyscript', 'comlink', 'lit-html', 'lit-element']));
    for (const name of packages) {
      const { version, license } = JSON.parse(readFileSync(at('node_modules', name, 'package.json'), 'utf8'));
      expect(text).toContain(`${name} ${version} (${license})\n`);
    }
  });

  test('lies in the site as well, and its text in the single page', () => {
    expect(readdirSync(at('dist/site'))).toContain('THIRD-PARTY-LICENSES.txt');
    expect(readFileSync(at('dist/ringside.html'), 'utf8')).toContain('BSD 3-Clause License');
  });
});
