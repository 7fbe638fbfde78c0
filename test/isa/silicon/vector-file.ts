/** Reads files of vectors, which generator/ writes. README.md describes them. */

/** The x87: words, one-bit tags, and the registers from the top of the stack, ten bytes each. */
export interface X87 {
  readonly control: number;
  readonly status: number;
  readonly tags: number;
  readonly registers: Uint8Array[];
}

/** What an instruction begins with. */
export interface Question {
  readonly code: Uint8Array;
  readonly ip: number;
  /** General registers in encoding order. */
  readonly registers: Uint32Array;
  readonly eflags: number;
  /** ES CS SS DS FS GS. */
  readonly selectors: Uint16Array;
  /** Only where the instruction is the x87's. */
  readonly x87: X87 | undefined;
}

/** An exception and what came with it. */
export interface Fault {
  readonly vector: number;
  readonly error: number;
  /** CR2 of a page fault, else 0. */
  readonly address: number;
}

/** A run of bytes in the data pages. */
export interface Change {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/** What the processor answered. */
export interface Answer {
  readonly registers: Uint32Array;
  readonly ip: number;
  readonly eflags: number;
  readonly selectors: Uint16Array;
  /** Instructions or iterations completed before the end or the fault. */
  readonly iterations: number;
  readonly fault: Fault | undefined;
  readonly changes: Change[];
  readonly x87: X87 | undefined;
}

/** A question and its answer; `pool` is what memory holds before. */
export interface Vector {
  readonly pool: Uint32Array;
  readonly question: Question;
  readonly answer: Answer;
}

/** A range of linear addresses. */
export interface Range {
  readonly base: number;
  readonly bytes: number;
}

/** What all vectors of a file share. */
export interface World {
  readonly seed: bigint;
  /** Selector sets: ES CS SS DS FS GS each. */
  readonly selectorSets: Uint16Array[];
  readonly gdt: BigUint64Array;
  readonly ldt: BigUint64Array;
  readonly data: Range;
  readonly readOnly: Range;
  readonly code: Range;
  readonly usualIp: number;
}

const MAGIC = 'RSV1';
const PAGE_FAULT = 14;
const X87_BYTES = 10;
/** CF PF AF ZF SF DF OF AC, as the bits of a packed byte. */
const PACKED = [0x1, 0x4, 0x10, 0x40, 0x80, 0x400, 0x800, 0x40000];
/** IF and the bit that is always 1. */
const USUAL_FLAGS = 0x202;

/** First byte of a vector: the low four bits are length - 1. */
const HAS_IP = 0x10;
const HAS_WORLD = 0x20;
const HAS_X87 = 0x40;
/** First byte of an answer. */
const FAULTED = 0x01;
const HAS_TARGET = 0x02;
const HAS_CHANGES = 0x04;
const HAS_SELECTORS = 0x08;
const HAS_ITERATIONS = 0x10;
const HAS_FLAGS = 0x20;

/** Reads little-endian numbers one after another. */
class Cursor {
  private at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.view.getUint8(this.at++);
  }

  u16(): number {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }

  u32(): number {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }

  u64(): bigint {
    this.at += 8;
    return this.view.getBigUint64(this.at - 8, true);
  }

  take(count: number): Uint8Array {
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}

function words(from: Cursor, count: number): Uint16Array {
  return Uint16Array.from({ length: count }, () => from.u16());
}

function unpackFlags(packed: number): number {
  return PACKED.reduce((flags, bit, i) => (packed & (1 << i) ? flags | bit : flags), USUAL_FLAGS);
}

/** The values that registers and memory of a block are made from. */
interface Pools {
  words: Uint32Array;
  x87: Uint8Array[];
}

function readPools(from: Cursor): Pools {
  return {
    words: Uint32Array.from({ length: 256 }, () => from.u32()),
    x87: Array.from({ length: 64 }, () => from.take(X87_BYTES)),
  };
}

function readX87Question(from: Cursor, pool: Uint8Array[]): X87 {
  return {
    control: from.u16(),
    status: from.u16(),
    tags: from.u8(),
    registers: Array.from({ length: 8 }, () => pool[from.u8()]!),
  };
}

function readX87Answer(from: Cursor, { registers }: X87): X87 {
  const words = { control: from.u16(), status: from.u16(), tags: from.u8() };
  const mask = from.u8();
  return { ...words, registers: registers.map((value, i) => (mask & (1 << i) ? from.take(X87_BYTES) : value)) };
}

function readWorld(from: Cursor): World {
  const range = (): Range => ({ base: from.u32(), bytes: from.u32() });
  return {
    seed: from.u64(),
    selectorSets: Array.from({ length: from.u8() }, () => words(from, 6)),
    gdt: BigUint64Array.from({ length: from.u8() }, () => from.u64()),
    ldt: BigUint64Array.from({ length: from.u8() }, () => from.u64()),
    data: range(),
    readOnly: range(),
    code: range(),
    usualIp: from.u32(),
  };
}

function readQuestion(from: Cursor, world: World, pools: Pools): Question {
  const first = from.u8();
  const code = from.take((first & 15) + 1);
  const ip = first & HAS_IP ? from.u32() : world.usualIp;
  const selectors = world.selectorSets[first & HAS_WORLD ? from.u8() : 0]!;
  const registers = Uint32Array.from({ length: 8 }, () => pools.words[from.u8()]!);
  const eflags = unpackFlags(from.u8());
  const x87 = first & HAS_X87 ? readX87Question(from, pools.x87) : undefined;
  return { code, ip, registers, eflags, selectors, x87 };
}

function readFault(from: Cursor): Fault {
  const vector = from.u8();
  return { vector, error: from.u16(), address: vector === PAGE_FAULT ? from.u32() : 0 };
}

function readChanges(from: Cursor): Change[] {
  return Array.from({ length: from.u8() }, () => {
    const at = from.u16();
    return { at, bytes: from.take(from.u8()) };
  });
}

function readAnswer(from: Cursor, question: Question): Answer {
  const has = from.u8();
  const mask = from.u8();
  const registers = question.registers.map((value, i) => (mask & (1 << i) ? from.u32() : value));
  const eflags = has & HAS_FLAGS ? from.u32() : unpackFlags(from.u8());
  const fault = has & FAULTED ? readFault(from) : undefined;
  const usualIp = fault ? question.ip : question.ip + question.code.length;
  return {
    registers,
    eflags,
    fault,
    ip: has & HAS_TARGET ? from.u32() : usualIp,
    iterations: has & HAS_ITERATIONS ? from.u16() : fault ? 0 : 1,
    selectors: has & HAS_SELECTORS ? words(from, 6) : question.selectors,
    changes: has & HAS_CHANGES ? readChanges(from) : [],
    x87: question.x87 && readX87Answer(from, question.x87),
  };
}

/** A file of vectors; iterate to read them one after another. */
export class VectorFile implements Iterable<Vector> {
  readonly world: World;
  private readonly from: Cursor;

  /** Errors: an Error when the bytes are not such a file. */
  constructor(bytes: Uint8Array) {
    if (new TextDecoder('latin1').decode(bytes.subarray(0, 4)) !== MAGIC) {
      throw new Error('This is not a file of silicon vectors: it does not begin with RSV1.');
    }
    this.from = new Cursor(bytes.subarray(4));
    this.world = readWorld(this.from);
  }

  *[Symbol.iterator](): Generator<Vector> {
    const { from, world } = this;
    for (let count = from.u32(); count; count = from.u32()) {
      const pools = readPools(from);
      for (let i = 0; i < count; i++) {
        const question = readQuestion(from, world, pools);
        yield { pool: pools.words, question, answer: readAnswer(from, question) };
      }
    }
  }
}
