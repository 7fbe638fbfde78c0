import { describe, expect, test } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { DomainState, MmState, XEN_MM } from '../../web/core/layout.gen';
import { BASE, DATA, NEVER, RESULTS, UNMAPPED, XenMachine } from './xen-machine';

const G = Hypercall.GrantTableOp;
const [MAP, UNMAP] = [0, 1] as const;
const HOST = 2;
const REF = 9;
const SHARED = BASE + 0x6000;
const [YIELD, BLOCK, POLL] = [0, 1, 3] as const;
const [ESRCH, EEXIST, EBUSY] = [-3, -17, -16] as const;
const MS = 1_000_000;

const freeFrames = (xen: XenMachine): number => new MmState(xen.core.memory, XEN_MM).freeFrames;
const words = (...values: number[]): Uint8Array => new Uint8Array(Uint32Array.from(values).buffer);

/** Domain 1 grants a page to domain 2, which maps it, sleeps until 50 ms, and unmaps it. Neither has run yet. */
async function pair() {
  const xen = await XenMachine.create();
  const before = freeFrames(xen);
  const granter = xen.guest({
    domid: 1,
    program: (code) => code.hypercall(Hypercall.VcpuOp, 7, 0).hypercall(Hypercall.SchedOp, BLOCK, 0),
  });
  expect(xen.core.exports.grantPrefill(1, REF, granter.frameOf(SHARED), 2)).toBe(0);
  granter.write(SHARED, words(0x600d));
  const taker = xen.guest({
    domid: 2,
    program: (code) => {
      code.hypercall(Hypercall.VcpuOp, 7, 0);
      code.hypercall(G, MAP, DATA, 1);
      code.load('eax', DATA + 20).store(DATA + 0x30, 'eax');
      code.hypercall(Hypercall.SchedOp, POLL, DATA + 0x40);
      code.load('eax', UNMAPPED).store(RESULTS, 'eax');
      code.hypercall(G, UNMAP, DATA + 0x20, 1);
      code.load('eax', DATA + 0x34).store(RESULTS + 4, 'eax');
      code.hypercall(Hypercall.SchedOp, YIELD, 0);
    },
  });
  taker.write(DATA, words(UNMAPPED, 0, HOST, REF, 1, 0, 0, 0));
  taker.write(DATA + 0x20, words(UNMAPPED, 0, 0, 0, 0, 99));
  taker.write(DATA + 0x40, words(0, 0, 50 * MS, 0));
  const map = () => {
    while (taker.record.grantHandles === 0) xen.core.run(1000, NEVER);
  };
  return { xen, granter, taker, before, map };
}

describe('a domain that is destroyed while another maps its page', () => {
  test('lives on as dying, with that page, until it is unmapped', async () => {
    const { xen, taker, before, map } = await pair();
    const { exports } = xen.core;
    map();
    expect(exports.domainDestroy(1)).toBe(0);
    expect(exports.audit()).toBe(0);
    const dying = xen.domains().find(({ domid }) => domid === 1);
    expect([dying?.state, dying?.totPages]).toEqual([DomainState.Dying, 1]);
    expect(exports.domainCreate(1, 8, 5, 1)).toBe(EEXIST);
    expect(exports.domainDestroy(1)).toBe(EBUSY);
    // The page still reads as it did, and goes when it is let go of; so does the domain.
    xen.finish();
    expect(taker.results(2).map((word, i) => (i ? (word << 16) >> 16 : word))).toEqual([0x600d, 0]);
    expect(xen.domains().map(({ domid }) => domid)).toEqual([2]);
    expect(exports.audit()).toBe(0);
    expect(exports.domainDestroy(2)).toBe(0);
    expect(freeFrames(xen)).toBe(before);
    expect(exports.domainCreate(1, 8, 5, 1)).toBe(0);
  });

  test('lets nobody touch what has become another’s', async () => {
    const { xen, map } = await pair();
    const { exports } = xen.core;
    map();
    expect(exports.domainDestroy(1)).toBe(0);
    // A third domain takes every frame there is, and fills it.
    expect(exports.domainCreate(3, 1 << 20, 5, 1)).toBe(0);
    const mfns: number[] = [];
    for (let mfn = exports.domainAllocPage(3, 0); mfn >= 0; mfn = exports.domainAllocPage(3, mfns.length)) {
      mfns.push(mfn);
      const page = xen.core.page(mfn);
      page.bytes.fill(0xff);
      page.touched();
    }
    const end = xen.core.machine.tick + 80n * BigInt(MS);
    while (xen.core.machine.tick < end) xen.core.run(100_000, end);
    const spoiled = mfns.filter((mfn) => xen.core.page(mfn).bytes.some((byte) => byte !== 0xff));
    expect(spoiled).toEqual([]);
    expect(exports.audit()).toBe(0);
  });

  test('is given nothing more', async () => {
    const { xen, map } = await pair();
    const { exports } = xen.core;
    map();
    exports.domainDestroy(1);
    const left = freeFrames(xen);
    const asked = {
      page: exports.domainAllocPage(1, 40),
      vcpus: exports.domainMaxVcpus(1, 2),
      port: exports.eventAllocUnbound(1, 0),
      grant: exports.grantPrefill(1, 600, 5, 0),
      pause: exports.domainPause(1),
      unpause: exports.domainUnpause(1),
      weight: exports.domainSetWeight(1, 5),
      shared: exports.sharedInfoFrame(1),
    };
    expect(Object.values(asked)).toEqual(Object.values(asked).map(() => ESRCH));
    expect(freeFrames(xen)).toBe(left);
  });

  test('keeps them for as long as the mapper lives, if that never lets go', async () => {
    const { xen, before, map } = await pair();
    const { exports } = xen.core;
    map();
    exports.domainDestroy(1);
    expect(exports.domainDestroy(2)).toBe(0);
    expect(xen.domains()).toEqual([]);
    expect(freeFrames(xen)).toBe(before);
    expect(exports.audit()).toBe(0);
  });
});
