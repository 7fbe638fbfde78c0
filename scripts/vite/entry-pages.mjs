// @ts-check
import { readdirSync } from 'node:fs';
import { at } from '../lib/paths.mjs';

/** The pages of the site: every web/app/*.html. */
export function entryPages() {
  return readdirSync(at('web/app'))
    .filter((file) => file.endsWith('.html'))
    .map((file) => at('web/app', file));
}
