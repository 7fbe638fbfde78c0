// @ts-check
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import { buildWasm } from '../build-wasm.mjs';
import { emitLessonFacts } from '../emit-lesson-facts.mjs';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { stampIntegrity, TAKEAWAY } from './integrity.mjs';
import { bundledPackages, thirdPartyLicences } from './licences.mjs';
import { withLock } from './lock.mjs';
import { at } from './paths.mjs';
import { BUILD_INPUTS, version } from './version.mjs';

/** The bundles: mode of vite.config.ts, and the files or folders of dist/ that must be there afterwards. */
const BUNDLES = {
  site: ['site'],
  single: ['ringside.html'],
  element: ['ringside-demo.js', 'ringside-demo.iife.js'],
  deck: ['deck'],
  cli: ['cli'],
};

/** Bundles that hold others: the deck is the element among other files, the site offers them all to take away. */
const PARTS = /** @type {Partial<Record<Bundle, Bundle[]>>} */ ({
  deck: ['element'],
  site: ['single', 'element', 'deck'],
});

/** Names every package of which a part is in a bundle. */
const LICENCES = 'THIRD-PARTY-LICENSES.txt';

/** Files that a build makes are no reason to build again. */
const isInput = (/** @type {string} */ file) => !file.endsWith('.gen.ts');

/** @typedef {keyof typeof BUNDLES} Bundle */

/** The single page travels without its neighbours, so the licences go along inside it, as text no browser runs. */
const withLicences = (/** @type {string} */ page) =>
  page.replace(
    '</body>',
    () => `<script type="text/plain" id="licences">\n${thirdPartyLicences('single')}</script>\n  </body>`,
  );

/** The example deck: a folder of plain files around the element, which opens from file://. */
function copyDeck() {
  const own = ['index.html', 'deck.css'].map((file) => at('web/embed/deck', file));
  const reveal = ['reveal.js', 'reveal.css', 'reset.css'].map((file) => at('node_modules/reveal.js/dist', file));
  rmSync(at('dist/deck'), { recursive: true, force: true });
  mkdirSync(at('dist/deck'), { recursive: true });
  for (const file of [...own, ...reveal, at('dist/ringside-demo.iife.js')])
    cpSync(file, at('dist/deck', path.basename(file)));
  writeFileSync(at('build/licences/deck.json'), JSON.stringify([...bundledPackages('element'), 'reveal.js']));
  writeFileSync(at('dist/deck', LICENCES), thirdPartyLicences('deck'));
}

/** The time that files of an archive have: the first an archive can tell, so that the same build makes the same bytes. */
const NO_TIME = new Date(1980, 0, 1);

/** What a lecturer takes away from the site: the element, the single page, the example deck to open and as an archive. */
function copyTakeaway() {
  const folder = at('dist/site', TAKEAWAY);
  mkdirSync(folder, { recursive: true });
  for (const file of [...BUNDLES.single, ...BUNDLES.element]) cpSync(at('dist', file), path.join(folder, file));
  writeFileSync(path.join(folder, LICENCES), thirdPartyLicences('element'));
  cpSync(at('dist/deck'), path.join(folder, 'deck'), { recursive: true });
  const names = readdirSync(at('dist/deck')).sort();
  const files = names.map((name) => [`ringside-deck/${name}`, readFileSync(at('dist/deck', name))]);
  writeFileSync(path.join(folder, 'ringside-deck.zip'), zipSync(Object.fromEntries(files), { mtime: NO_TIME }));
}

/** Brings a bundle to its place in dist/ and stamps it. Vite itself wrote the site and the command line there. */
function finish(/** @type {Bundle} */ bundle) {
  if (bundle === 'site') {
    writeFileSync(at('dist/site', LICENCES), thirdPartyLicences('site'));
    copyTakeaway();
  }
  if (bundle === 'single')
    writeFileSync(at('dist/ringside.html'), withLicences(readFileSync(at('build/single/index.html'), 'utf8')));
  if (bundle === 'deck') copyDeck();
  if (bundle === 'element') for (const file of BUNDLES.element) cpSync(at('build/element', file), at('dist', file));
  if (bundle !== 'cli') for (const name of BUNDLES[bundle]) stampIntegrity(at('dist', name));
}

/** Size and compressed size of a file in kB, for a reader. */
function sizeOf(/** @type {string} */ file) {
  const bytes = readFileSync(file);
  return `${(bytes.length / 1000).toFixed(0)} kB, ${(gzipSync(bytes, { level: 9 }).length / 1000).toFixed(0)} kB gzip`;
}

/**
 * Builds what is stale. Safe to call from several processes at once.
 *
 * @param {Bundle[]} wanted
 * @param {(line: string) => void} say hears what was built and how long it took
 */
export async function buildBundles(wanted, say) {
  await withLock('bundles', async () => {
    const print = `${version()} ${fingerprint([...BUILD_INPUTS, 'package.json'], isInput)}`;
    const isFresh = (/** @type {Bundle} */ bundle) =>
      BUNDLES[bundle].every((name) => existsSync(at('dist', name))) &&
      readStamp(`build/bundle-${bundle}.stamp`) === print;
    const needed = wanted.flatMap((bundle) => [...(PARTS[bundle] ?? []), bundle]);
    const stale = [...new Set(needed)].filter((bundle) => !isFresh(bundle));
    if (!stale.length) return;
    await buildWasm({ say });
    await emitLessonFacts({ say });
    process.env.NODE_ENV = 'production'; // also when a test asks for the build
    const { build } = await import('vite');
    mkdirSync(at('dist'), { recursive: true });
    for (const bundle of stale) {
      const started = performance.now();
      rmSync(at('build', `bundle-${bundle}.stamp`), { force: true });
      if (bundle !== 'deck') await build({ configFile: at('vite.config.ts'), mode: bundle, logLevel: 'warn' });
      finish(bundle);
      writeFileSync(at('dist', LICENCES), thirdPartyLicences());
      writeStamp(`build/bundle-${bundle}.stamp`, print);
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      for (const name of BUNDLES[bundle]) {
        const size = name.includes('.') ? ` (${sizeOf(at('dist', name))})` : '';
        say(`dist/${name}: built in ${seconds} s${size}`);
      }
    }
  });
}
