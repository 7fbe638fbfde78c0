import { describe, expect, it } from 'vitest';
import { Core } from '../../web/core/core';
import { RAM, VCPU, VcpuState } from '../../web/core/layout.gen';
import { bootMultiboot, type MultibootModule } from '../../web/toolstack/multiboot';
import { readMultibootImage } from '../../web/toolstack/multiboot-image';
import { exitWith, TINY_ENTRY, tinyKernel } from '../cpu-system/support/tiny-kernel';
import { coreModule } from '../support/machine';

const module = coreModule();

/** Boots a tiny kernel with 8 MiB; answers the machine, and readers of its memory. */
function boot(commandLine: string, modules: MultibootModule[] = [], image = tinyKernel(exitWith(0))) {
  const core = Core.create(module, 8, true);
  bootMultiboot(core, { image: readMultibootImage(image), commandLine, modules });
  const ram = new DataView(core.memory.buffer, RAM, 8 << 20);
  const word = (at: number): number => ram.getUint32(at, true);
  const text = (at: number): string => {
    let end = at;
    while (ram.getUint8(end) !== 0) end++;
    return new TextDecoder().decode(core.bytes.slice(RAM + at, RAM + end));
  };
  const info = Number(new VcpuState(core.memory, VCPU).ebx);
  return { core, word, text, info };
}

describe('what a kernel finds', () => {
  it('starts at its entry, told who loaded it', () => {
    const cpu = new VcpuState(boot('').core.memory, VCPU);
    expect([cpu.ip, cpu.eax, cpu.cr0, cpu.cpl]).toEqual([BigInt(TINY_ENTRY), 0x2badb002n, 0x11n, 0]);
  });

  it('finds its command line and the memory there is', () => {
    const { word, text, info } = boot('kernel -v "twö"');
    expect(text(word(info + 16))).toBe('kernel -v "twö"');
    expect([word(info + 4), word(info + 8)]).toEqual([639, 7 * 1024]);
    const [length, map] = [word(info + 44), word(info + 48)];
    const entries = Array.from({ length: length / 24 }, (_, i) => map + 24 * i);
    expect(entries.map((at) => [word(at), word(at + 4), word(at + 12), word(at + 20)])).toEqual([
      [20, 0, 0x9fc00, 1],
      [20, 0x9fc00, 0x400, 2],
      [20, 0xf0000, 0x10000, 2],
      [20, 0x100000, 7 << 20, 1],
    ]);
    expect(text(word(info + 64))).toBe('Ringside');
  });

  it('finds its modules at page borders, in order', () => {
    const modules = [
      { bytes: new Uint8Array(5000).fill(7), commandLine: 'first' },
      { bytes: new Uint8Array([1, 2, 3]), commandLine: 'second one' },
    ];
    const { core, word, text, info } = boot('', modules);
    expect(word(info + 20)).toBe(2);
    const list = word(info + 24);
    expect([0, 16].map((at) => [word(list + at), word(list + at + 4), text(word(list + at + 8))])).toEqual([
      [0x101000, 0x102388, 'first'],
      [0x103000, 0x103003, 'second one'],
    ]);
    expect([...core.bytes.slice(RAM + 0x103000, RAM + 0x103004)]).toEqual([1, 2, 3, 0]);
  });
});

describe('what is refused', () => {
  const refused = (image: Uint8Array): string => {
    try {
      readMultibootImage(image);
    } catch (error) {
      return (error as Error).message;
    }
    return 'accepted';
  };

  it('names what is wrong with a file', () => {
    expect(refused(new Uint8Array(0))).toMatch(/empty/);
    expect(refused(new Uint8Array(9000))).toMatch(/no multiboot header/);
    const damaged = tinyKernel([0x90]);
    damaged[8] = (damaged[8] ?? 0) ^ 1;
    expect(refused(damaged)).toMatch(/no multiboot header/);
    expect(refused(tinyKernel([], 0x10007))).toMatch(/video mode/);
    expect(refused(tinyKernel([], 0x10013))).toMatch(/something unknown \(flags 0x10/);
    expect(refused(tinyKernel([], 0x3))).toMatch(/ELF/);
    expect(refused(tinyKernel([]).subarray(0, 20))).toMatch(/cut off/);
  });

  it('names what does not fit the machine', () => {
    const image = tinyKernel([]);
    new DataView(image.buffer).setUint32(24, 0x2000000, true);
    expect(() => boot('', [], image)).toThrow(/needs memory from 0x100000 to 0x2000000/);
    const module = { bytes: new Uint8Array(8 << 20), commandLine: 'ramdisk' };
    expect(() => boot('', [module])).toThrow(/The module "ramdisk"/);
  });
});
