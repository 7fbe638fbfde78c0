import { describe, expect, it } from 'vitest';
import { firstContext } from '../../web/toolstack/domain-builder';
import { describeLayout, planDomain } from '../../web/toolstack/domain-layout';
import { readKernelImage } from '../../web/toolstack/kernel-image';
import { NOTE, note, paeGuest } from './support/elf-image';

const MIB = 256;
const plan = (bytes: Uint8Array, mib = 64, ramdiskBytes = 0, dom0 = false) =>
  planDomain(readKernelImage(bytes), { pages: mib * MIB, ramdiskBytes, dom0 });

describe('the layout of a domain', () => {
  it('has everything in the order of the builder of Xen', () => {
    const layout = plan(paeGuest(), 64, 10_000);
    expect(layout.kernel).toEqual({ pfn: 0x100, pages: 5, vaddr: 0xc0100000 });
    expect(layout.ramdisk).toMatchObject({ pfn: 0x105, pages: 3 });
    expect(layout.p2m).toMatchObject({ pfn: 0x108, pages: 16 });
    expect(layout.startInfo.pfn).toBe(0x118);
    expect(layout.xenstore?.pfn).toBe(0x119);
    expect(layout.console?.pfn).toBe(0x11a);
    expect(layout.tables.firstPfn).toBe(0x11b);
    expect(layout.stack.pfn).toBe(0x11b + layout.tables.count);
    expect(layout.mappedEnd).toBe(0xc0400000);
  });

  it('maps at least 512 kB behind the stack, up to a multiple of 4 MB', () => {
    for (let pages = 1; pages < 1600; pages += 37) {
      const { stack, mappedEnd, tables } = plan(paeGuest(0xc0000000, pages * 4096));
      expect(mappedEnd % (4 << 20)).toBe(0);
      expect(mappedEnd - (stack.vaddr + 4096)).toBeGreaterThanOrEqual(512 << 10);
      expect(tables.count).toBe(2 + (mappedEnd - 0xc0000000) / (2 << 20));
    }
  });

  it.each([8, 64, 200])('fits a domain of %d MB', (mib) => {
    expect(plan(paeGuest(), mib).p2m.pages).toBe(mib / 4);
  });

  it('leaves the ramdisk unmapped when the image asks for that', () => {
    const layout = plan(paeGuest(0xc0000000, 0x5000, note(NOTE.modStartPfn, 1)), 64, 10_000);
    expect(layout.p2m.pfn).toBe(0x105);
    expect(layout.ramdisk).toEqual({ pfn: (layout.mappedEnd - 0xc0000000) / 4096, pages: 3, vaddr: 0 });
  });

  it('gives domain 0 neither ring', () => {
    const layout = plan(paeGuest(), 64, 0, true);
    expect(layout.xenstore).toBeUndefined();
    expect(layout.tables.firstPfn).toBe(layout.startInfo.pfn + 1);
  });

  it('refuses a kernel that does not fit', () => {
    expect(() => plan(paeGuest(), 3)).toThrow(/3 MiB are too few.*need 4 MiB/);
    expect(() => plan(paeGuest(0xf5000000, 0x800000))).toThrow(/Xen begins at 0xf5800000/);
    expect(() => plan(paeGuest(0xc0000000, 0x5000, note(NOTE.modStartPfn, 1)), 8, 6 << 20)).toThrow(/too few/);
  });

  it('starts vCPU 0 as the ABI says', () => {
    const layout = plan(paeGuest());
    const view = new DataView(firstContext(layout, 0x12345).buffer);
    const register = (offset: number): number => view.getUint32(516 + offset, true);
    expect(register(32)).toBe(0xc0100000);
    expect(register(12)).toBe(layout.startInfo.vaddr);
    expect(register(44)).toBe(layout.stack.vaddr + 4096);
    expect([36, 48, 52, 56, 60, 64].map(register)).toEqual([0xe019, 0xe021, 0xe021, 0xe021, 0xe021, 0xe021]);
    expect(register(40)).toBe(0x200);
    expect([0, 4, 8, 16, 20, 24].map(register)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(view.getUint32(2716 + 12, true)).toBe(0x12345000);
    expect(view.getUint32(2708, true)).toBe(0xe021);
    expect(view.getUint32(2796, true)).toBe(8);
  });

  it('is told in sentences', () => {
    const lines = describeLayout(plan(paeGuest()), (pfn) => pfn * 3);
    expect(lines.length).toBeGreaterThan(6);
    for (const line of lines) expect(line).toMatch(/^[A-Zv].*\.$/);
  });
});
