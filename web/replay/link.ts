import { Hasher, hashText } from '../core/hash';
import type { DomainCommand, DomainScenario, InputEvent, Position, ProfileName, Scenario } from '../core/machine-api';
import { isProfileName } from '../core/profile-name';
import { Refused } from '../core/refused';
import { SEMANTICS } from '../core/semantics';
import { fromBase64Url, toBase64Url } from './base64url';

/** Versions of the way links are written: 2 knows further domains and toolstack commands. A link says the lowest that can say it. */
const [FIRST_FORMAT, FORMAT] = [1, 2];
/** Longest link, in characters: browsers and mail programs pass such a URL on unharmed. */
const MOST_CHARACTERS = 16_384;

/** A domain in a link: its files travel by their hashes. */
export interface LinkDomain {
  /** File or catalogue name of the guest. */
  guest: string;
  /** sha256 of the image, hex. */
  imageHash: string;
  /** sha256 of the ramdisk, hex; absent without one. */
  ramdiskHash?: string;
  options: LinkOptions;
}

/** A machine state's name: everything needed to reach it again, and the hash it must have there. Its own domain is the first. */
export interface MachineLink extends LinkDomain {
  /** Domains beside the first. */
  others?: LinkDomain[];
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
  weight?: number;
}

/** A domain as it is written: short names, because it stands in a URL. */
interface WireDomain {
  g: string;
  i: string;
  r?: string;
  o: LinkOptions;
}

/** A link as it is written. */
interface Wire extends WireDomain {
  f: number;
  s: number;
  /** Further domains. */
  d?: WireDomain[];
  /** Inputs: ticks since the one before, domid, bytes; of a toolstack command, no bytes and its name. */
  t: ([string, number, string] | [string, number, string, DomainCommand])[];
  c: string;
  k: string;
  h: string;
}

/** What of a scenario goes into a link. */
export function linkOptions(scenario: DomainScenario & Partial<Scenario>): LinkOptions {
  const { memory, vcpus, commandLine, profile, dom0, bare, ram, weight } = scenario;
  return {
    memory,
    vcpus,
    commandLine,
    ...(profile && { profile }),
    ...(dom0 && { dom0 }),
    ...(bare && { bare }),
    ...(ram !== undefined && { ram }),
    ...(weight !== undefined && { weight }),
  };
}

/** What of a domain goes into a link. `hash`: sha256 in hex. */
export function linkDomain(
  domain: DomainScenario & Partial<Scenario>,
  imageHash: string,
  hash: (bytes: Uint8Array) => string,
): LinkDomain {
  const { name, ramdisk } = domain;
  return { guest: name, imageHash, ...(ramdisk && { ramdiskHash: hash(ramdisk) }), options: linkOptions(domain) };
}

/** What of further domains goes into a link. */
export function linkOthers({ others }: Scenario, hash: (bytes: Uint8Array) => string): { others?: LinkDomain[] } {
  return others?.length ? { others: others.map((domain) => linkDomain(domain, hash(domain.image), hash)) } : {};
}

const wireDomain = ({ guest, imageHash, ramdiskHash, options }: LinkDomain): WireDomain => ({
  g: guest,
  i: imageHash,
  ...(ramdiskHash && { r: ramdiskHash }),
  o: options,
});

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
  const inputs = link.inputs.map((event): Wire['t'][number] => {
    const since = (event.tick - before).toString(36);
    before = event.tick;
    return event.kind === 'console'
      ? [since, event.domid, toBase64Url(event.bytes)]
      : [since, event.domid, '', event.command];
  });
  const isNew = link.others !== undefined || link.inputs.some(({ kind }) => kind !== 'console');
  const format = isNew ? FORMAT : FIRST_FORMAT;
  const wire: Wire = {
    f: format,
    s: SEMANTICS,
    ...wireDomain(link),
    ...(link.others && { d: link.others.map(wireDomain) }),
    t: inputs,
    c: link.position.count.toString(36),
    k: link.position.tick.toString(36),
    h: link.hash,
  };
  const payload = toBase64Url(new TextEncoder().encode(JSON.stringify(wire)));
  const text = `${format}.${checksum(payload)}.${payload}`;
  if (text.length > MOST_CHARACTERS) {
    throw new Refused(
      `So much was typed or started that the link would have ${text.length} characters; at most ${MOST_CHARACTERS} pass everywhere.`,
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

/** What each option is, where it is there. */
const OPTIONS: { readonly [K in keyof LinkOptions]-?: (value: unknown) => boolean } = {
  memory: (value) => typeof value === 'number',
  vcpus: (value) => typeof value === 'number',
  commandLine: (value) => typeof value === 'string',
  profile: isProfileName,
  dom0: (value) => typeof value === 'boolean',
  bare: (value) => typeof value === 'boolean',
  ram: (value) => typeof value === 'number',
  weight: (value) => typeof value === 'number',
};

function checkOptions(options: unknown): LinkOptions {
  const given = Object.entries((options ?? {}) as object);
  const isOption = ([name, value]: [string, unknown]): boolean =>
    Object.hasOwn(OPTIONS, name) && OPTIONS[name as keyof LinkOptions](value);
  const has = (name: keyof LinkOptions): boolean => given.some(([key]) => key === name);
  if (!given.every(isOption) || !has('memory') || !has('vcpus') || !has('commandLine')) throw new Refused(DAMAGED);
  return options as LinkOptions;
}

const COMMANDS: readonly unknown[] = ['pause', 'unpause', 'destroy'] satisfies DomainCommand[];
const isCommand = (word: unknown): word is DomainCommand => COMMANDS.includes(word);

function readInputs(list: unknown): InputEvent[] {
  if (!Array.isArray(list)) throw new Refused(DAMAGED);
  let tick = 0n;
  return list.map((entry) => {
    if (!Array.isArray(entry) || typeof entry[1] !== 'number' || typeof entry[2] !== 'string')
      throw new Refused(DAMAGED);
    tick += parseCount(entry[0]);
    const [, domid, text, command] = entry;
    if (isCommand(command)) return { tick, kind: 'toolstack', domid, command };
    const bytes = fromBase64Url(text);
    if (!bytes || command !== undefined) throw new Refused(DAMAGED);
    return { tick, kind: 'console', domid, bytes };
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
  const isKnown = format === `${FIRST_FORMAT}` || format === `${FORMAT}`;
  if (!isKnown || payload === undefined || more.length || sum !== checksum(payload)) throw new Refused(DAMAGED);
  const bytes = fromBase64Url(payload);
  if (!bytes) throw new Refused(DAMAGED);
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Partial<Wire>;
  } catch {
    throw new Refused(DAMAGED);
  }
}

function readDomain(wire: Partial<WireDomain>): LinkDomain {
  const { g, i, r, o } = wire;
  if (typeof g !== 'string' || !isHash(i, 64) || (r !== undefined && !isHash(r, 64))) throw new Refused(DAMAGED);
  return { guest: g, imageHash: i, ...(r !== undefined && { ramdiskHash: r }), options: checkOptions(o) };
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
  const { d, h } = wire;
  if (!isHash(h, 16) || (d !== undefined && !Array.isArray(d))) throw new Refused(DAMAGED);
  return {
    ...readDomain(wire),
    ...(d && { others: d.map(readDomain) }),
    inputs: readInputs(wire.t),
    position: { count: parseCount(wire.c), tick: parseCount(wire.k) },
    hash: h,
  };
}

/** The files of a domain, which a link cannot carry. */
export interface LinkFiles {
  image: Uint8Array;
  imageHash: string;
  ramdisk?: Uint8Array;
  ramdiskHash?: string;
}

/**
 * The scenario a link names, given the files it cannot carry, those of further domains in their order.
 *
 * Errors: Refused when a file is not the one the link was made with, or is missing.
 */
export function linkScenario(link: MachineLink, files: LinkFiles, others: readonly LinkFiles[] = []): Scenario {
  const further = (link.others ?? []).map((domain, i) => {
    const own = others[i];
    if (!own) throw new Refused(`This link is of several domains: choose the file of "${domain.guest}" as well.`);
    return scenarioOf(domain, own);
  });
  return { ...scenarioOf(link, files), ...(link.others && { others: further }), inputs: link.inputs };
}

function scenarioOf(link: LinkDomain, files: LinkFiles): DomainScenario {
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
    ...(files.ramdisk && { ramdisk: files.ramdisk }),
  };
}

/** Says that the state found is not the one the link was made of; nothing when it is, or when the machine was stopped on its way there. */
export function linkMismatch(
  link: MachineLink,
  { hash, position }: { hash: string; position: Position },
): string | undefined {
  if (hash === link.hash || position.count !== link.position.count) return undefined;
  return `The machine stands where the link says, but its state hash is ${hash} and the link's ${link.hash}: the link was edited, or made by another build.`;
}
