import type { Variant } from './lesson';

/**
 * The source files of a variant: its folders laid over one another, so that a file of a later folder takes the place of the one with the
 * same path in an earlier folder.
 *
 * @param paths every file there is, from the project's root
 * @returns path of each file by its name below its folder
 */
export function sourcesOf({ layers }: Variant, paths: readonly string[]): Map<string, string> {
  const chosen = new Map<string, string>();
  for (const layer of layers) {
    for (const path of paths) {
      if (path.startsWith(`${layer}/`)) chosen.set(path.slice(layer.length + 1), path);
    }
  }
  return chosen;
}

/** A file that two variants do not share: where each has it, if at all. */
export interface SourceChange {
  name: string;
  before?: string;
  after?: string;
}

/** What changed from one variant to another, by name. */
export function sourceChanges(before: Variant, after: Variant, paths: readonly string[]): SourceChange[] {
  const [old, now] = [sourcesOf(before, paths), sourcesOf(after, paths)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names
    .filter((name) => old.get(name) !== now.get(name))
    .map((name) => {
      const [was, is] = [old.get(name), now.get(name)];
      return { name, ...(was !== undefined && { before: was }), ...(is !== undefined && { after: is }) };
    });
}
