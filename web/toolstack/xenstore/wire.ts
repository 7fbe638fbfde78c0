/** Words of the xenstore protocol. Source: xen/include/public/io/xs_wire.h, docs/misc/xenstore.txt. */

/** Types of messages. */
export const enum Message {
  Control = 0,
  Directory = 1,
  Read = 2,
  GetPerms = 3,
  Watch = 4,
  Unwatch = 5,
  TransactionStart = 6,
  TransactionEnd = 7,
  Introduce = 8,
  Release = 9,
  GetDomainPath = 10,
  Write = 11,
  Mkdir = 12,
  Rm = 13,
  SetPerms = 14,
  WatchEvent = 15,
  Error = 16,
  IsDomainIntroduced = 17,
  Resume = 18,
  SetTarget = 19,
  ResetWatches = 21,
  DirectoryPart = 22,
}

/** What a request can fail with: sent as text. */
export type StoreError =
  | 'EINVAL'
  | 'EACCES'
  | 'EEXIST'
  | 'ENOENT'
  | 'ENOMEM'
  | 'ENOSPC'
  | 'EIO'
  | 'ENOSYS'
  | 'EBUSY'
  | 'EAGAIN'
  | 'E2BIG'
  | 'EPERM';

/** A request that fails; the server answers with its name. */
export class StoreFailure extends Error {
  constructor(readonly code: StoreError) {
    super(code);
  }
}

/** Most bytes behind a header. */
export const MAX_PAYLOAD = 4096;
export const HEADER_BYTES = 16;

/** A request, a reply or an event. */
export interface Packet {
  type: number;
  requestId: number;
  transactionId: number;
  payload: Uint8Array;
}

/** The header of a message of `length` bytes. */
export interface Header {
  type: number;
  requestId: number;
  transactionId: number;
  length: number;
}

/** Reads a header. */
export function readHeader(bytes: Uint8Array): Header {
  const view = new DataView(bytes.buffer, bytes.byteOffset, HEADER_BYTES);
  const word = (index: number): number => view.getUint32(index * 4, true);
  return { type: word(0), requestId: word(1), transactionId: word(2), length: word(3) };
}

/** A packet as bytes. */
export function encode({ type, requestId, transactionId, payload }: Packet): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + payload.length);
  const view = new DataView(bytes.buffer);
  const words = [type, requestId, transactionId, payload.length];
  for (const [i, word] of words.entries()) view.setUint32(i * 4, word, true);
  bytes.set(payload, HEADER_BYTES);
  return bytes;
}

/** Text as bytes, a character a byte. */
export function toBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Bytes as text, a byte a character. */
export function toText(bytes: Uint8Array): string {
  let text = '';
  for (let from = 0; from < bytes.length; from += 4096)
    text += String.fromCharCode(...bytes.subarray(from, from + 4096));
  return text;
}

/** The NUL-terminated strings of a payload; what follows the last NUL is not one. */
export function strings(payload: Uint8Array): string[] {
  return toText(payload).split('\0').slice(0, -1);
}

/** The one string a payload consists of. Errors: EINVAL. */
export function oneString(payload: Uint8Array): string {
  const found = strings(payload);
  if (found.length !== 1 || payload.at(-1) !== 0) throw new StoreFailure('EINVAL');
  return found[0] as string;
}

/** Strings with a NUL behind each. */
export function joined(list: readonly string[]): string {
  return list.map((text) => `${text}\0`).join('');
}
