import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import type { Scenario } from '../../web/core/machine-api';
import { linkOptions, linkScenario, readLink, writeLink } from '../../web/replay/link';
import { type Goal, Machine, type Outcome } from '../../web/toolstack/machine';
import { exitWith, tinyKernel } from '../cpu-system/support/tiny-kernel';
import { coreModule, runTo, watched } from '../support/machine';

const module = coreModule();

function bare(image: Uint8Array, more: Partial<Scenario> = {}): Scenario {
  return { image, name: 'kernel', memory: 32, vcpus: 1, commandLine: '', bare: true, ...more };
}
const kernel = (name: string, more: Partial<Scenario> = {}): Scenario =>
  bare(new Uint8Array(readFileSync(at(`test/cpu-system/images/${name}.elf`))), more);

/** How a kernel ends, and what it showed. */
function run(what: Scenario): { outcome: Outcome; reason: string; orderly: boolean | undefined; text: string } {
  const { machine, text } = watched(module, what);
  const outcome = runTo(machine);
  const { status } = machine;
  const ended = status.state === 'ended' ? status : undefined;
  return { outcome, reason: ended?.reason ?? '', orderly: ended?.orderly, text: text() };
}

describe('a kernel on the bare machine', () => {
  it('shows on its console what it sends to COM1', () => {
    const { text, orderly } = run(kernel('devices'));
    expect(text.split('\n')).toEqual(readFileSync(at('test/cpu-system/golden/devices.txt'), 'latin1').split('\n'));
    expect(orderly).toBe(true);
  });

  it('is typed to by script, asleep between keys', () => {
    const { text, orderly } = run(kernel('console', { script: 'Ada Lovelace\nwait end?\nwell' }));
    expect(text.split('\n')).toEqual(readFileSync(at('test/cpu-system/golden/console.txt'), 'latin1').split('\n'));
    expect(orderly).toBe(true);
  });

  it.each([
    ['in order', true, /debug-exit port, with 0/],
    ['x', false, /debug-exit port, with 21/],
    ['reset', true, /reset the machine/],
    ['fault', false, /triple fault/],
    ['halt', true, /interrupts off/],
  ])('ends as it chooses to: %s', (word, orderly, reason) => {
    const end = run(kernel('console', { script: `Ada\n${word}` }));
    expect(end).toMatchObject({ outcome: 'ended', orderly });
    expect(end.reason).toMatch(reason);
    expect(end.reason).toMatch(/^The [^.]*\.$/);
  });

  it('waits where only a key could wake it, even while a masked timer ticks', () => {
    expect(run(kernel('console', { script: 'Ada\nmask' })).outcome).toBe('idle');
    expect(run(bare(tinyKernel([0xfb, 0xf4, 0xeb, 0xfc]))).outcome).toBe('idle');
  });

  it('finds its name, its arguments and its module', () => {
    const { machine } = watched(module, kernel('devices', { commandLine: '-v a=1', ramdisk: new Uint8Array(5000) }));
    const { ebx } = machine.look().registers();
    const word = (address: number): number =>
      new DataView(machine.look().read(address, 4).slice().buffer).getUint32(0, true);
    const text = new TextDecoder().decode(machine.look().read(word(ebx + 16), 14));
    expect(text).toBe('kernel -v a=1\0');
    expect([word(ebx + 20), word(word(ebx + 24) + 4) - word(word(ebx + 24))]).toEqual([1, 5000]);
    expect(machine.platform.lines.at(-1)).toMatch(/kernel starts at 0x/);
  });

  it('is looked at with and without paging', () => {
    const { machine } = watched(module, kernel('paging'));
    const { eip, cr0, cs, cpl, domid } = machine.look().registers();
    expect([cr0, cs, cpl, domid]).toEqual([0x11, 8, 0, 0]);
    expect(machine.look().read(eip, 1)[0]).toBe(0xfa);
    expect(machine.look().read(32 << 20, 4)).toHaveLength(0);
    runTo(machine, { count: 600_000n });
    const paged = machine.look();
    if (paged.state.cr0 & 0x80000000n) expect(paged.read(paged.registers().eip, 1)).toHaveLength(1);
  });

  it.each([
    [{ dom0: true }, /no domains on the bare machine/],
    [{ profile: 'xen-4.17' as const }, /rules of xen-4\.17/],
    [{ vcpus: 2 }, /one CPU, not 2/],
    [{ ram: 64 }, /leave --ram out/],
    [{ memory: 2000 }, /1 to 1024 MiB/],
    [{ memory: 1 }, /ends at 0x100000/],
    [{ image: new Uint8Array(0) }, /empty/],
    [{ image: new Uint8Array(9000) }, /no multiboot header/],
  ])('is refused what makes no sense: %o', (more, sentence) => {
    expect(() => Machine.create(module, { ...kernel('devices'), ...more })).toThrow(sentence);
  });
});

describe('the same kernel, the same machine', () => {
  const TYPED = 'Ada\nwait end?\nwell';
  const ways: [string, number, boolean][] = [
    ['slices of 1', 1, false],
    ['slices of 997', 997, false],
    ['slices of 2 million', 2_000_000, false],
    ['step by step', 2_000_000, true],
    ['step by step in slices of 31', 31, true],
  ];

  /** Runs a kernel in a certain way; answers everything that must not depend on it. */
  function trail(what: Scenario, slice: number, stepping: boolean, goals: Goal[]): unknown[] {
    const { machine, text } = watched(module, what);
    if (stepping) machine.core.exports.setStepping(1);
    const seen = goals.map((goal) => [runTo(machine, goal, slice), machine.position, machine.hash]);
    return [...seen, machine.inputs.all, text(), machine.status];
  }

  it.each(['console', 'devices', 'interrupts'])('however it is run: %s', (name) => {
    const what = kernel(name, { script: TYPED });
    const goals: Goal[] = [{ count: 3000n }, { tick: 15_000_000n }, { count: 40_000n }, {}];
    const usual = trail(what, 2_000_000, false, goals);
    expect(usual.at(-1)).toMatchObject({ state: 'ended', orderly: true });
    for (const [way, slice, stepping] of ways)
      expect([way, ...trail(what, slice, stepping, goals)]).toEqual([way, ...usual]);
  });

  it.each(['console', 'devices'])('from its log and through its link: %s', (name) => {
    const what = kernel(name, { script: TYPED });
    const { machine, text } = watched(module, what);
    runTo(machine);
    const { script: _script, ...plain } = what;
    const again = watched(module, { ...plain, inputs: machine.inputs.all });
    runTo(again.machine, {}, 997);
    expect([again.machine.position, again.machine.hash, again.text()]).toEqual([
      machine.position,
      machine.hash,
      text(),
    ]);
    const { imageHash, position, hash } = machine;
    const link = { guest: 'kernel', imageHash, options: linkOptions(what), inputs: machine.inputs.all, position, hash };
    const linked = watched(module, linkScenario(readLink(writeLink(link)), { image: what.image, imageHash }));
    runTo(linked.machine, { position }, 12_345);
    expect([linked.machine.position, linked.machine.hash]).toEqual([position, hash]);
  });

  it('when it goes back to a checkpoint', () => {
    const { machine } = watched(module, kernel('console', { script: TYPED }));
    runTo(machine, { tick: 5_000_000n });
    const checkpoint = machine.checkpoint();
    const before = machine.hash;
    runTo(machine);
    const end = [machine.position, machine.hash, machine.consoleOf().text.total];
    machine.restore(checkpoint);
    expect(machine.hash).toBe(before);
    runTo(machine, {}, 997);
    expect([machine.position, machine.hash, machine.consoleOf().text.total]).toEqual(end);
  });

  it('takes more than its port holds, as it reads', () => {
    const line = 'x'.repeat(6000);
    const what = kernel('console', { script: `${line}\nwell` });
    const goals: Goal[] = [{ count: 100_000n }, { count: 200_000n }, {}];
    const usual = trail(what, 2_000_000, false, goals);
    expect(usual.at(-1)).toMatchObject({ state: 'ended', orderly: true });
    expect(String(usual.at(-2)).replace(/[^x]/g, '').length).toBeGreaterThanOrEqual(6000);
    expect(trail(what, 997, false, goals)).toEqual(usual);
  });
});

it('ends as soon as it is told to', () => {
  expect(run(bare(tinyKernel(exitWith(0))))).toMatchObject({ orderly: true, text: '' });
});
