// @ts-check
import { mkdirSync, writeFileSync } from 'node:fs';
import { at } from '../lib/paths.mjs';

/** The package a module of a bundle belongs to, or undefined if it is ours. */
function packageOf(/** @type {string} */ id) {
  if (id.startsWith('\0vite/')) return 'vite';
  return /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[1]?.replace('\\', '/');
}

/**
 * Notes which packages really ended up in a bundle, in build/licences/NAME.json, for
 * dist/THIRD-PARTY-LICENSES.txt (scripts/lib/licences.mjs).
 *
 * @param {string} name of the bundle
 * @returns {import('vite').Plugin}
 */
export function licences(name) {
  return {
    name: 'ringside:licences',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((chunk) =>
        chunk.type === 'chunk' ? Object.entries(chunk.modules) : [],
      );
      const rendered = modules.filter(([, { renderedLength }]) => renderedLength > 0);
      const packages = new Set(rendered.map(([id]) => packageOf(id)).filter((owner) => owner !== undefined));
      mkdirSync(at('build/licences'), { recursive: true });
      writeFileSync(at('build/licences', `${name}.json`), JSON.stringify([...packages].sort()));
    },
  };
}
