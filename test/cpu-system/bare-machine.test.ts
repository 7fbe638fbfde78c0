import { describe, expect, it } from 'vitest';
import { HostExit } from '../../assembly/abi/exit';
import type { Core } from '../../web/core/core';
import { PcEnd, PcState, VCPU, VcpuState, XEN } from '../../web/core/layout.gen';
import { coreModule } from '../support/machine';
import { bareMachine, runBare } from './support/bare-machine';
import { exitWith, tinyKernel } from './support/tiny-kernel';

const module = coreModule();
const NEVER = 2n ** 64n - 1n;
const run = (code: number[]) => runBare(module, tinyKernel(code), { most: 100_000 });

/** A kernel that sets up the interrupt controllers and the serial port's interrupt, sleeps, and sends back what arrives. */
const ECHO = [
  ...[0xb0, 0x11, 0xe6, 0x20, 0xb0, 0x20, 0xe6, 0x21, 0xb0, 0x04, 0xe6, 0x21, 0xb0, 0x01, 0xe6, 0x21], // 8259: vectors from 20
  ...[0xb0, 0xef, 0xe6, 0x21], // line 4 only
  ...[0x66, 0xba, 0xf9, 0x03, 0xb0, 0x01, 0xee], // interrupts of received bytes
  ...[0x66, 0xba, 0xfc, 0x03, 0xb0, 0x08, 0xee], // OUT2
  ...[0xbc, 0x00, 0x00, 0x20, 0x00], // stack at 2 MB
  ...[0xc7, 0x05, 0x00, 0x02, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00], // the GDT's first entry
  ...[0x0f, 0x01, 0x15, 0x00, 0x01, 0x11, 0x00], // lgdt [110100]
  ...[0x0f, 0x01, 0x1d, 0x06, 0x01, 0x11, 0x00], // lidt [110106]
  ...[0xfb, 0xf4, 0xeb, 0xfd], // sti; hlt; again
];
/** The handler: reads the byte, sends it, ends the interrupt. */
const HANDLER = [0x66, 0xba, 0xf8, 0x03, 0xec, 0xee, 0xb0, 0x20, 0xe6, 0x20, 0xcf];

/** Puts the echo kernel's tables and handler where it expects them. */
function echoMachine(): Core {
  const core = bareMachine(module, tinyKernel(ECHO));
  const ram = new DataView(core.memory.buffer, 0x2000000);
  const handler = 0x110000;
  core.bytes.set(HANDLER, 0x2000000 + handler);
  ram.setUint16(0x110100, 0x17, true);
  ram.setUint32(0x110102, 0x110200, true);
  ram.setUint16(0x110106, 0x7ff, true);
  ram.setUint32(0x110108, 0x110300, true);
  ram.setBigUint64(0x110208, 0x00cf9b000000ffffn, true);
  ram.setBigUint64(0x110210, 0x00cf93000000ffffn, true);
  ram.setBigUint64(0x110300 + 0x24 * 8, 0x00118e0000080000n, true);
  return core;
}

describe('the ways a bare machine ends', () => {
  it('ends with twice the number written to the debug-exit port, plus one', () => {
    expect(run(exitWith(21))).toMatchObject({ ended: PcEnd.DebugExit, status: 43, exit: HostExit.MachineEnded });
  });

  it('ends when the keyboard controller pulses the reset line', () => {
    expect(run([0xb0, 0xfe, 0xe6, 0x64])).toMatchObject({ ended: PcEnd.Reset });
  });

  it('ends when port 92 resets', () => {
    expect(run([0xb0, 0x01, 0xe6, 0x92])).toMatchObject({ ended: PcEnd.Reset });
  });

  it('ends with a triple fault when no exception can be delivered', () => {
    expect(run([0x0f, 0x0b])).toMatchObject({ ended: PcEnd.Shutdown, exit: HostExit.MachineEnded });
  });
});

describe('what is not there', () => {
  it('reads all ones beyond RAM, and takes writes without effect', () => {
    const code = [0xc7, 0x05, 0, 0, 0, 0x40, 1, 2, 3, 4, 0xa0, 0x02, 0, 0, 0x40, 0xe6, 0xf4];
    expect(run(code)).toMatchObject({ status: 0x1ff });
  });

  it('reads all ones from ports of no device', () => {
    expect(run([0x66, 0xba, 0x00, 0x50, 0xec, 0xe6, 0xf4])).toMatchObject({ status: 0x1ff });
  });

  it('waits for ever when halted with interrupts off', () => {
    const core = bareMachine(module, tinyKernel([0xfa, 0xf4]));
    core.run(100, NEVER);
    expect(core.run(100, NEVER)).toBe(HostExit.Idle);
    expect(core.machine.count).toBe(2n);
    expect(new PcState(core.memory, XEN).ended).toBe(PcEnd.Running);
  });
});

describe('the serial port', () => {
  it('wakes a sleeping kernel with what is typed, at that very tick', () => {
    const core = echoMachine();
    for (let calls = 0; calls < 4; calls++) core.run(1000, 5000n);
    expect(core.machine.tick).toBe(5000n);
    for (const byte of new TextEncoder().encode('ok\n')) expect(core.exports.serialInput(byte)).toBe(1);
    const before = core.machine.tick;
    for (let calls = 0; calls < 10; calls++) core.run(1000, before + 200n);
    const length = core.exports.consoleText();
    expect(new TextDecoder().decode(core.exchange.slice(0, length))).toBe('ok\n');
    expect(new VcpuState(core.memory, VCPU).halted).toBe(1);
  });

  it('refuses bytes when its queue of 4096 is full', () => {
    const core = echoMachine();
    for (let i = 0; i < 4096; i++) expect(core.exports.serialInput(65)).toBe(1);
    expect(core.exports.serialInput(65)).toBe(0);
  });
});
