// @ts-check
import path from 'node:path';
import { buildWasm } from '../build-wasm.mjs';
import { emitLessonFacts } from '../emit-lesson-facts.mjs';
import { at } from '../lib/paths.mjs';

const ASSEMBLY = at('assembly') + path.sep;

/** Whether a change of this file calls for a new wasm. Files the build itself makes do not. */
const isSource = (/** @type {string} */ file) =>
  file.startsWith(ASSEMBLY) && file.endsWith('.ts') && !file.endsWith('.gen.ts');

/**
 * Keeps the wasm, the layout views and what lessons quote fresh: before a build, and (but for the quotes) in the dev
 * server on every change under assembly/.
 *
 * @returns {import('vite').Plugin}
 */
export function wasm() {
  const say = (/** @type {string} */ line) => console.error(line);
  return {
    name: 'ringside:wasm',
    enforce: 'pre',
    async buildStart() {
      await buildWasm({ say });
      await emitLessonFacts({ say });
    },
    configureServer(server) {
      server.watcher.add(ASSEMBLY);
      server.watcher.on('all', async (_event, file) => {
        if (!isSource(file)) return;
        try {
          await buildWasm({ say });
          server.moduleGraph.invalidateAll();
          server.ws.send({ type: 'full-reload' });
        } catch (error) {
          const { message } = /** @type {Error} */ (error);
          server.ws.send({ type: 'error', err: { message, stack: '', plugin: 'ringside:wasm' } });
        }
      });
    },
  };
}
