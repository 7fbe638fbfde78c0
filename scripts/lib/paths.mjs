// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/**
 * An absolute path inside the project.
 *
 * @param {...string} parts relative to the project's root
 */
export const at = (...parts) => path.join(ROOT, ...parts);
