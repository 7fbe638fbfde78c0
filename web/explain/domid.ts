import {
  DOMID_ANY,
  DOMID_COW,
  DOMID_IDLE,
  DOMID_INVALID,
  DOMID_IO,
  DOMID_SELF,
  DOMID_XEN,
} from '../../assembly/abi/domid';

/** No domain: what a processor runs that runs none. */
const NO_DOMAIN = 0xffff;

const NAMES: Readonly<Record<number, string>> = {
  [DOMID_SELF]: 'DOMID_SELF',
  [DOMID_IO]: 'DOMID_IO',
  [DOMID_XEN]: 'DOMID_XEN',
  [DOMID_COW]: 'DOMID_COW',
  [DOMID_INVALID]: 'DOMID_INVALID',
  [DOMID_ANY]: 'DOMID_ANY',
  [DOMID_IDLE]: 'DOMID_IDLE',
  [NO_DOMAIN]: 'idle',
};

/** A domain number as Xen's headers write it: a reserved name, or `d` and the number. */
export function domidName(domid: number): string {
  return NAMES[domid] ?? `d${domid}`;
}

/** Who owns a frame, in words for a sentence. */
export function ownerInWords(domid: number): string {
  if (domid === DOMID_XEN) return 'Xen';
  if (domid === DOMID_INVALID) return 'nobody';
  return NAMES[domid] ?? `domain ${domid}`;
}
