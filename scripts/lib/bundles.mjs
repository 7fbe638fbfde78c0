// @ts-check
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { buildWasm } from '../build-wasm.mjs';
import { emitLessonFacts } from '../emit-lesson-facts.mjs';
import { fingerprint, readStamp, writeStamp } from './fingerprint.mjs';
import { stampIntegrity } from './integrity.mjs';
import { thirdPartyLicences } from './licences.mjs';
import { withLock } from './lock.mjs';
import { at } from './paths.mjs';
import { BUILD_INPUTS, version } from './version.mjs';

/** The bundles: mode of vite.config.ts, and the file or folder of dist/ that must be there afterwards. */
const BUNDLES = { site: 'site', single: 'ringside.html', element: 'ringside-demo.js', cli: 'cli' };

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

/** Brings a bundle to its place in dist/ and stamps it. Vite itself wrote the site and the command line there. */
function finish(/** @type {Bundle} */ bundle) {
  if (bundle === 'site') writeFileSync(at('dist/site', LICENCES), thirdPartyLicences('site'));
  if (bundle === 'single')
    writeFileSync(at('dist/ringside.html'), withLicences(readFileSync(at('build/single/index.html'), 'utf8')));
  if (bundle === 'element') cpSync(at('build/element/ringside-demo.js'), at('dist/ringside-demo.js'));
  if (bundle !== 'cli') stampIntegrity(at('dist', BUNDLES[bundle]));
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
      existsSync(at('dist', BUNDLES[bundle])) && readStamp(`build/bundle-${bundle}.stamp`) === print;
    const stale = wanted.filter((bundle) => !isFresh(bundle));
    if (!stale.length) return;
    await buildWasm({ say });
    await emitLessonFacts({ say });
    process.env.NODE_ENV = 'production'; // also when a test asks for the build
    const { build } = await import('vite');
    mkdirSync(at('dist'), { recursive: true });
    for (const bundle of stale) {
      const started = performance.now();
      rmSync(at('build', `bundle-${bundle}.stamp`), { force: true });
      await build({ configFile: at('vite.config.ts'), mode: bundle, logLevel: 'warn' });
      finish(bundle);
      writeFileSync(at('dist', LICENCES), thirdPartyLicences());
      writeStamp(`build/bundle-${bundle}.stamp`, print);
      const size = BUNDLES[bundle].includes('.') ? ` (${sizeOf(at('dist', BUNDLES[bundle]))})` : '';
      say(`dist/${BUNDLES[bundle]}: built in ${((performance.now() - started) / 1000).toFixed(1)} s${size}`);
    }
  });
}
