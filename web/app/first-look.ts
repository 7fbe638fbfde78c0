import type { Screen } from '../lessons';
import type { MemoryFocus } from '../ui/rs-memory/memory-focus';

/**
 * Where a reader of a screen looks in memory first: where the screen says, else at the directory of the space that runs. With PAE there are
 * four, and the window is in the one that maps the gigabyte from 0x80000000 on.
 */
export function firstLook(format: '2-level' | 'pae', { table, slot }: Pick<Screen, 'table' | 'slot'>): MemoryFocus {
  return {
    level: 2,
    frames: [],
    ...(format === 'pae' && { address: 0xbf800000 }),
    ...(table !== undefined && { table }),
    ...(slot !== undefined && { slot }),
  };
}
