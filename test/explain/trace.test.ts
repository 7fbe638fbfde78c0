import { describe, expect, test } from 'vitest';
import { Errno } from '../../assembly/abi/errno';
import { Hypercall } from '../../assembly/abi/hypercall';
import { PageType } from '../../assembly/abi/page-type';
import { Rule } from '../../assembly/abi/reason';
import { Life, TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import { TraceRecord } from '../../web/core/layout.gen';
import { decodeTrace, type TraceFields, takesRequests, traceJson, traceLine, traceText } from '../../web/explain';
import { type RecordFields, traceRecords } from '../ui/fixture-machine';

/** A record with some fields set. */
function record(fields: RecordFields): TraceFields {
  const bytes = traceRecords([fields]);
  return new TraceRecord(new DataView(bytes.buffer), 0);
}

const call = (code: Hypercall, fields: RecordFields = {}) => record({ code, ...fields });

describe('hypercalls', () => {
  test('update_va_mapping: a pair of registers is one entry, and its flags have names', () => {
    const made = call(Hypercall.UpdateVaMapping, { arg0: 0xc0109000n, arg1: 0x1a3067n, arg2: 0x80000000n, arg3: 2n });
    expect(traceText(made)).toBe('update_va_mapping(0xc0109000, mfn 0x1a3 P|RW|US|A|D|NX, INVLPG) = 0');
  });

  test('mmuext_op: a call that Xen interrupts has no result yet, and its last go says what it is', () => {
    const asked = { arg0: 0xc010bfa4n, arg1: 1n, arg3: 0x7ff0n };
    const interrupted = record({ code: Hypercall.MmuextOp, ...asked, flags: TraceFlag.Interrupted, result: 26n });
    expect(traceText(interrupted)).toBe('mmuext_op(0xc010bfa4, 1, NULL, DOMID_SELF) = …');
    const last = record({ code: Hypercall.MmuextOp, arg1: 0x80000000n, arg3: 0x7ff0n, result: -22n });
    expect(traceText(last)).toBe('mmuext_op(the rest of the call before) = -EINVAL (invalid argument)');
  });

  test('mmu_update: a continued batch, a reserved domid, an error by name', () => {
    const made = call(Hypercall.MmuUpdate, {
      arg0: 0x40bf20n,
      arg1: 0x80000004n,
      arg3: 0x7ff0n,
      result: BigInt(-Errno.EINVAL),
    });
    expect(traceText(made)).toBe('mmu_update(0x40bf20, 4 (continued), NULL, DOMID_SELF) = -EINVAL (invalid argument)');
    expect(decodeTrace(made).outcome).toBe('refused');
  });

  test('xen_version answers a packed version', () => {
    expect(traceText(call(Hypercall.XenVersion, { result: 0x40011n }))).toBe('xen_version(version, NULL) = 4.17');
  });

  test('set_timer_op takes nanoseconds in two registers', () => {
    const made = call(Hypercall.SetTimerOp, { arg0: 0xffffffffn, arg1: 1n });
    expect(traceText(made)).toBe('set_timer_op(8589934591 ns) = 0');
  });

  test('iret has no result', () => {
    expect(traceText(call(Hypercall.Iret, { result: 5n }))).toBe('iret()');
  });

  test('a number Xen does not know shows its registers', () => {
    const made = record({ code: 99, arg0: 1n, result: BigInt(-Errno.ENOSYS) });
    expect(traceText(made)).toBe('hypercall_99(0x1, 0x0, 0x0, 0x0, 0x0) = -ENOSYS (no such call)');
  });

  test('every number from 0 to 255 is decoded', () => {
    for (let code = 0; code < 256; code++) expect(traceText(record({ code }))).toMatch(/^\w+\(.*\)/);
  });
});

describe('requests', () => {
  const parent = call(Hypercall.MmuUpdate);
  const request = (fields: RecordFields) => record({ kind: TraceEvent.Request, flags: TraceFlag.Part, ...fields });

  test('mmu_update: which entry, and what it becomes', () => {
    const made = request({ arg0: 0x1a3bf8n, arg1: 0x1a3065n });
    expect(traceText(made, parent)).toBe('  {normal, ptr=mfn 0x1a3 + 0xbf8, val=mfn 0x1a3 P|US|A|D} = 0');
  });

  test('mmuext_op: the command says what its words are', () => {
    const made = request({ code: 2, arg0: 0x1a3n });
    expect(traceText(made, call(Hypercall.MmuextOp))).toBe('  {pin_l3_table, mfn=mfn 0x1a3} = 0');
  });

  test('a multicall holds hypercalls, and those hold requests', () => {
    const made = call(Hypercall.StackSwitch, { flags: TraceFlag.Part, arg0: 0xe021n, arg1: 0xc0108000n });
    expect(traceText(made, call(Hypercall.Multicall))).toBe('  stack_switch(0xe021, 0xc0108000) = 0');
    expect([parent, made, request({})].map(takesRequests)).toEqual([true, true, false]);
  });

  test('a call of an old number has the requests of its new one', () => {
    const sent = request({ code: 4, arg0: 3n });
    expect(traceText(sent, call(Hypercall.EventChannelOpCompat))).toBe('  {send, port=3} = 0');
    const level = request({ code: 6, arg0: 1n });
    expect(traceText(level, call(Hypercall.PhysdevOpCompat))).toBe('  {set_iopl, iopl=1} = 0');
  });

  test('memory_op: one extent of a reservation', () => {
    const made = request({ code: 1, arg0: 0x2524n, arg1: 3n, arg2: 0x7ff0n });
    expect(traceText(made, call(Hypercall.MemoryOp))).toBe(
      '  {decrease_reservation, extent=0x2524, extent_order=3, domid=DOMID_SELF} = 0',
    );
  });

  test('without its hypercall a request is still shown', () => {
    expect(traceText(request({ code: 3, arg0: 7n }))).toContain('op 3');
  });
});

describe('other events', () => {
  test('a page fault is told in words', () => {
    const made = record({ kind: TraceEvent.Trap, code: 14, arg0: 3n, arg1: 0xbfc00010n });
    expect(traceText(made)).toBe(
      '#PF 0xbfc00010: write to a page that is present, by the kernel (bounced to the guest)',
    );
  });

  test('a general protection fault names the descriptor', () => {
    const made = record({ kind: TraceEvent.Trap, code: 13, arg0: BigInt((0x80 << 3) | 2), arg2: 3n });
    expect(traceText(made)).toBe('#GP general protection, IDT entry 128 (kills the domain)');
  });

  test('a frame changes its type', () => {
    const made = record({ kind: TraceEvent.FrameType, code: PageType.L2, arg0: 0x1a3n, arg1: 7n, arg2: 1n, arg3: 2n });
    expect(traceText(made)).toBe('frame mfn 0x1a3: writable page → L2 table (type count 1, total 2)');
  });

  test('a domain shuts down', () => {
    expect(traceText(record({ kind: TraceEvent.Domain, domid: 1, code: Life.Shutdown }))).toBe(
      'domain 1 shut down: poweroff',
    );
  });

  test('every kind has words', () => {
    for (let kind = 1; kind <= 13; kind++) expect(traceText(record({ kind }))).not.toContain('undefined');
  });
});

describe('refusals', () => {
  const refused = (rule: Rule, fields: RecordFields = {}) =>
    decodeTrace(call(Hypercall.MmuextOp, { flags: TraceFlag.Refused, rule, result: BigInt(-Errno.EINVAL), ...fields }))
      .refusal;

  test('a writable linear page table', () => {
    expect(refused(Rule.LinearWritable, { level: 2, slot: 767, mfn: 0x1a3, found: PageType.L2 })).toBe(
      'slot 767 of the L2 table names frame 0x1a3, an L2 table, with write permission: whoever writes through a linear page table escapes validation',
    );
  });

  test('a frame in use as another type', () => {
    const text = refused(Rule.TypeConflict, { mfn: 0x20, found: PageType.Writable, wanted: PageType.L1, typeCount: 1 });
    expect(text).toBe('frame 0x20 is in use once as a writable page and so cannot become an L1 table');
  });

  test('flags that a guest may not set', () => {
    expect(refused(Rule.EntryFlags, { level: 1, slot: 9, typeCount: 0x108 })).toBe(
      'slot 9 of the L1 table sets PWT|G, which a guest may not',
    );
  });

  test('every rule has a sentence of its own', () => {
    const rules = Array.from({ length: 128 }, (_, rule) => refused(rule as Rule, { level: 2 }));
    const known = rules.filter((text) => !text.includes('forbids it'));
    expect(known.length).toBeGreaterThanOrEqual(45);
    expect(new Set(known).size).toBe(known.length);
  });
});

test('a line has position, place and text; JSON has them as data', () => {
  const made = call(Hypercall.SchedOp, { count: 1234n, tick: 1300n, ordinal: 7, domid: 1, ip: 0xc0100640n, arg0: 1n });
  expect(traceLine(made)).toBe('      1234 d1v0 c0100640 sched_op(block, NULL) = 0');
  expect(traceJson(made)).toEqual({
    count: '1234',
    tick: '1300',
    ordinal: 7,
    domain: 1,
    vcpu: 0,
    ip: '0xc0100640',
    kind: 'hypercall',
    name: 'sched_op',
    arguments: { cmd: 'block', arg: 'NULL' },
    result: 0,
    resultText: '0',
  });
});
