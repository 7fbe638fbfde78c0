// @ts-check
import { at } from './paths.mjs';

/**
 * Serves dist/site as any web server would: no special headers.
 *
 * @param {{ port: number, base?: string | undefined, strict?: boolean, host?: boolean }} options base: the path it
 *   stands under; strict: fail if the port is taken instead of taking the next; host: reachable from other machines
 * @returns {Promise<{ urls: string[], close: () => Promise<void> }>}
 */
export async function serveSite({ port, base = '/', strict = false, host = false }) {
  const { preview } = await import('vite');
  const server = await preview({
    configFile: false,
    root: at('web/app'),
    base,
    build: { outDir: at('dist/site') },
    preview: { port, strictPort: strict, host: host ? true : 'localhost' },
    logLevel: 'warn',
  });
  const urls = [...(server.resolvedUrls?.local ?? []), ...(server.resolvedUrls?.network ?? [])];
  return { urls, close: () => server.close() };
}
