import { describe, expect, test } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { MMU_UPDATE_PREEMPTED } from '../../assembly/abi/mmu-update';
import { Mmuext } from '../../assembly/abi/mmuext';
import { PageType } from '../../assembly/abi/page-type';
import { Rule } from '../../assembly/abi/reason';
import { Life, TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import { TraceRecord } from '../../web/core/layout.gen';
import { decodeTrace, type TraceFields } from '../../web/explain';
import { narrate } from '../../web/explain/narration';
import { type RecordFields, traceRecords } from '../ui/fixture-machine';

function record(fields: RecordFields): TraceFields {
  return new TraceRecord(new DataView(traceRecords([fields]).buffer), 0);
}

const mmuext = record({ code: Hypercall.MmuextOp });
const update = record({ code: Hypercall.MmuUpdate });

describe('an event in one sentence', () => {
  test('a refused pin says what was asked, the answer, and why', () => {
    const pin = record({
      kind: TraceEvent.Request,
      code: 1,
      flags: TraceFlag.Part | TraceFlag.Refused,
      arg0: 0x349cn,
      result: -22n,
      rule: Rule.LinearWritable,
      level: 2,
      slot: 767,
      mfn: 0x349c,
      found: PageType.L2,
    });
    expect(narrate(pin, mmuext)).toBe(
      'The guest asked Xen to pin frame 0x349c as an L2 table. Xen refused it with -EINVAL: slot 767 of the L2 table ' +
        'names frame 0x349c, an L2 table, with write permission.',
    );
  });

  test('a pin that is punished with death was never answered', () => {
    const killed = record({ code: Hypercall.MmuextOp, flags: TraceFlag.Unanswered, result: -22n });
    const pin = record({
      ...{ kind: TraceEvent.Request, code: 1, flags: TraceFlag.Part | TraceFlag.Refused, arg0: 0x349cn, result: -22n },
      ...{ rule: Rule.LinearUnknown, level: 2, slot: 767, mfn: 0x349c, found: PageType.L2 },
    });
    expect(narrate(pin, killed)).toMatch(
      /as an L2 table\. Xen ended the domain: slot 767 .*, an L2 table, .*do not know\.$/,
    );
    expect(decodeTrace(pin, killed).result).toBe('no answer (Xen ended the domain)');
    expect(decodeTrace(pin, mmuext).result).toBe('-EINVAL (invalid argument)');
    // Another request of the same batch was answered before.
    const before = record({ kind: TraceEvent.Request, code: 6, flags: TraceFlag.Part });
    expect(decodeTrace(before, killed).result).toBe('0');
  });

  test('the last go of a batch asks for nothing new', () => {
    const last = record({ code: Hypercall.MmuUpdate, arg1: BigInt(MMU_UPDATE_PREEMPTED), result: -22n });
    expect(narrate(last)).toBe(
      'The guest let Xen go on with the call before. Xen refused it with -EINVAL (invalid argument).',
    );
    const more = record({ code: Hypercall.MmuUpdate, arg0: 0xc0109000n, arg1: BigInt(MMU_UPDATE_PREEMPTED) + 3n });
    expect(narrate(more)).toBe('The guest asked Xen to change 3 page-table entries.');
  });

  test.each([
    [Mmuext.PinL4, 'The guest asked Xen to pin frame 0x7 as an L4 table.'],
    [Mmuext.Unpin, 'The guest asked Xen to unpin frame 0x7.'],
  ])('operation %i on page tables', (code, sentence) => {
    expect(narrate(record({ kind: TraceEvent.Request, code, flags: TraceFlag.Part, arg0: 7n }), mmuext)).toBe(sentence);
  });

  test('an update names the entry, the frame and its flags', () => {
    const asked = { kind: TraceEvent.Request, flags: TraceFlag.Part, arg0: 0x349cbfcn, arg1: 0x349c001n };
    expect(narrate(record(asked), update)).toBe(
      'The guest asked Xen to make the entry at 0xbfc in frame 0x349c name frame 0x349c with P.',
    );
    expect(narrate(record({ ...asked, arg1: 0n }), update)).toContain('name nothing.');
  });

  test.each([
    [
      { kind: TraceEvent.Trap, code: 14, arg0: 3n, arg1: 0xbff01000n },
      /^A page fault at bff01000, error code 3: a write to a page/,
    ],
    [{ kind: TraceEvent.Bounce, code: 14, arg1: 0xc0100000n }, /^Xen entered the guest's #PF handler at c0100000\.$/],
    [{ kind: TraceEvent.Domain, code: Life.Crashed, domid: 1, arg0: 9n }, /^Domain 1 ended: it crashed: an update/],
    [{ kind: TraceEvent.Domain, code: Life.Created, domid: 1 }, /^Domain 1 was created\.$/],
    [{ code: Hypercall.Iret }, /^The guest returned from a handler\.$/],
    [{ code: Hypercall.SchedOp, arg0: 1n }, /^The guest called sched_op\(block, NULL\)\.$/],
    [{ kind: TraceEvent.FrameType, code: PageType.L2, arg0: 7n, arg2: 1n }, /^Frame 0x7 is now an L2 table/],
  ])('%o', (fields, sentence) => {
    expect(narrate(record(fields))).toMatch(sentence);
  });

  test('every kind there is ends in a full stop and says something', () => {
    for (let kind = 1; kind <= 13; kind++) expect(narrate(record({ kind }))).toMatch(/^\S.{8,}\.$/s);
  });
});
