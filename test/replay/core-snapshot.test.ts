import { describe, expect, it } from 'vitest';
import {
  DIRTY,
  FRAME_TABLE,
  PAGE_SIZE,
  PageInfo,
  RAM,
  VCPU,
  VCPU_BYTES,
  XEN,
  XEN_END,
} from '../../web/core/layout.gen';
import type { Machine } from '../../web/toolstack/machine';
import { coreModule, runTo, scenario, watched } from '../support/machine';

/** A machine after so many instructions of a guest that is typed to. */
function machineAt(count: bigint): Machine {
  const { machine } = watched(coreModule(), scenario('hello', { script: 'Ada' }));
  runTo(machine, { count });
  return machine;
}

/** Where state lies that has a hash by page. */
function pagedState({ core }: Machine): [at: number, end: number][] {
  return [
    [XEN, XEN_END],
    [FRAME_TABLE, FRAME_TABLE + core.frames * PageInfo.SIZE],
    [RAM, RAM + core.frames * PAGE_SIZE],
  ];
}

/** All of the state, as bytes. */
function bytesOf(machine: Machine): Buffer {
  machine.core.exports.stateHash(); // the running vCPU's flags are written down
  const ranges: [number, number][] = [[VCPU, VCPU + VCPU_BYTES], ...pagedState(machine)];
  return Buffer.concat(ranges.map(([at, end]) => machine.core.bytes.subarray(at, end)));
}

/** The state hash, with every frame's made anew. */
function hashAnew({ core }: Machine): bigint {
  core.bytes.fill(1, DIRTY, DIRTY + core.frames);
  return core.exports.stateHash();
}

describe('a snapshot', () => {
  it('brings a machine back to the very state, again and again', () => {
    const machine = machineAt(3000n);
    const early = { hash: machine.hash, bytes: bytesOf(machine), checkpoint: machine.checkpoint() };
    runTo(machine, { count: 20_000n });
    const late = { hash: machine.hash, bytes: bytesOf(machine), checkpoint: machine.checkpoint(early.checkpoint) };
    expect(late.bytes.equals(early.bytes)).toBe(false);
    for (const { hash, bytes, checkpoint } of [early, late, late, early]) {
      machine.restore(checkpoint);
      expect(machine.position).toEqual(checkpoint.position);
      expect(bytesOf(machine).equals(bytes)).toBe(true);
      expect(machine.hash).toBe(hash);
      expect(machine.core.exports.stateHash()).toBe(hashAnew(machine));
      expect(machine.trace.next).toBe(machine.core.machine.traced);
    }
    runTo(machine, { position: late.checkpoint.position });
    expect(machine.hash).toBe(late.hash);
  });

  it('costs what changed, and pages of zeros nothing', () => {
    const machine = machineAt(3000n);
    const early = machine.checkpoint();
    const bytes = bytesOf(machine);
    let used = 0;
    for (let at = 0; at < bytes.length; at += PAGE_SIZE) {
      if (bytes.subarray(at, at + PAGE_SIZE).some((byte) => byte !== 0)) used += PAGE_SIZE;
    }
    expect(early.bytesBeside(undefined)).toBeGreaterThan(used / 2);
    expect(early.bytesBeside(undefined)).toBeLessThan(used * 2);
    runTo(machine, { count: 20_000n });
    expect(machine.checkpoint(early).bytesBeside(early)).toBeLessThan(400_000);
  });
});

describe('the state hash', () => {
  it('changes with any word of state, and is what it was when that is put back', () => {
    const machine = machineAt(20_000n);
    const { core } = machine;
    const before = core.exports.stateHash();
    for (const [begin, end] of pagedState(machine)) {
      // Everywhere in the range, and at different places of a page.
      for (let at = begin; at < end; at += 4 * Math.ceil((end - begin) / 4 / 101)) {
        core.bytes[at] = (core.bytes[at] as number) ^ 1;
        expect(hashAnew(machine), `with a bit at 0x${at.toString(16)} changed`).not.toBe(before);
        core.bytes[at] = (core.bytes[at] as number) ^ 1;
      }
    }
    expect(hashAnew(machine)).toBe(before);
  });

  it('tells pages that change places', () => {
    const machine = machineAt(20_000n);
    const { bytes } = machine.core;
    for (const [begin] of pagedState(machine)) {
      const next = begin + PAGE_SIZE;
      bytes.fill(7, begin, next);
      const before = hashAnew(machine);
      const second = bytes.slice(next, next + PAGE_SIZE);
      bytes.copyWithin(next, begin, next);
      bytes.set(second, begin);
      expect(hashAnew(machine)).not.toBe(before);
    }
  });
});
