import type { Core } from '../../../web/core/core';
import { FX_STATE, RAM, SEGMENTS, type Segment, SegmentState, VCPU, VcpuState } from '../../../web/core/layout.gen';
import { resetForMultiboot } from '../../../web/toolstack/bare-cpu';
import type { Random } from './random';

/** Where things stand in the machine's 4 MiB. */
const [GDT, IDT, TSS, DIRECTORY, TABLE, POINTERS, CODE, STACK] = [
  0x1000, 0x2000, 0x3000, 0x4000, 0x5000, 0x6000, 0x10000, 0x30000,
];
const GDT_ENTRIES = 64;
const CODE_BYTES = 0x2000;

/** Opcodes that change what is allowed, or how things are reached: bytes, then how many random ones follow. */
const SYSTEM: readonly (readonly number[])[] = [
  [0x8e],
  [0x8c],
  [0x1f],
  [0x07],
  [0x17],
  [0x0f, 0xa1],
  [0xcf],
  [0xcb],
  [0xca],
  [0x9a],
  [0xea],
  [0xff],
  [0xcd],
  [0xcc],
  [0xce],
  [0xf1],
  [0x9d],
  [0x9c],
  [0xfa],
  [0xfb],
  [0xe4],
  [0xe6],
  [0x6c],
  [0x6e],
  [0xf3, 0x6d],
  [0xf3, 0xa4],
  [0xf3, 0xab],
  [0xf2, 0xae],
  [0x0f, 0x00],
  [0x0f, 0x01],
  [0x0f, 0x02],
  [0x0f, 0x03],
  [0x0f, 0x06],
  [0x0f, 0x20],
  [0x0f, 0x22],
  [0x0f, 0x21],
  [0x0f, 0x23],
  [0x0f, 0x30],
  [0x0f, 0x32],
  [0x0f, 0x34],
  [0x0f, 0x35],
  [0x0f, 0xae],
  [0xc4],
  [0xc5],
  [0x0f, 0xb2],
  [0x62],
  [0x63],
  [0xd9],
  [0xdb],
  [0xdd],
  [0xdf],
  [0x60],
  [0x61],
  [0xc8],
];

/** Fills `bytes` with code: plain bytes, and every so often a system instruction or a prefix. */
function randomCode(random: Random, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) {
    const opcode = random.once(3)
      ? random.pick(SYSTEM)
      : random.once(8)
        ? [random.pick([0x66, 0x67, 0x2e, 0x64, 0xf0])]
        : [];
    for (const byte of opcode) bytes[at++] = byte;
    const tail = random.below(6);
    for (let i = 0; i < tail; i++)
      bytes[at++] = random.once(2) ? random.below(256) : random.pick([0x00, 0xc0, 0x04, 0x90, 0xd8, 0x45]);
  }
}

/** A descriptor: flat ones of each ring first, then anything. */
function descriptor(random: Random, index: number): bigint {
  const dpl = index & 3;
  const flat = (access: number): bigint => 0x00cf_0000_0000_ffffn | (BigInt(access | (dpl << 5)) << 40n);
  if (index >= 1 && index <= 4) return flat(0x9b);
  if (index >= 5 && index <= 8) return flat(0x93);
  if (index === 9) return 0x0000_8900_0000_0067n | (BigInt(TSS) << 16n);
  if (index === 10) return 0x0000_8200_0000_01ffn | (BigInt(GDT) << 16n);
  const high = random.once(2) ? 0x00cf9200 | (random.word() & 0x00007f00) : random.word() & 0x00ffffff;
  return (BigInt(high >>> 0) << 32n) | BigInt(random.once(2) ? 0x0000ffff : random.word());
}

/** A gate: nearly always a good one to random code. */
function gate(random: Random): bigint {
  if (random.once(12)) return (BigInt(random.word()) << 32n) | BigInt(random.word());
  const selector = random.once(6) ? random.below(GDT_ENTRIES * 8) : 0x20; // ring 0 code: index 4
  const offset = CODE + random.below(CODE_BYTES);
  const access = random.pick([0x8e, 0xee, 0x8f, 0xef]);
  return (
    (BigInt(offset & 0xffff0000) << 32n) | (BigInt(access) << 40n) | (BigInt(selector) << 16n) | BigInt(offset & 0xffff)
  );
}

/** Page tables: the first 4 MiB onto themselves, each page with rights of its own; 2 levels or PAE. */
function paging(random: Random, core: Core, cpu: VcpuState): void {
  const pae = random.once(2);
  const ram = new DataView(core.memory.buffer, RAM);
  const rights = (): number => (random.once(10) ? random.below(8) : 7);
  if (pae) {
    for (let i = 0; i < 4; i++) ram.setBigUint64(POINTERS + 8 * i, BigInt(DIRECTORY | 1), true);
    ram.setBigUint64(DIRECTORY, BigInt(TABLE | 7), true);
    ram.setBigUint64(DIRECTORY + 8, BigInt(0x200087), true);
    for (let i = 0; i < 512; i++) ram.setBigUint64(TABLE + 8 * i, BigInt((i << 12) | rights()), true);
    [cpu.pdpte0, cpu.pdpte1, cpu.pdpte2, cpu.pdpte3] = [0, 1, 2, 3].map(() => BigInt(DIRECTORY | 1)) as [
      bigint,
      bigint,
      bigint,
      bigint,
    ];
  } else {
    ram.setUint32(DIRECTORY, TABLE | 7, true);
    ram.setUint32(DIRECTORY + 4 * 768, 0x87, true);
    for (let i = 0; i < 1024; i++) ram.setUint32(TABLE + 4 * i, (i << 12) | rights(), true);
  }
  cpu.cr3 = BigInt(pae ? POINTERS : DIRECTORY);
  cpu.cr4 = pae ? 0x20n : 0x10n;
  cpu.efer = random.once(2) ? 0x800n : 0n;
  cpu.cr0 = 0x80000011n | (random.once(2) ? 0x10000n : 0n);
}

function setSegment(core: Core, index: Segment, selector: number, access: number): void {
  const state = new SegmentState(core.memory, SEGMENTS + index * SegmentState.SIZE);
  [state.base, state.limit, state.selector, state.access] = [0n, 0xffffffff, selector, access];
}

/** Level, segments and stack: ring 0 or an outer one. */
function enterRing(random: Random, core: Core, cpu: VcpuState): void {
  const ring = random.pick([0, 0, 1, 3]);
  const index = ring === 0 ? 4 : ring;
  const code = (index << 3) | ring;
  const data = ((index + 4) << 3) | ring;
  cpu.cpl = ring;
  setSegment(core, 1, code, 0xc09b | (ring << 5));
  for (const segment of [0, 2, 3, 4, 5] as Segment[]) setSegment(core, segment, data, 0xc093 | (ring << 5));
  const tss = new SegmentState(core.memory, SEGMENTS + 7 * SegmentState.SIZE);
  [tss.base, tss.limit, tss.selector, tss.access] = [BigInt(TSS), 0x67, 9 << 3, 0x008b];
}

/** Makes a machine of 4 MiB whose code, tables and registers come from `random`. Index 4 and 8 of the GDT have DPL 0. */
export function randomMachine(core: Core, random: Random): void {
  core.exports.create(1024, 1);
  const ram = new DataView(core.memory.buffer, RAM);
  resetForMultiboot(core, CODE + random.below(CODE_BYTES), 0);
  const cpu = new VcpuState(core.memory, VCPU);
  randomCode(random, core.bytes.subarray(RAM + CODE, RAM + CODE + CODE_BYTES));
  for (let i = 0; i < GDT_ENTRIES; i++) ram.setBigUint64(GDT + 8 * i, descriptor(random, i), true);
  for (let i = 0; i < 256; i++) ram.setBigUint64(IDT + 8 * i, gate(random), true);
  for (let level = 0; level < 3; level++) {
    ram.setUint32(TSS + 4 + 8 * level, STACK + 0x1000 * (level + 2), true);
    ram.setUint32(TSS + 8 + 8 * level, level === 0 ? 8 << 3 : ((level + 4) << 3) | level, true);
  }
  ram.setUint16(TSS + 0x66, 0x68, true);
  [cpu.gdtBase, cpu.gdtLimit, cpu.idtBase, cpu.idtLimit] = [BigInt(GDT), GDT_ENTRIES * 8 - 1, BigInt(IDT), 0x7ff];
  enterRing(random, core, cpu);
  const value = (): bigint => BigInt(random.once(4) ? random.word() : random.below(0x400000));
  for (const name of ['eax', 'ecx', 'edx', 'ebx', 'ebp', 'esi', 'edi'] as const) cpu[name] = value();
  cpu.esp = BigInt(STACK + 0x800);
  cpu.systemFlags = random.pick([0, 0x200, 0x3000, 0x3200, 0x100]);
  if (random.once(3)) paging(random, core, cpu);
  if (random.once(6)) {
    cpu.dr7 = BigInt(0x400 | (random.word() & 0xffff00ff));
    cpu.dr0 = BigInt(CODE + random.below(CODE_BYTES));
    cpu.dr1 = BigInt(STACK + 0x7fc);
  }
  for (let i = 0; i < 128; i++) core.bytes[FX_STATE + 32 + i] = i % 16 < 10 ? random.below(256) : 0;
}
