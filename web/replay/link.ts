import { Hasher, hashText } from '../core/hash';
import type { InputEvent, Position, ProfileName, Scenario } from '../core/machine-api';
import { Refused } from '../core/refused';
import { SEMANTICS } from '../core/semantics';
import { fromBase64Url, toBase64Url } from './base64url';

/** Version of the way links are written. */
const FORMAT = 1;
/** Longest link, in characters: browsers and mail programs pass such a URL on unharmed. */
const MOST_CHARACTERS = 16_384;

/** A machine state's name: everything needed to reach it again, and the hash it must have there. The image travels by its hash. */
export interface MachineLink {
  /** File or catalogue name of the guest. */
  guest: string;
  /** sha256 of the image, hex. */
  imageHash: string;
  /** sha256 of the ramdisk, hex; absent without one. */
  ramdiskHash?: string;
  options: LinkOptions;
  inputs: InputEvent[];
  position: Position;
  /** State hash at the position, 16 hex digits. */
  hash: string;
}

/** The part of a scenario that is not a file. */
export interface LinkOptions {
  memory: number;
  vcpus: number;
  commandLine: string;
  profile?: ProfileName;
  dom0?: boolean;
  bare?: boolean;
  ram?: number;
}

/** As it is written: short names, because it stands in a URL. */
interface Wire {
  f: number;
  s: number;
  g: string;
  i: string;
  r?: string;
  o: LinkOptions;
  /** Inputs: ticks since the one before, domid, bytes. */
  t: [string, number, string][];
  c: string;
  k: string;
  h: string;
}

/** What of a scenario goes into a link. */
export function linkOptions(scenario: Scenario): LinkOptions {
  const { memory, vcpus, commandLine, profile, dom0, bare, ram } = scenario;
  return {
    memory,
    vcpus,
    commandLine,
    ...(profile && { profile }),
    ...(dom0 && { dom0 }),
    ...(bare && { bare }),
    ...(ram !== undefined && { ram }),
  };
}

function checksum(payload: string): string {
  return hashText(new Hasher().text(payload).digest()).slice(0, 8);
}

/**
 * A link's text: version, checksum and payload, to be put behind a `#`.
 *
 * Errors: Refused when so much was typed that no URL holds it.
 */
export function writeLink(link: MachineLink): string {
  let before = 0n;
  const inputs = link.inputs.map(({ tick, domid, bytes }): [string, number, string] => {
    const since = tick - before;
    before = tick;
    return [since.toString(36), domid, toBase64Url(bytes)];
  });
  const wire: Wire = {
    f: FORMAT,
    s: SEMANTICS,
    g: link.guest,
    i: link.imageHash,
    ...(link.ramdiskHash && { r: link.ramdiskHash }),
    o: link.options,
    t: inputs,
    c: link.position.count.toString(36),
    k: link.position.tick.toString(36),
    h: link.hash,
  };
  const payload = toBase64Url(new TextEncoder().encode(JSON.stringify(wire)));
  const text = `${FORMAT}.${checksum(payload)}.${payload}`;
  if (text.length > MOST_CHARACTERS) {
    throw new Refused(
      `So much was typed that the link would have ${text.length} characters; at most ${MOST_CHARACTERS} pass everywhere.`,
    );
  }
  return text;
}

const DAMAGED = 'This link is damaged or was edited, so it names no state. Copy it again, whole.';

/** A number to base 36. */
function parseCount(text: unknown): bigint {
  if (typeof text !== 'string' || !/^[0-9a-z]{1,13}$/.test(text)) throw new Refused(DAMAGED);
  return [...text].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n);
}

function isHash(text: unknown, digits: number): text is string {
  return typeof text === 'string' && text.length === digits && /^[0-9a-f]+$/.test(text);
}

function checkOptions(options: unknown): LinkOptions {
  const { memory, vcpus, commandLine } = (options ?? {}) as Partial<LinkOptions>;
  if (typeof memory !== 'number' || typeof vcpus !== 'number' || typeof commandLine !== 'string')
    throw new Refused(DAMAGED);
  return options as LinkOptions;
}

function readInputs(list: unknown): InputEvent[] {
  if (!Array.isArray(list)) throw new Refused(DAMAGED);
  let tick = 0n;
  return list.map((entry) => {
    if (!Array.isArray(entry) || typeof entry[1] !== 'number' || typeof entry[2] !== 'string')
      throw new Refused(DAMAGED);
    tick += parseCount(entry[0]);
    const bytes = fromBase64Url(entry[2]);
    if (!bytes) throw new Refused(DAMAGED);
    return { tick, kind: 'console', domid: entry[1], bytes };
  });
}

/** The payload as an object, its checksum and version checked. */
function unwrap(text: string): Partial<Wire> {
  if (text.length > MOST_CHARACTERS)
    throw new Refused(`This link has ${text.length} characters; links have at most ${MOST_CHARACTERS}.`);
  const [format, sum, payload, ...more] = text.split('.');
  if (format !== undefined && /^\d+$/.test(format) && Number(format) > FORMAT) {
    throw new Refused(`This link is of a newer Ringside (format ${format}; this one reads ${FORMAT}). Open it there.`);
  }
  if (format !== `${FORMAT}` || payload === undefined || more.length || sum !== checksum(payload))
    throw new Refused(DAMAGED);
  const bytes = fromBase64Url(payload);
  if (!bytes) throw new Refused(DAMAGED);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Wire>;
  } catch {
    throw new Refused(DAMAGED);
  }
}

/**
 * Reads a link.
 *
 * Errors: Refused for text that is no link, was edited, or names a state under other semantics.
 */
export function readLink(text: string): MachineLink {
  const wire = unwrap(text);
  if (wire.s !== SEMANTICS) {
    throw new Refused(
      `This link was made by another build: positions there have version ${wire.s}, here ${SEMANTICS}, so it would name another state. Make it anew.`,
    );
  }
  const { g, i, r, h } = wire;
  if (typeof g !== 'string' || !isHash(i, 64) || !isHash(h, 16) || (r !== undefined && !isHash(r, 64)))
    throw new Refused(DAMAGED);
  return {
    guest: g,
    imageHash: i,
    ...(r !== undefined && { ramdiskHash: r }),
    options: checkOptions(wire.o),
    inputs: readInputs(wire.t),
    position: { count: parseCount(wire.c), tick: parseCount(wire.k) },
    hash: h,
  };
}

/**
 * The scenario a link names, given the files it cannot carry.
 *
 * Errors: Refused when a file is not the one the link was made with.
 */
export function linkScenario(
  link: MachineLink,
  files: { image: Uint8Array; imageHash: string; ramdisk?: Uint8Array; ramdiskHash?: string },
): Scenario {
  if (files.imageHash !== link.imageHash) {
    throw new Refused(
      `This link is of another image of "${link.guest}" (sha256 ${link.imageHash.slice(0, 12)}..., not ${files.imageHash.slice(0, 12)}...). Choose that file.`,
    );
  }
  if (files.ramdiskHash !== link.ramdiskHash) {
    throw new Refused(
      `This link of "${link.guest}" was made with ${link.ramdiskHash ? 'another' : 'no'} ramdisk. Choose the same files.`,
    );
  }
  return {
    image: files.image,
    name: link.guest,
    ...link.options,
    inputs: link.inputs,
    ...(files.ramdisk && { ramdisk: files.ramdisk }),
  };
}

/** Says that the state found is not the one the link was made of, or nothing when it is. */
export function linkMismatch(link: MachineLink, hash: string): string | undefined {
  if (hash === link.hash) return undefined;
  return `The machine stands where the link says, but its state hash is ${hash} and the link's ${link.hash}: the link was edited, or made by another build.`;
}
