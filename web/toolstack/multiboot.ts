import type { Core } from '../core/core';
import { PAGE_SHIFT, PAGE_SIZE, RAM } from '../core/layout.gen';
import { Refused } from '../core/refused';
import { resetForMultiboot } from './bare-cpu';
import { hex } from './kernel-image';
import type { MultibootImage } from './multiboot-image';

/** A file handed to the kernel beside its own image. */
export interface MultibootModule {
  bytes: Uint8Array;
  commandLine: string;
}

/** What to boot, and with what. */
export interface MultibootBoot {
  image: MultibootImage;
  /** The kernel's name and its arguments, as one string. */
  commandLine: string;
  modules?: MultibootModule[];
}

/** Where the information structure goes unless the kernel is there: below 640 KB, as other loaders do. */
const LOW_INFO = 0x9000;
/** End of the memory below 1 MB that a PC has, and of its hole. */
const [LOW_END, HIGH_START] = [0x9fc00, 0x100000];
const NAME = 'Ringside';
/** Which fields of the structure count: memory, command line, modules, memory map, loader's name. */
const FLAGS = (1 << 0) | (1 << 2) | (1 << 3) | (1 << 6) | (1 << 9);
/** Bytes of the structure, of a module's entry, of an entry of the memory map. */
const [INFO_BYTES, MODULE_BYTES, MAP_BYTES] = [88, 16, 24];
const [AVAILABLE, RESERVED] = [1, 2];

const roundUp = (value: number, to: number): number => Math.ceil(value / to) * to;

/** Grows a block of structures and strings that will stand at a known machine address. */
class InfoBlock {
  readonly bytes: Uint8Array;
  private readonly view: DataView;
  private used = INFO_BYTES;

  constructor(
    readonly address: number,
    size: number,
  ) {
    this.bytes = new Uint8Array(size);
    this.view = new DataView(this.bytes.buffer);
  }

  /** Reserves `size` bytes; answers where they stand in the block. */
  take(size: number): number {
    const at = this.used;
    this.used += roundUp(size, 4);
    return at;
  }

  /** Puts a string, ended by a zero; answers its machine address. */
  text(value: string): number {
    const bytes = new TextEncoder().encode(value);
    const at = this.take(bytes.length + 1);
    this.bytes.set(bytes, at);
    return this.address + at;
  }

  put(at: number, ...words: number[]): void {
    for (const [i, word] of words.entries()) this.view.setUint32(at + 4 * i, word >>> 0, true);
  }
}

/** The memory map of a machine with `ram` bytes. */
function memoryMap(ram: number): [start: number, size: number, type: number][] {
  return [
    [0, LOW_END, AVAILABLE],
    [LOW_END, 0xa0000 - LOW_END, RESERVED],
    [0xf0000, 0x10000, RESERVED],
    [HIGH_START, ram - HIGH_START, AVAILABLE],
  ];
}

/** Refuses a piece that is not in RAM. */
function checkRoom(what: string, start: number, end: number, ram: number): void {
  if (end <= ram) return;
  throw new Refused(
    `${what} needs memory from ${hex(start)} to ${hex(end)}, but the machine ends at ${hex(ram)}: give it more RAM.`,
  );
}

/** Puts bytes into RAM. A frame that nobody writes to stays unlooked at: a page of zeros costs nothing until then. */
function write(core: Core, address: number, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  core.bytes.set(bytes, RAM + address);
  const last = (address + bytes.length - 1) >>> PAGE_SHIFT;
  for (let frame = address >>> PAGE_SHIFT; frame <= last; frame++) core.exports.touch(frame);
}

/** Copies the kernel's pieces to their places in a machine whose RAM is all zeros. */
function loadPieces(core: Core, { image }: MultibootBoot, ram: number): void {
  for (const { address, offset, fileSize, memorySize } of image.pieces) {
    checkRoom('The kernel', address, address + memorySize, ram);
    write(core, address, image.bytes.subarray(offset, offset + fileSize));
  }
}

/** Copies modules behind the kernel; answers their places. */
function loadModules(core: Core, { image, modules = [] }: MultibootBoot, ram: number): [start: number, end: number][] {
  let next = roundUp(Math.max(image.end, HIGH_START), PAGE_SIZE);
  return modules.map(({ bytes, commandLine }) => {
    const [start, end] = [next, next + bytes.length];
    checkRoom(`The module "${commandLine}"`, start, end, ram);
    write(core, start, bytes);
    next = roundUp(end, PAGE_SIZE);
    return [start, end];
  });
}

/** Where the information block goes: low memory, or behind everything if the kernel occupies it. */
function placeInfo({ image }: MultibootBoot, size: number, behind: number): number {
  const taken = image.pieces.some(({ address, memorySize }) => address < LOW_END && address + memorySize > LOW_INFO);
  return taken || LOW_INFO + size > LOW_END ? roundUp(behind, PAGE_SIZE) : LOW_INFO;
}

/** Writes the information structure and what it points to. */
function writeInfo(block: InfoBlock, boot: MultibootBoot, places: [number, number][], ram: number): void {
  const modules = boot.modules ?? [];
  const list = block.take(modules.length * MODULE_BYTES);
  for (const [i, { commandLine }] of modules.entries()) {
    const [start, end] = places[i] ?? [0, 0];
    block.put(list + i * MODULE_BYTES, start, end, block.text(commandLine), 0);
  }
  const map = memoryMap(ram);
  const mapAt = block.take(map.length * MAP_BYTES);
  for (const [i, [start, size, type]] of map.entries()) {
    block.put(mapAt + i * MAP_BYTES, MAP_BYTES - 4, start, 0, size, 0, type);
  }
  block.put(0, FLAGS, LOW_END >> 10, (ram - HIGH_START) >> 10);
  block.put(16, block.text(boot.commandLine), modules.length, block.address + list);
  block.put(44, map.length * MAP_BYTES, block.address + mapAt);
  block.put(64, block.text(NAME));
}

/**
 * Loads a kernel into a fresh bare machine and leaves the CPU at its first instruction. Source: Multiboot Specification 0.6.96, 3.2 and
 * 3.3.
 *
 * Errors: Refused when kernel or modules do not fit the machine.
 *
 * @returns one sentence a line: what was put where
 */
export function bootMultiboot(core: Core, boot: MultibootBoot): string[] {
  const ram = core.frames * PAGE_SIZE;
  loadPieces(core, boot, ram);
  const places = loadModules(core, boot, ram);
  const strings = [boot.commandLine, NAME, ...(boot.modules ?? []).map(({ commandLine }) => commandLine)];
  const size = strings.reduce(
    (sum, text) => sum + 3 * text.length + 8,
    INFO_BYTES + 4 * MAP_BYTES + places.length * MODULE_BYTES,
  );
  const address = placeInfo(boot, size, Math.max(boot.image.end, ...places.map(([, end]) => end)));
  checkRoom('The boot information', address, address + size, ram);
  const block = new InfoBlock(address, size);
  writeInfo(block, boot, places, ram);
  write(core, address, block.bytes);
  resetForMultiboot(core, boot.image.entry, address);
  return describe(boot, places, address);
}

/** What was put where, for people. */
function describe({ image, modules = [] }: MultibootBoot, places: [number, number][], info: number): string[] {
  const pieces = image.pieces.map(
    ({ address, memorySize }) => `Loaded ${memorySize} bytes of the kernel at ${hex(address)}.`,
  );
  const loaded = places.map(
    ([start, end], i) =>
      `Loaded module ${i + 1}, "${modules[i]?.commandLine}", ${end - start} bytes, at ${hex(start)}.`,
  );
  const start = `Left the boot information at ${hex(info)}; the kernel starts at ${hex(image.entry)} without paging, interrupts off.`;
  return [...pieces, ...loaded, start];
}
