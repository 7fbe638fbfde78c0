import { describe, expect, it } from 'vitest';
import { XEN, XenState } from '../../web/core/layout.gen';
import { linkMismatch, linkOptions, linkScenario, readLink, writeLink } from '../../web/replay/link';
import type { Machine } from '../../web/toolstack/machine';
import { coreModule, runTo, scenario, watched } from '../support/machine';

const module = coreModule();

/** The link that names where a machine stands. */
function linkOf(machine: Machine): string {
  const { scenario: made } = machine.checked;
  const { imageHash, position, hash } = machine;
  return writeLink({
    guest: made.name,
    imageHash,
    options: linkOptions(made),
    inputs: machine.inputs.all,
    position,
    hash,
  });
}

describe('a machine', () => {
  it('is reached again through its link', () => {
    const what = scenario('hello', { memory: 32, commandLine: 'x' });
    const { machine, text } = watched(module, what);
    expect(runTo(machine, { shown: () => text().includes('name?') })).toBe('reached');
    expect(runTo(machine)).toBe('idle');
    machine.type(new TextEncoder().encode('Grace\r'));
    runTo(machine, { count: machine.position.count + 500n });
    const link = readLink(linkOf(machine));
    const again = watched(module, linkScenario(link, { image: what.image, imageHash: machine.imageHash }));
    runTo(again.machine, { position: link.position }, 1234);
    expect(again.machine.position).toEqual(link.position);
    expect(linkMismatch(link, again.machine)).toBeUndefined();
    expect(runTo(again.machine)).toBe('ended');
    expect(again.text()).toContain('Grace');
  });

  it('has what was typed from that tick on, and not before', () => {
    const typedAt = (count: bigint): string[] => {
      const { machine } = watched(module, scenario('hello'));
      return [500n, 1500n].map((stop) => {
        if (stop > count && count > stop - 1000n) {
          runTo(machine, { count });
          machine.type(new TextEncoder().encode('Ada'));
        }
        runTo(machine, { count: stop });
        return machine.hash;
      });
    };
    const [early, late] = [typedAt(1000n), typedAt(2000n)];
    expect(early[0]).toBe(late[0]);
    expect(early[1]).not.toBe(late[1]);
  });

  it('whose core fails says so, and another can be made', () => {
    const { machine } = watched(module, scenario('hello'));
    runTo(machine, { count: 1000n });
    new XenState(machine.core.memory, XEN).current = 0xfffffff0;
    expect(machine.advance({})).toBe('ended');
    expect(machine.status).toMatchObject({ state: 'ended', orderly: false });
    const reason = machine.status.state === 'ended' ? machine.status.reason : '';
    expect(reason).toMatch(/core stopped after \d+ instructions/);
    expect(runTo(watched(module, scenario('hello', { script: 'Ada' })).machine)).toBe('ended');
  });

  it('says what a guest did to deserve its end', () => {
    const reasons = ['no-trap-table', 'bad-stack', 'clear-own-l2', 'crash'].map((name) => {
      const { machine } = watched(module, scenario(`test/${name}`));
      runTo(machine);
      return machine.status.state === 'ended' && !machine.status.orderly ? machine.status.reason : '';
    });
    for (const reason of reasons) expect(reason).toMatch(/^(Xen ended the domain: .{20,}|The guest reported .*)\.$/);
    expect(new Set(reasons).size).toBeGreaterThanOrEqual(3);
  });

  it('stops at the very hypercall, whoever looks', () => {
    const { machine } = watched(module, scenario('hello', { script: 'Ada' }));
    const seen: string[] = [];
    while (runTo(machine, { hypercall: true }) === 'reached') seen.push(`${machine.position.count}`);
    expect(seen.length).toBeGreaterThan(50);
    expect(new Set(seen).size).toBe(seen.length);
    const free = watched(module, scenario('hello', { script: 'Ada' }));
    runTo(free.machine);
    expect(free.machine.hash).toBe(machine.hash);
  });

  it('is not changed by being looked at', () => {
    const [looked, left] = [
      watched(module, scenario('hello', { script: 'Ada' })),
      watched(module, scenario('hello', { script: 'Ada' })),
    ];
    for (let count = 100n; runTo(looked.machine, { count }) === 'reached'; count += 1700n) {
      for (let address = 0xc0000000; address < 0xc0400000; address += 0x10000) looked.machine.look().read(address, 64);
      expect(looked.machine.look().registers().cpl).toBe(1);
    }
    runTo(left.machine);
    expect(looked.machine.hash).toBe(left.machine.hash);
  });
});
