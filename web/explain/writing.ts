import type { Writing } from '../core/machine-api';
import { hypercallName } from './hypercall';
import { padded } from './numbers';
import type { SourcePlace } from './source-map';

/** The bytes as the number a little-endian machine reads. */
function numberOf(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** Where the vCPU stood: function, file and line as far as they are known. */
function where(ip: number | undefined, place: SourcePlace | undefined): string {
  const at = ip === undefined ? '' : ` at ${padded(ip)}`;
  if (!place) return at;
  const file = place.file.slice(place.file.lastIndexOf('/') + 1);
  return ` in ${place.function ? `${place.function}, ` : ''}${file} line ${place.line}${at}`;
}

function who({ by, ip, hypercall }: Writing, place: SourcePlace | undefined): string {
  switch (by) {
    case 'instruction':
      return `The guest itself, by the instruction${where(ip, place)},`;
    case 'walk':
      return `The processor, marking the entry as used for the instruction${where(ip, place)},`;
    case 'xen':
      return `Xen, ${hypercall === undefined ? 'on its own account' : `answering ${hypercallName(hypercall)}`}${where(ip, place)},`;
    case 'back end':
      return 'A back end of the control plane';
    case 'builder':
      return 'The domain builder, before the first instruction,';
  }
}

/**
 * Who wrote some bytes, in one plain sentence.
 *
 * @param place where `writing.ip` lies in the guest's source, if that is known
 */
export function writingSentence(writing: Writing, place?: SourcePlace): string {
  const { before, after } = writing;
  const digits = after.length * 2;
  const [was, is] = [padded(numberOf(before), digits), padded(numberOf(after), digits)];
  if (writing.by === 'builder' && numberOf(after) === 0n) return 'Nobody: it is zero, as memory begins.';
  return `${who(writing, place)} wrote ${is}${writing.by === 'builder' || was === is ? '' : ` over ${was}`}.`;
}
