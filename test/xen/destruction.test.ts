import { describe, expect, test } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { SchedOp } from '../../assembly/abi/sched';
import { DomainState, MmState, XEN_MM } from '../../web/core/layout.gen';
import type { Assembler } from './assembler';
import { BASE, DATA, type Guest, NEVER, RESULTS, UNMAPPED, XenMachine } from './xen-machine';

const G = Hypercall.GrantTableOp;
const [MAP, SETUP, REPLACE] = [0, 2, 7] as const;
/** Flags of a mapping. */
const [DEVICE, HOST, READ_ONLY] = [1, 2, 4] as const;
const REF = 9;
const SHARED = BASE + 0x6000;
const GDT = BASE + 0xd000;

/** Found by the campaign of random hypercalls: what a dead domain leaves behind. */
describe('a domain is destroyed', () => {
  const freeFrames = (xen: XenMachine): number => new MmState(xen.core.memory, XEN_MM).freeFrames;
  const sleep = (code: Assembler) => code.hypercall(Hypercall.SchedOp, SchedOp.Block, 0);

  /** A granter that sleeps and a taker that maps its grant, both at rest. */
  async function pair(
    granted: (granter: Guest) => number,
    flags: number,
    more: (code: Assembler) => void = sleep,
    replace: number[] = [],
  ) {
    const xen = await XenMachine.create();
    const granter = xen.guest({ domid: 1, program: sleep });
    expect(xen.core.exports.grantPrefill(1, REF, granted(granter), 2)).toBe(0);
    const taker = xen.guest({
      domid: 2,
      program: (code) => {
        code
          .hypercall(G, MAP, DATA, 1)
          .load('eax', DATA + 16)
          .store(RESULTS, 'eax');
        more(code);
      },
    });
    taker.write(DATA, new Uint8Array(Uint32Array.of(UNMAPPED, 0, flags, REF, 1, 0, 0, 0).buffer));
    taker.write(DATA + 64, new Uint8Array(Uint32Array.from(replace).buffer));
    xen.core.run(100_000, NEVER);
    expect(taker.word(RESULTS) >> 16).toBe(0);
    return { xen, granter, taker };
  }

  test.each([
    ['memory of its own', (granter: Guest) => granter.frameOf(SHARED)],
    ['a page that Xen shares with it', (granter: Guest) => granter.record.sharedInfo],
  ])('while another maps %s: every count is true, and all frees when that one goes', async (_, granted) => {
    const { xen } = await pair(granted, HOST | READ_ONLY);
    expect(xen.core.exports.domainDestroy(1)).toBe(0);
    const dead = xen.domains().find(({ domid }) => domid === 1);
    expect(dead?.state).toBe(DomainState.Dying);
    expect(xen.core.exports.audit()).toBe(0);
    expect(xen.core.exports.domainDestroy(2)).toBe(0);
    expect([xen.core.exports.audit(), xen.domains().length]).toEqual([0, 0]);
  });

  test('and no grant table grows for one who only asks', async () => {
    const xen = await XenMachine.create();
    const other = xen.guest({ domid: 1, program: sleep });
    const asks = xen.guest({ domid: 2, program: (code) => code.hypercall(G, SETUP, DATA, 1) });
    asks.write(DATA, new Uint8Array(Uint32Array.of(1, 4, 99, DATA + 64).buffer));
    xen.core.run(100_000, NEVER);
    expect([asks.half(DATA + 8), other.record.grantFrames]).toEqual([-8, 0]);
  });

  test('while it runs: the pages of its descriptor table are free too', async () => {
    const xen = await XenMachine.create();
    const before = freeFrames(xen);
    const guest = xen.guest({
      domid: 1,
      program: (code) => {
        // What can be written cannot hold descriptors: the guest maps the page nowhere.
        code.hypercall(Hypercall.UpdateVaMapping, GDT, 0, 0, 0);
        code.hypercall(Hypercall.SetGdt, DATA, 8).store(RESULTS, 'eax');
        code.jump(code.here);
      },
    });
    guest.write(DATA, new Uint8Array(Uint32Array.of(guest.frameOf(GDT)).buffer));
    guest.write(RESULTS, Uint8Array.of(1));
    xen.core.run(1000, NEVER);
    expect(guest.word(RESULTS)).toBe(0);
    expect(xen.core.exports.domainDestroy(1)).toBe(0);
    expect([xen.core.exports.audit(), freeFrames(xen)]).toEqual([0, before]);
  });

  test('unmap_and_replace of a device’s mapping leaves the other entry where it is', async () => {
    const { xen, taker } = await pair(
      (granter) => granter.frameOf(SHARED),
      DEVICE,
      (code) => {
        code
          .hypercall(G, REPLACE, DATA + 64, 1)
          .load('eax', DATA + 84)
          .store(RESULTS + 4, 'eax');
        code
          .put(SHARED, 0x5eed)
          .load('eax', SHARED)
          .store(RESULTS + 8, 'eax');
        sleep(code);
      },
      // Handle 0, said to be mapped at one address, and the entry of another to be moved there.
      [BASE + 0x7000, 0, SHARED, 0, 0, 99],
    );
    expect([taker.half(RESULTS + 4), taker.word(RESULTS + 8)]).toEqual([0, 0x5eed]);
    expect(xen.core.exports.audit()).toBe(0);
  });
});
