import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { filesOf } from '../../scripts/lib/fingerprint.mjs';
import { checkIntegrity } from '../../scripts/lib/integrity.mjs';
import { bundledPackages } from '../../scripts/lib/licences.mjs';
import { at, ROOT } from '../../scripts/lib/paths.mjs';

const ARTEFACTS = ['site', 'ringside.html', 'ringside-demo.js'];
const BUILT_MS = 180_000;

/** Everything that belongs to the repository: what git knows or would add, or without git all but what is built. */
function repository(): string[] {
  try {
    const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
    const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return listed.split('\n').filter((file) => file && existsSync(at(file)));
  } catch {
    return filesOf(['.'], (file) => !/^(build|dist|node_modules)\//.test(file));
  }
}

/** Parts of paths that only this machine has: the project's folder, the folder around it, the user's own. */
function machinePaths(): string[] {
  const around = path.dirname(ROOT);
  const isShared = [tmpdir(), path.parse(ROOT).root].includes(around);
  const home = homedir();
  return [ROOT, ...(isShared ? [] : [around]), ...(home.length > 1 ? [home] : [])].map((folder) => `${folder}/`);
}

/** What nothing that leaves this machine may hold. */
const FORBIDDEN: { what: string; is: (text: string) => boolean }[] = [
  { what: 'a path of this machine', is: (text) => machinePaths().some((folder) => text.includes(folder)) },
  { what: 'the host of a package registry', is: (text) => /\bregistry\.[a-z]+\.(?:org|com|io|net|dev)\b/.test(text) },
];

const ELF_MAGIC = '\x7fELF';
/** How base64 begins if the first bytes are those of an ELF file. */
const ELF_BASE64 = /f0VMR[A-Za-z0-9+/]{64,}={0,2}/g;

/** The ELF files a file is or carries as base64, one character for each byte. */
function elfImages(bytes: Buffer): string[] {
  const text = bytes.toString('latin1');
  const carried = (text.match(ELF_BASE64) ?? []).map((found) => Buffer.from(found, 'base64').toString('latin1'));
  return [...(text.startsWith(ELF_MAGIC) ? [text] : []), ...carried];
}

const sha256 = (text: string) => createHash('sha256').update(Buffer.from(text, 'latin1')).digest('hex');

/** The files of dist/, built if they are stale. */
let built: string[] = [];

beforeAll(() => {
  execFileSync(process.execPath, [at('scripts/build.mjs')], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
  built = filesOf(['dist']);
}, BUILT_MS);

describe('the repository', () => {
  test.each(FORBIDDEN)('does not mention $what', ({ is }) => {
    expect(repository().filter((file) => is(readFileSync(at(file), 'latin1')))).toEqual([]);
  });

  test('holds no package of Debian and no image of GRUB', () => {
    const isDebian = (file: string) => {
      const bytes = readFileSync(at(file));
      return (
        bytes.toString('latin1', 0, 8) === '!<arch>\n' || elfImages(bytes).some((image) => /GRUB|Debian/.test(image))
      );
    };
    expect(repository().filter(isDebian)).toEqual([]);
  });
});

describe('dist/', () => {
  test('holds the site, the single page, the element and the command line', () => {
    const expected = ['dist/site/index.html', 'dist/ringside.html', 'dist/ringside-demo.js', 'dist/cli/ringside.mjs'];
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

  test.each(['ringside.html', 'ringside-demo.js'])('%s asks for no other file', (name) => {
    const text = readFileSync(at('dist', name), 'utf8');
    expect(text).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)="(?!data:|#|#)[^"]*"/);
    expect(text).not.toMatch(/^import\b/m);
  });

  test('prints the sizes', () => {
    const rows = ['build/ringside.wasm', 'dist/ringside-demo.js', 'dist/ringside.html', ...built.filter(isSite)].map(
      sizeRow,
    );
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
