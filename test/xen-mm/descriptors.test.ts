import { beforeEach, describe, expect, test } from 'vitest';
import { Profile } from '../../assembly/abi/profile';
import { Rule } from '../../assembly/abi/reason';
import { type Guest, Hypervisor, LEAF } from './hypervisor';

let xen: Hypervisor;
let guest: Guest;
const EBUSY = -16;
const EINVAL = -22;
const G = 14;
const B = 9;

const split = (value: bigint) => [Number(value & 0xffffffffn), Number(value >> 32n)];
/** The descriptor as it may stand, or undefined where it is refused. */
function check(descriptor: bigint, profile = Profile.Xen417, twoLevel = false): bigint | undefined {
  const index = profile === Profile.Xen417 && !twoLevel ? guest.index : xen.domain({ profile, twoLevel }).index;
  const fit = BigInt.asUintN(64, xen.call('descriptor', index, ...split(descriptor)) as unknown as bigint);
  return fit === 0xffffffff0000ffffn ? undefined : fit;
}

beforeEach(async () => {
  xen = await Hypervisor.create();
  guest = xen.domain();
});

describe('under Xen 4.17', () => {
  test.each([
    ['data, DPL 3', 0x00cff3000000ffffn, 0x00cff3000000ffffn],
    ['code, DPL 0: raised to 1', 0x00cf9b000000ffffn, 0x00cfbb000000ffffn],
    ['code, DPL 1', 0x00cfbb000000ffffn, 0x00cfbb000000ffffn],
    ['call gate: DPL 0, so that its use faults', 0x0000ec0000190000n, 0x00008c00001b0000n],
    ['zero', 0n, 0n],
  ])('%s', (_, given, fit) => {
    expect(check(given)).toBe(fit);
  });

  test('a flat segment cut for an old Xen is widened', () => {
    expect(check(0x00cfb3000000f7ffn)).toBe(0x00cfb3000000ffffn);
    expect(check(0x004fb3000000f7ffn)).toBe(0x004fb3000000f7ffn);
  });

  test.each([
    ['TSS', 0x0000890000000067n, Rule.DescriptorSystem],
    ['LDT', 0x0000820000000067n, Rule.DescriptorSystem],
    ['trap gate', 0x00008f0000190000n, Rule.DescriptorSystem],
    ['64-bit code', 0x00afbb000000ffffn, Rule.DescriptorLong],
    ['gate to Xen', 0x0000ec00e0080000n, Rule.GateSelector],
    ['gate with reserved bits', 0x0000ece000190000n, Rule.GateReserved],
  ])('%s is refused', (_, given, rule) => {
    expect(check(given)).toBeUndefined();
    expect(xen.why().rule).toBe(rule);
  });
});

describe('up to Xen 3.2 segments end below Xen', () => {
  test('2-level: 0xfc400000', () => {
    expect(check(0x00cff3000000ffffn, Profile.Xen32, true)).toBe(0x00cff3000000c3ffn);
  });
  test('PAE: 0xf6800000', () => {
    expect(check(0x00cff3000000ffffn, Profile.Xen32)).toBe(0x00cff300000067ffn);
  });
  test('counted in bytes, or starting too high: refused', () => {
    expect(check(0x004ff3ff0000ffffn | (0xfcn << 56n), Profile.Xen32, true)).toBeUndefined();
    expect(check(0xfc4ff3400000ffffn, Profile.Xen32, true)).toBeUndefined();
    expect(xen.why().rule).toBe(Rule.DescriptorBase);
  });
  test('expand-down is turned about', () => {
    // Base 0: any limit lets it reach to 4 GB, so it is cut to the one that leaves nothing.
    expect(check(0x00cff70000000000n, Profile.Xen32, true)).toBe(0x00cff7000000ffffn);
  });
});

describe('GDT', () => {
  const setGdt = (frames: number[], entries: number) => {
    for (const [n, mfn] of frames.entries()) guest.writeArgument(0x300 + n * 4, mfn);
    return xen.hypercall('setGdt', 0x300, entries);
  };
  const write = (maddr: number, value: bigint) =>
    xen.hypercall('updateDescriptor', ...split(BigInt(maddr)), ...split(value));

  test('set_gdt as on real Xen', () => {
    const g = guest.mfn(G);
    expect(setGdt([g], 16)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.TypeConflict, found: 7, wanted: 5 });
    guest.emptyTable(G);
    expect(setGdt([g], 8191)).toBe(EINVAL);
    expect(setGdt([0xffffff], 16)).toBe(EINVAL);
    expect(setGdt([g], 16)).toBe(0);
    expect(xen.frame(g)).toMatchObject({ type: 5, typeCount: 1 });
    expect(guest.protect(G, LEAF)).toBe(EBUSY);
    expect(xen.hypercall('setGdt', 0xfff00000, 16)).toBe(-14);
    expect(setGdt([g, g], 1024)).toBe(0);
    expect(xen.frame(g).typeCount).toBe(2);
    expect(setGdt([], 0)).toBe(0);
    expect(guest.protect(G, LEAF)).toBe(0);
  });

  test('a page with one bad descriptor cannot be one', () => {
    guest.emptyTable(G, { 7: 0x0000890000000067n });
    expect(setGdt([guest.mfn(G)], 16)).toBe(EINVAL);
    expect(xen.why()).toMatchObject({ rule: Rule.DescriptorSystem, slot: 7, entry: 0x0000890000000067n });
  });

  test('update_descriptor as on real Xen', () => {
    const g = guest.mfn(G);
    guest.emptyTable(G);
    expect(setGdt([g], 16)).toBe(0);
    expect(write(g * 4096 + 8, 0x00cff3000000ffffn)).toBe(0);
    expect(guest.entry(g, 1)).toBe(0x00cff3000000ffffn);
    expect(write(g * 4096 + 16, 0x00cf9b000000ffffn)).toBe(0);
    expect(guest.entry(g, 2)).toBe(0x00cfbb000000ffffn);
    expect(write(g * 4096 + 24, 0x0000ec0000190000n)).toBe(0);
    expect(write(g * 4096 + 24, 0x0000890000000067n)).toBe(EINVAL);
    expect(write(g * 4096 + 8, 0n)).toBe(0);
    expect(write(g * 4096 + 4, 0n)).toBe(EINVAL);
    expect(write(guest.mfn(B) * 4096 + 8, 0x00cff3000000ffffn)).toBe(0);
    expect(write((guest.l1[0] as number) * 4096, 0n)).toBe(EINVAL);
    expect(write(0x200 * 4096, 0n)).toBe(EINVAL);
  });

  test('LDT pages are taken when they are needed', () => {
    const g = guest.mfn(G);
    guest.emptyTable(G, { 1: 0x00cff3000000ffffn });
    expect(guest.mmuext([[13, G * 4096, 16]])).toBe(0);
    expect(xen.frame(g).typeCount).toBe(0);
    expect(xen.call('mapLdtPage', 0)).toBe(1);
    xen.audit();
    expect(xen.frame(g)).toMatchObject({ type: 5, typeCount: 1 });
    expect(xen.call('mapLdtPage', 1)).toBe(0);
    expect(guest.mmuext([[13, 0, 0]])).toBe(0);
    expect(xen.frame(g).typeCount).toBe(0);
    expect(guest.mmuext([[13, B * 4096, 16]])).toBe(0);
    expect(xen.call('mapLdtPage', 0)).toBe(0);
  });
});
