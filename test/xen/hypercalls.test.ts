import { describe, expect, test } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { Profile } from '../../assembly/abi/profile';
import { TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import { decodeTrace } from '../../web/explain';
import { DATA, READ_ONLY, RESULTS, resultsOf, SHARED_INFO, UNMAPPED, XenMachine } from './xen-machine';

/** What real Xen 4.17 answers an ordinary PAE domain stands in test/oracle/golden/32-domU.txt. */
const EPERM = -1;
const EACCES = -13;
const EFAULT = -14;
const ENODEV = -19;
const EINVAL = -22;
const ENOSYS = -38;
/** An address in Xen's hole. */
const XEN = 0xfffff000;

describe('the table', () => {
  test('numbers that no hypercall has', async () => {
    const { results } = await resultsOf([39, 45, 63, 64, 200, 11, 25, 0xffffffff].map((nr) => [nr, 0, 0]));
    expect(new Set(results)).toEqual(new Set([ENOSYS]));
  });

  test('argument registers stay as they were', async () => {
    const { xen, guest } = await XenMachine.of((code) => {
      code
        .hypercall(Hypercall.SchedOp, 99, 0x1234)
        .store(RESULTS, 'ebx')
        .store(RESULTS + 4, 'ecx')
        .store(RESULTS + 8, 'eax');
    });
    xen.finish();
    expect(guest.results(3)).toEqual([99, 0x1234, ENOSYS]);
  });

  test('a record each, with arguments and result', async () => {
    const { xen } = await resultsOf([[Hypercall.SchedOp, 99, 7]]);
    const [call] = xen.trace(TraceEvent.Hypercall);
    expect([call?.code, call?.arg0, call?.arg1, call?.result]).toEqual([Hypercall.SchedOp, 99n, 7n, BigInt(ENOSYS)]);
    expect(call?.domid).toBe(1);
  });

  test('toolstack calls are refused as their versions are wrong', async () => {
    const calls = [Hypercall.Domctl, Hypercall.Sysctl, Hypercall.PlatformOp].flatMap((nr) => [
      [nr, DATA],
      [nr, XEN],
    ]);
    expect((await resultsOf(calls)).results).toEqual([EACCES, EFAULT, EACCES, EFAULT, EACCES, EFAULT]);
  });
});

describe('xen_version', () => {
  test('what it answers', async () => {
    const V = Hypercall.XenVersion;
    const { results, guest } = await resultsOf([
      [V, 0, 0],
      [V, 1, DATA],
      [V, 5, DATA + 16],
      [V, 6, DATA + 32],
      [V, 99, DATA],
      [V, 1, XEN],
      [V, 1, READ_ONLY],
      [V, 1, UNMAPPED],
      [V, 7, 0],
    ]);
    expect(results).toEqual([0x40011, 0, 0, 0, ENOSYS, EFAULT, EFAULT, EFAULT, 4096]);
    expect(guest.word(DATA)).toBe(0x372e);
    expect(guest.unsigned(DATA + 16)).toBe(0xf5800000);
    expect(guest.word(DATA + 36)).toBe(0x220e0);
  });

  test('pae_pgdir_above_4gb is a feature once the assist is on', async () => {
    const { guest } = await resultsOf([
      [Hypercall.VmAssist, 0, 3],
      [Hypercall.XenVersion, 6, DATA],
    ]);
    expect(guest.word(DATA + 4)).toBe(0x220f0);
  });

  test('history calls itself 3.2', async () => {
    const { results } = await resultsOf([[Hypercall.XenVersion, 0, 0]], { profile: Profile.Xen32 });
    expect(results).toEqual([0x30002]);
  });
});

describe('console_io', () => {
  test('is not for ordinary domains', async () => {
    const C = Hypercall.ConsoleIo;
    const { results } = await resultsOf([
      [C, 0, 3, DATA],
      [C, 9, 0, 0],
      [C, 0, 3, XEN],
      [C, 1, 8, DATA],
    ]);
    expect(results).toEqual([EPERM, EPERM, EPERM, EPERM]);
  });

  test('is the emergency console of domain 0', async () => {
    const C = Hypercall.ConsoleIo;
    const { results, xen } = await resultsOf(
      [
        [C, 0, 3, DATA],
        [C, 9, 0, 0],
        [C, 0, 3, XEN],
        [C, 0, 3, UNMAPPED],
        [C, 1, 8, DATA],
      ],
      { domid: 0, data: { [DATA]: [0x000a6b6f] } },
    );
    expect(results).toEqual([0, ENOSYS, EFAULT, EFAULT, 0]);
    expect(xen.console).toBe('ok\n');
  });
});

describe('small ones', () => {
  test('vm_assist', async () => {
    const V = Hypercall.VmAssist;
    const { results, guest } = await resultsOf([
      [V, 0, 0],
      [V, 0, 3],
      [V, 0, 31],
      [V, 7, 0],
      [V, 1, 0],
      [V, 0, 2],
    ]);
    expect(results).toEqual([0, 0, EINVAL, ENOSYS, 0, 0]);
    expect(guest.record.vmAssist).toBe(0b1100);
  });

  test('debug registers', async () => {
    const { results } = await resultsOf([
      [Hypercall.SetDebugreg, 7, 0x2000],
      [Hypercall.SetDebugreg, 9, 0],
      [Hypercall.SetDebugreg, 0, XEN],
      [Hypercall.GetDebugreg, 9],
      [Hypercall.GetDebugreg, 6],
      [Hypercall.GetDebugreg, 7],
      [Hypercall.GetDebugreg, 0],
      [Hypercall.SetDebugreg, 7, 0x20001],
    ]);
    expect(results).toEqual([EPERM, ENODEV, 0, ENODEV, 0xffff0ff0 | 0, 0x400, XEN | 0, EPERM]);
  });

  test('callbacks', async () => {
    const C = Hypercall.CallbackOp;
    const { results } = await resultsOf(
      [
        [C, 0, DATA],
        [C, 0, DATA + 16],
        [C, 9, DATA],
        [C, 1, DATA + 16],
        [C, 0, XEN],
        [Hypercall.StackSwitch, 0, 0],
        [Hypercall.FpuTaskswitch, 0],
      ],
      { data: { [DATA]: [9, 0, 0], [DATA + 16]: [0, 0xe019, DATA] } },
    );
    expect(results).toEqual([ENOSYS, 0, EINVAL, EINVAL, EFAULT, 0, 0]);
  });

  test('physdev_op', async () => {
    const P = Hypercall.PhysdevOp;
    const { results } = await resultsOf(
      [
        [P, 99, DATA],
        [P, 6, DATA],
        [P, 6, DATA + 4],
        [P, 6, XEN],
        [P, 7, DATA + 8],
      ],
      { data: { [DATA]: [1, 4, 0, 65537] } },
    );
    expect(results).toEqual([ENOSYS, 0, EINVAL, EFAULT, EINVAL]);
  });

  test('set_trap_table', async () => {
    const S = Hypercall.SetTrapTable;
    const { results } = await resultsOf([
      [S, DATA],
      [S, XEN],
      [S, 0],
    ]);
    expect(results).toEqual([0, EFAULT, 0]);
  });
});

describe('multicall', () => {
  const entry = (nr: number, ...args: number[]): number[] => [
    nr,
    0,
    ...args,
    ...Array<number>(6 - args.length).fill(0),
  ];

  test('results stand in the list; failing entries do not stop it', async () => {
    const list = [...entry(Hypercall.XenVersion, 0, 0), ...entry(63), ...entry(Hypercall.SchedOp, 99, 0)];
    const { results, guest } = await resultsOf([[Hypercall.Multicall, DATA, 3]], { data: { [DATA]: list } });
    expect(results).toEqual([0]);
    expect([4, 36, 68].map((at) => guest.word(DATA + at))).toEqual([0x40011, ENOSYS, ENOSYS]);
  });

  test('cannot be nested, and its list must be readable', async () => {
    const { results, guest } = await resultsOf(
      [
        [Hypercall.Multicall, DATA, 1],
        [Hypercall.Multicall, XEN, 1],
        [Hypercall.Multicall, READ_ONLY, 1],
      ],
      { data: { [DATA]: entry(Hypercall.Multicall, DATA, 1) } },
    );
    expect(results).toEqual([0, EFAULT, EFAULT]);
    expect(guest.word(DATA + 4)).toBe(EINVAL);
  });

  test('its entries have records, as parts of it', async () => {
    const list = [...entry(Hypercall.XenVersion, 0, 0), ...entry(63)];
    const { xen } = await resultsOf([[Hypercall.Multicall, DATA, 2]], { data: { [DATA]: list } });
    const calls = xen.trace(TraceEvent.Hypercall).slice(0, 3);
    expect(calls.map(({ code, flags }) => [code, flags & TraceFlag.Part])).toEqual([
      [Hypercall.Multicall, 0],
      [Hypercall.XenVersion, TraceFlag.Part],
      [63, TraceFlag.Part],
    ]);
  });

  test('an entry that ends the domain is the one without an answer', async () => {
    // The guest asks for one of its page tables to be writable.
    const list = [...entry(Hypercall.XenVersion, 0, 0), ...entry(Hypercall.UpdateVaMapping, DATA, 0, 0, 0)];
    const { xen, guest } = await XenMachine.of((code) => code.hypercall(Hypercall.Multicall, DATA, 2), {
      profile: Profile.Y2003M01,
      twoLevel: true,
    });
    list[8 + 3] = guest.root * 4096 + 7;
    guest.write(DATA, new Uint8Array(Uint32Array.from(list).buffer));
    xen.finish();
    const calls = xen.trace(TraceEvent.Hypercall);
    expect(calls.map(({ code, flags }) => [code, flags])).toEqual([
      [Hypercall.Multicall, TraceFlag.Unanswered],
      [Hypercall.XenVersion, TraceFlag.Part],
      [Hypercall.UpdateVaMapping, TraceFlag.Part | TraceFlag.Refused | TraceFlag.Unanswered],
    ]);
    expect(calls.map((call) => decodeTrace(call, calls[0]).result)).toEqual([
      '',
      '3.2',
      'no answer (Xen ended the domain)',
    ]);
  });

  test('a long one continues, and nobody sees it', async () => {
    // 600 yields cost more than one entry into Xen may.
    const list = Array.from({ length: 100 }, () => entry(Hypercall.VcpuOp, 3, 0, 0)).flat();
    const { results, guest, xen } = await resultsOf([[Hypercall.Multicall, DATA, 100]], { data: { [DATA]: list } });
    expect(results).toEqual([0]);
    expect(guest.word(DATA + 99 * 32 + 4)).toBe(1);
    expect(xen.core.machine.tick).toBeGreaterThan(0n);
    const goes = xen.trace(TraceEvent.Hypercall).filter(({ code }) => code === Hypercall.Multicall);
    const interrupted = goes.map(({ flags }) => (flags & TraceFlag.Interrupted) !== 0);
    expect(interrupted).toEqual(goes.map((_, at) => at < goes.length - 1));
  });
});

test('time stands in shared_info', async () => {
  const { guest } = await resultsOf([[Hypercall.SchedOp, 0, 0]], {
    before: (code) => {
      for (const [i, offset] of [32, 56, 60, 0x900, 0x904].entries())
        code.load('eax', SHARED_INFO + offset).store(DATA + 4 * i, 'eax');
    },
  });
  const [version, mul, shift, wcVersion, seconds] = [0, 4, 8, 12, 16].map((at) => guest.unsigned(DATA + at));
  expect(version).toBeGreaterThan(0);
  expect((version as number) % 2).toBe(0);
  expect(mul).toBe(0x80000000);
  expect((shift as number) & 0xffff).toBe(0x101);
  expect((wcVersion as number) % 2).toBe(0);
  expect(seconds).toBe(Date.UTC(2026, 0, 1) / 1000);
});

test('a guest with page tables of two levels', async () => {
  const V = Hypercall.XenVersion;
  const { results, guest } = await resultsOf(
    [
      [V, 0, 0],
      [V, 5, DATA],
      [V, 3, DATA + 64],
      [V, 5, 0xfc000000],
      [Hypercall.UpdateVaMapping, UNMAPPED, 0, 0],
    ],
    {
      twoLevel: true,
      before: (code) =>
        code
          .load('eax', 0xfc000000)
          .raw(0x0f, 0x20, 0xe1)
          .store(RESULTS + 64, 'ecx'),
    },
  );
  expect(results).toEqual([0x30002, 0, 0, EFAULT, 0]);
  expect(guest.unsigned(DATA)).toBe(0xfc000000);
  // MCE OSFXSR OSXMMEXCPT, without PAE.
  expect(guest.word(RESULTS + 64)).toBe(0x640);
});
