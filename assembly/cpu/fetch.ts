/**
 * The bytes of the instruction being decoded. They are read through a window that ends where the page, the code segment or the longest
 * instruction ends; a decoder that wants more sets `short`, and decode.ts says what that means.
 */
import { VIEW } from '../base/engine-map';
import { RAM, TLB_USER } from '../base/memory-map';
import { Segment, segment } from '../layout/vcpu-state';
import { pageFault } from '../mmu/fault';
import { isRam } from '../mmu/page-flags';
import { EXECUTABLE } from '../mmu/translation';
import { fill, View } from '../mmu/view';
import { ACCESS_FETCH, ACCESS_USER, FAULT, Walk, walk } from '../mmu/walk';

/** Most bytes of an instruction. Intel SDM Vol. 2A, 2.3.11. */
export const LONGEST_INSTRUCTION: u32 = 15;

/** Bytes of an instruction that lies in two pages, and of one that lies beyond RAM. */
const BUFFER = memory.data(32);

/** The window. */
export class Fetch {
  /** Address in linear memory of the next byte. */
  static at: usize = 0;
  /** Where the window ends. */
  static end: usize = 0;
  /** A byte behind the window was asked for. */
  static short: bool = false;

  /** The next byte; 0 behind the window. */
  @inline static byte(): u32 {
    if (Fetch.at >= Fetch.end) {
      Fetch.short = true;
      return 0;
    }
    return <u32>load<u8>(Fetch.at++);
  }

  /** The next two bytes. */
  static word(): u32 {
    const low = Fetch.byte();
    return low | (Fetch.byte() << 8);
  }

  /** The next four bytes. */
  static dword(): u32 {
    if (Fetch.at + 4 <= Fetch.end) {
      Fetch.at += 4;
      return load<u32>(Fetch.at - 4);
    }
    const low = Fetch.word();
    return low | (Fetch.word() << 16);
  }
}

/** The machine frame that an instruction fetch at linear address `va` reads. A refusal raises #PF with ip as it stands. */
export function fetchFrame(va: u32): u32 {
  const t = View.entry(va);
  if (t.readTag === (va & 0xfffff000) && (t.leaf & EXECUTABLE) !== 0) return (t.readTag + t.addend - <u32>RAM) >> 12;
  const access = load<u32>(VIEW) === <u32>TLB_USER ? ACCESS_FETCH | ACCESS_USER : ACCESS_FETCH;
  const frame = walk(va, access);
  if (frame === FAULT) pageFault(va, Walk.errorCode, 0);
  if (isRam(frame)) fill(va, frame, access);
  return frame;
}

/** Copies bytes of a frame that may lie beyond RAM, where every bit is 1. */
function copyBytes(to: usize, frame: u32, offset: u32, bytes: u32): void {
  if (isRam(frame)) memory.copy(to, RAM + ((<usize>frame) << 12) + offset, bytes);
  else memory.fill(to, 0xff, bytes);
}

/** Opens the window at an instruction: `bytes` of a frame from `offset` on, all in one page. */
export function openWindow(frame: u32, offset: u32, bytes: u32): void {
  Fetch.short = false;
  if (isRam(frame)) Fetch.at = RAM + ((<usize>frame) << 12) + offset;
  else {
    memory.fill(BUFFER, 0xff, 16);
    Fetch.at = BUFFER;
  }
  Fetch.end = Fetch.at + bytes;
}

/** Opens the window at an instruction of two pages: `low` bytes at the end of one frame, then `high` at the start of another. */
export function openSplitWindow(frame: u32, low: u32, nextFrame: u32, high: u32): void {
  copyBytes(BUFFER, frame, 0x1000 - low, low);
  copyBytes(BUFFER + low, nextFrame, 0, high);
  Fetch.short = false;
  Fetch.at = BUFFER;
  Fetch.end = BUFFER + low + high;
}

/** Linear address of an offset in CS. */
export function codeAddress(eip: u32): u32 {
  return <u32>segment(Segment.Cs).base + eip;
}
