import { describe, expect, test } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { DomainState, GRANT_FRAMES_OFFSET } from '../../web/core/layout.gen';
import { BASE, DATA, type Guest, NEVER, RESULTS, resultsOf, UNMAPPED, XenMachine } from './xen-machine';

const G = Hypercall.GrantTableOp;
const SELF = 0x7ff0;
const [MAP, UNMAP, SETUP, COPY, QUERY, SET_VERSION, GET_VERSION] = [0, 1, 2, 5, 6, 8, 10] as const;
const HOST = 2;
const READ_ONLY = 4;

/** Where structures lie, 32 bytes each, and the status of each kind in its structure. */
const at = (i: number) => DATA + 32 * i;
const STATUS = { [MAP]: 18, [UNMAP]: 20, [SETUP]: 8, [COPY]: 20, [QUERY]: 12 } as Record<number, number>;

/** Makes operations one after the other; answers each call's result and the operation's status. */
async function operations(list: readonly (readonly number[])[]) {
  const data = Object.fromEntries(list.map(([, ...words], i) => [at(i), words]));
  const { results, guest } = await resultsOf(
    list.map(([command], i) => [G, command as number, at(i), 1]),
    { data },
  );
  const statuses = list.map(([command], i) => guest.half(at(i) + (STATUS[command as number] ?? 0)));
  return { results, statuses, guest };
}

describe('what grant_table_op answers', () => {
  test('setting the table up', async () => {
    const { results, statuses, guest } = await operations([
      [SETUP, SELF, 1, 99, DATA + 0x800],
      [SETUP, SELF, 100000, 99, DATA + 0x800],
      [SETUP, 55, 1, 99, DATA + 0x800],
      [SETUP, 0, 1, 99, DATA + 0x800],
      [QUERY, SELF, 0, 0, 0],
    ]);
    expect(results).toEqual([0, 0, 0, 0, 0]);
    expect(statuses).toEqual([0, -1, -2, -8, 0]);
    expect(guest.word(DATA + 0x800)).toBeGreaterThan(0);
    expect([guest.word(at(4) + 4), guest.word(at(4) + 8)]).toEqual([1, 64]);
  });

  test('what is not there', async () => {
    const { results, statuses } = await operations([
      [UNMAP, BASE, 0, 0, 0, 12345, 99],
      [MAP, DATA, 0, HOST, 500000, SELF | (99 << 16), 0, 0, 0],
      [MAP, DATA, 0, HOST, 500000, 0 | (99 << 16), 0, 0, 0],
      [MAP, DATA, 0, HOST, 8, 55 | (99 << 16), 0, 0, 0],
    ]);
    expect(results).toEqual([0, 0, 0, 0]);
    expect(statuses).toEqual([-4, -2, -3, -2]);
  });

  test('versions and unknown operations', async () => {
    const { results } = await resultsOf(
      [
        [G, SET_VERSION, DATA, 1],
        [G, SET_VERSION, DATA + 4, 1],
        [G, SET_VERSION, DATA + 8, 1],
        [G, GET_VERSION, DATA + 16, 1],
        [G, 99, DATA, 1],
        [G, SETUP, 0xfffff000, 1],
        [G, SETUP, DATA, 2],
      ],
      { data: { [DATA]: [1, 2, 3, 0, SELF, 0] } },
    );
    expect(results).toEqual([0, -38, -22, 0, -38, -14, -22]);
  });
});

describe('two domains', () => {
  const SHARED = BASE + 0x6000;
  const REF = 9;
  /** Flags of a grant entry: permit access; read-only. */
  const PERMIT = 1;

  /** A granter that does nothing, and a taker that runs operations on its grant. */
  async function pair(flags: number) {
    const xen = await XenMachine.create();
    const { exports } = xen.core;
    const granter = xen.guest({
      domid: 1,
      program: (code) => code.hypercall(Hypercall.VcpuOp, 7, 0).hypercall(Hypercall.SchedOp, 1, 0),
    });
    expect(exports.grantPrefill(1, REF, granter.frameOf(SHARED), 2)).toBe(0);
    if (flags !== PERMIT) setGrant(xen, granter, flags);
    granter.write(SHARED, Uint8Array.of(0x11, 0x22, 0x33, 0x44));
    return { xen, granter };
  }

  /** First frame of a domain's grant table. */
  function tableFrame(xen: XenMachine, guest: Guest): number {
    return xen.core.memory.getUint32(guest.record.at + GRANT_FRAMES_OFFSET, true);
  }

  function setGrant(xen: XenMachine, granter: Guest, flags: number): void {
    xen.core.page(tableFrame(xen, granter)).view.setUint16(8 * REF, flags, true);
  }

  test('a granted frame is mapped, written, and given back', async () => {
    const { xen, granter } = await pair(PERMIT);
    const taker = xen.guest({
      domid: 2,
      program: (code) => {
        code.hypercall(G, MAP, at(0), 1).store(RESULTS, 'eax');
        code
          .load('eax', at(0) + 16)
          .store(RESULTS + 4, 'eax')
          .load('eax', at(0) + 20)
          .store(at(1) + 16, 'eax');
        code
          .load('eax', UNMAPPED)
          .store(RESULTS + 8, 'eax')
          .put(UNMAPPED + 4, 0x5eed);
        code
          .hypercall(G, UNMAP, at(1), 1)
          .load('eax', at(1) + 20)
          .store(RESULTS + 12, 'eax');
        code
          .hypercall(G, UNMAP, at(1), 1)
          .load('eax', at(1) + 20)
          .store(RESULTS + 16, 'eax');
      },
    });
    taker.write(at(0), new Uint8Array(Uint32Array.of(UNMAPPED, 0, HOST, REF, 1, 0, 0, 0).buffer));
    taker.write(at(1), new Uint8Array(Uint32Array.of(UNMAPPED, 0, 0, 0, 0, 99).buffer));
    xen.core.run(100_000, NEVER);
    xen.finish();
    const [rc, domAndStatus, word, unmapped, again] = taker.results(5);
    expect([
      rc,
      (domAndStatus as number) >> 16,
      word,
      (unmapped as number) << 16,
      ((again as number) << 16) >> 16,
    ]).toEqual([0, 0, 0x44332211, 0, -4]);
    expect(granter.word(SHARED + 4)).toBe(0x5eed);
    // While it was mapped it was marked as being used; now it is not.
    expect(xen.core.page(tableFrame(xen, granter)).view.getUint16(8 * REF, true)).toBe(PERMIT);
  });

  test('a read-only grant cannot be mapped to be written', async () => {
    const { xen } = await pair(PERMIT | READ_ONLY);
    const taker = xen.guest({
      domid: 2,
      program: (code) => {
        code.hypercall(G, MAP, at(0), 1).hypercall(G, MAP, at(1), 1);
        for (const i of [0, 1]) code.load('eax', at(i) + 16).store(RESULTS + 4 * i, 'eax');
      },
    });
    taker.write(at(0), new Uint8Array(Uint32Array.of(UNMAPPED, 0, HOST, REF, 1, 0, 0, 0).buffer));
    taker.write(at(1), new Uint8Array(Uint32Array.of(UNMAPPED, 0, HOST | READ_ONLY, REF, 1, 0, 0, 0).buffer));
    xen.finish();
    expect(taker.results(2).map((word) => word >> 16)).toEqual([-1, 0]);
  });

  test('what is not granted to the caller is refused, and copying goes by grants too', async () => {
    const { xen, granter } = await pair(PERMIT);
    const taker = xen.guest({
      domid: 2,
      program: (code) => {
        code.hypercall(G, COPY, at(0), 3);
        for (const i of [0, 1, 2]) code.load('eax', DATA + 24 * i + 20).store(RESULTS + 4 * i, 'eax');
        code.load('eax', DATA + 0x800).store(RESULTS + 12, 'eax');
      },
    });
    const own = taker.frameOf(DATA);
    // Granted source; a reference that is not granted; a length that crosses the page.
    const copy = (ref: number, length: number) => [ref, 1, own, SELF | (0x800 << 16), length | (1 << 16), 99];
    taker.write(
      DATA,
      new Uint8Array(Uint32Array.from([...copy(REF, 4), ...copy(REF + 1, 4), ...copy(REF, 0x900)]).buffer),
    );
    xen.finish();
    const [first, second, third, word] = taker.results(4);
    expect([first, second, third].map((w) => ((w as number) << 16) >> 16)).toEqual([0, -1, -10]);
    expect(word).toBe(0x44332211);
    expect(granter.record.state).toBe(DomainState.Alive);
  });

  test('a mapping dies with its domain; the granter’s frames all come back', async () => {
    const { xen, granter } = await pair(PERMIT);
    const taker = xen.guest({
      domid: 2,
      program: (code) => {
        code.hypercall(G, MAP, at(0), 1).hypercall(Hypercall.SchedOp, 1, 0);
      },
    });
    taker.write(at(0), new Uint8Array(Uint32Array.of(UNMAPPED, 0, HOST, REF, 1, 0, 0, 0).buffer));
    xen.finish();
    expect(xen.core.exports.domainDestroy(1)).toBe(0);
    // Its record stays while the taker uses its frame.
    expect(xen.domains().map(({ state }) => state)).toContain(DomainState.Dying);
    expect(xen.core.exports.domainDestroy(2)).toBe(0);
    expect(xen.domains()).toEqual([]);
    expect(granter.domid).toBe(1);
  });
});
