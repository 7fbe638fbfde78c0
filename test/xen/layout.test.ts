import { expect, test } from 'vitest';
import * as layout from '../../web/core/layout.gen';

/** Offsets that Xen's public headers give an x86_32 guest, computed by a C compiler from them. */
test('what guests see has the offsets of Xen’s headers', () => {
  const { VcpuInfo, VcpuTimeInfo, SharedTail, UserRegs, ContextTail, ContextControl } = layout;
  expect(VcpuInfo.OFFSET).toMatchObject({ upcallPending: 0, upcallMask: 1, pendingSel: 4, cr2: 8, timeVersion: 32 });
  expect(VcpuTimeInfo.OFFSET).toMatchObject({
    tscTimestamp: 8,
    systemTime: 16,
    tscToSystemMul: 24,
    tscShift: 28,
    flags: 29,
  });
  expect(VcpuTimeInfo.SIZE).toBe(32);
  expect([layout.VCPU_INFO_BYTES, layout.PENDING_BITS, layout.MASK_BITS, layout.SHARED_TAIL]).toEqual([
    64, 2048, 2176, 2304,
  ]);
  expect(SharedTail.OFFSET).toMatchObject({
    wcVersion: 0,
    wcSec: 4,
    wcNsec: 8,
    maxPfn: 12,
    nmiReason: 20,
    wcSecHi: 36,
  });
  expect(UserRegs.OFFSET).toMatchObject({
    eax: 24,
    errorCode: 28,
    eip: 32,
    cs: 36,
    savedUpcallMask: 38,
    eflags: 40,
    ss: 48,
    gs: 64,
  });
  expect(UserRegs.SIZE).toBe(68);
  expect(layout.CONTEXT_TAIL + ContextTail.OFFSET.ldtBase).toBe(2632);
  const control = (field: keyof typeof ContextControl.OFFSET) => layout.CONTEXT_CONTROL + ContextControl.OFFSET[field];
  expect([control('gdtEntries'), control('kernelSs'), control('kernelSp')]).toEqual([2704, 2708, 2712]);
  expect([control('cr0'), control('dr0'), control('eventCs'), control('failsafeCs'), control('vmAssist')]).toEqual([
    2716, 2748, 2780, 2788, 2796,
  ]);
  expect([
    layout.CONTEXT_FLAGS,
    layout.CONTEXT_REGS,
    layout.CONTEXT_TRAPS,
    layout.CONTEXT_GDT_FRAMES,
    layout.CONTEXT_BYTES,
  ]).toEqual([512, 516, 584, 2640, 2800]);
});

test('records fit in the places they have', () => {
  expect(layout.Domain.SIZE).toBeLessThanOrEqual(layout.PENDING_OFFSET);
  // A vCPU's virtual interrupts, registers and traps follow its fields.
  expect(layout.Vcpu.SIZE).toBeLessThanOrEqual(0x1c0);
  expect(layout.EventPort.SIZE).toBe(8);
  expect(layout.GrantHandle.SIZE).toBe(8);
  expect(layout.ActiveGrant.SIZE).toBe(16);
  expect(layout.XenState.SIZE).toBeLessThanOrEqual(0x1000);
  expect(layout.TraceRecord.SIZE).toBe(layout.TRACE_RECORD_BYTES);
});
