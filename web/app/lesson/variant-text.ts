import type { Variant } from '../../lessons';
import type { Sources } from '../sources';

/**
 * The text of a file as another variant has it: the file of the same name in the last of its folders that has one. Undefined where that is
 * the very same file; empty where the other variant has none.
 */
export function variantText(sources: Sources, path: string, now: Variant, before: Variant): string | undefined {
  const layer = now.layers.findLast((folder) => path.startsWith(`${folder}/`));
  if (!layer) return undefined;
  const name = path.slice(layer.length);
  const other = before.layers.findLast((folder) => sources.has(folder + name));
  if (other === layer) return undefined;
  return other === undefined ? '' : sources.text(other + name);
}
