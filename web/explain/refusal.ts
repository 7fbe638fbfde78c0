import { ownerInWords } from './domid';
import { hex } from './numbers';
import { pageTypeInWords } from './page-type';
import type { TraceFields } from './trace-fields';

/** What the record says of the frame concerned: type, uses, owner. */
function frameInWords(record: TraceFields): string {
  const uses = `${record.typeCount} ${record.typeCount === 1 ? 'use' : 'uses'} of that type`;
  return `mfn ${hex(record.mfn)} is ${pageTypeInWords(record.found)} with ${uses}, owned by ${ownerInWords(record.owner)}`;
}

/** Why something was refused, in one plain sentence made from the record alone. */
export function refusalSentence(record: TraceFields): string {
  return `${frameInWords(record)}, not ${pageTypeInWords(record.wanted)}`;
}
