import { describe, expect, test } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { Mmuext } from '../../assembly/abi/mmuext';
import { TraceEvent } from '../../assembly/abi/trace-event';
import { DATA, type Guest, RESULTS, XenMachine } from './xen-machine';

const SELF = 0x7ff0;
/** Page of the tiny guest that is to become a table: it has been mapped writable. And its L1 table. */
const NEXT_TABLE = 13;
const L1 = 20;
/** Where requests stand: the update that makes the page read-only, the pin, a flush. */
const UPDATE = DATA;
const PIN = DATA + 32;
const FLUSH = DATA + 64;
/** Codes of TraceEvent.TlbFlush. */
const [THIS_VCPU, ALL] = [1, 2];

function requests(guest: Guest): [number, number[]][] {
  const place = guest.mfn(L1) * 4096 + NEXT_TABLE * 8;
  const readOnly = guest.mfn(NEXT_TABLE) * 4096 + 5;
  return [
    [UPDATE, [place, 0, readOnly, 0]],
    [PIN, [Mmuext.PinL1, guest.mfn(NEXT_TABLE), 0]],
    [FLUSH, [Mmuext.TlbFlushLocal, 0, 0]],
  ];
}

/** Runs calls one after the other; gives their results and the flushes that Xen told of. */
async function flushesOf(calls: (readonly [Hypercall, number])[]): Promise<{ results: number[]; flushes: number[] }> {
  const { xen, guest } = await XenMachine.of((code) => {
    calls.forEach(([number, request], i) => {
      code.hypercall(number, request, 1, 0, SELF).store(RESULTS + 4 * i, 'eax');
    });
  });
  for (const [at, words] of requests(guest)) guest.write(at, new Uint8Array(Uint32Array.from(words).buffer));
  xen.finish();
  // The first is of the vCPU that comes to the processor: its CR3 is loaded.
  const [, ...flushes] = xen.trace(TraceEvent.TlbFlush).map(({ code }) => code);
  return { results: guest.results(calls.length), flushes };
}

const update = [Hypercall.MmuUpdate, UPDATE] as const;
const pin = [Hypercall.MmuextOp, PIN] as const;
const flush = [Hypercall.MmuextOp, FLUSH] as const;

describe('a frame that was writable becomes a table', () => {
  test('after a flush of Xen’s own: a stale translation would let the guest write it', async () => {
    expect(await flushesOf([update, pin])).toEqual({ results: [0, 0], flushes: [ALL] });
  });

  test('without one if the guest has asked for one since', async () => {
    expect(await flushesOf([update, flush, pin])).toEqual({ results: [0, 0, 0], flushes: [THIS_VCPU] });
  });

  test('with one if that was before', async () => {
    expect(await flushesOf([flush, update, pin])).toEqual({ results: [0, 0, 0], flushes: [THIS_VCPU, ALL] });
  });
});
