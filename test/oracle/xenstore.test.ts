import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import type { Client } from '../../web/toolstack/xenstore/client';
import { writeDomainTree } from '../../web/toolstack/xenstore/domain-tree';
import { XenstoreServer } from '../../web/toolstack/xenstore/server';
import { HEADER_BYTES, Message, readHeader, toBytes, toText } from '../../web/toolstack/xenstore/wire';

const DOMID = 1;
/** What the xenstore guest got from Debian's xenstored. */
const GOLDEN = readFileSync(at('test/guests/xenstore/expect.txt'), 'latin1').replaceAll('\r\n', '\n');

/** The guest's names of message types, in the order of their numbers. */
const NAMES = [
  ...['CONTROL', 'DIRECTORY', 'READ', 'GET_PERMS', 'WATCH', 'UNWATCH', 'TRANSACTION_START', 'TRANSACTION_END'],
  ...['INTRODUCE', 'RELEASE', 'GET_DOMAIN_PATH', 'WRITE', 'MKDIR', 'RM', 'SET_PERMS', 'WATCH_EVENT', 'ERROR'],
  ...['IS_DOMAIN_INTRODUCED', 'RESUME', 'SET_TARGET', '(type 20)', 'RESET_WATCHES', 'DIRECTORY_PART'],
];
const UNKNOWN_TYPE = 99;

/** Bytes as the guest prints them: a NUL as a bar, other controls in hexadecimal, long runs as x{1900}. */
function shown(bytes: Uint8Array): string {
  const one = (byte: number): string => {
    if (byte === 0) return '|';
    const isPlain = byte >= 0x20 && byte <= 0x7e && byte !== 0x22;
    return isPlain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
  };
  const units = Array.from(bytes, one).join('');
  return `"${units.replace(/(.)\1{7,}/g, (run, unit: string) => `${unit}{${run.length}}`)}"`;
}

/** The bytes that are shown so. */
function meant(text: string): Uint8Array {
  const long = text.replace(/(.)\{(\d+)\}/g, (_, unit: string, count: string) => unit.repeat(Number(count)));
  const plain = long.replaceAll('|', '\0');
  return toBytes(plain.replace(/\\x(..)/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))));
}

/** A request of the golden: its line, and what it asks. */
interface Request {
  line: string;
  type: number;
  payload: Uint8Array;
  /** What the guest calls its transaction; empty outside of one. */
  transaction: string;
}

function requestsOf(golden: string): Request[] {
  const line = /^\d{3} (.+) "(.*)"(?: (?:as|in) (\w+))?$/gm;
  return [...golden.matchAll(line)].map(([text, name = '', payload = '', transaction = '']) => ({
    line: text,
    type: NAMES.includes(name) ? NAMES.indexOf(name) : UNKNOWN_TYPE,
    payload: meant(payload),
    transaction,
  }));
}

/** What the server has queued for a client since the last time, as the guest prints it. */
function received(client: Client, asked: number): string[] {
  return client.outgoing.splice(0).map(({ bytes }) => {
    const { type } = readHeader(bytes);
    const payload = bytes.subarray(HEADER_BYTES);
    if (type === Message.WatchEvent) return `    event ${shown(payload)}`;
    if (type === Message.Error) return `    ERROR ${toText(payload).replace('\0', '')}`;
    if (type !== asked) return `    WRONG TYPE ${type}`;
    if (type === Message.TransactionStart) return `    a number: ${/^\d+\0$/.test(toText(payload)) ? 'yes' : 'no'}`;
    return `    ${shown(payload)}`;
  });
}

it('answers one hundred requests as Debian’s xenstored did', () => {
  const server = new XenstoreServer();
  const ring = { port: 1, mfn: 1 };
  const sizes = { memory: 65536, vcpus: 1, ramdisk: false };
  const names = { name: 'guest', uuid: '0', image: 'guest', commandLine: '' };
  writeDomainTree(server, { domid: DOMID, ...names, ...sizes, store: ring, console: ring });
  const client = server.introduce(DOMID);
  client.outgoing.length = 0;

  const transactions = new Map([['unknown', 0xdeadbeef]]);
  const requests = requestsOf(GOLDEN);
  const printed = requests.flatMap(({ line, type, payload, transaction }, requestId) => {
    const isStart = type === Message.TransactionStart;
    const transactionId = isStart ? 0 : (transactions.get(transaction) ?? 0);
    server.handle(client, { type, requestId, transactionId, payload });
    const reply = client.outgoing.find(({ isEvent }) => !isEvent);
    if (isStart && reply)
      transactions.set(transaction, Number.parseInt(toText(reply.bytes.subarray(HEADER_BYTES)), 10));
    return [line, ...received(client, type)];
  });
  expect(requests).toHaveLength(100);
  expect(['xenstore: 100 requests', ...printed, 'xenstore: END', ''].join('\n')).toBe(GOLDEN);
});
