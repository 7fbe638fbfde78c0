import { beforeEach, describe, expect, test, vi } from 'vitest';
import { Hypercall } from '../../assembly/abi/hypercall';
import { TraceEvent, TraceFlag } from '../../assembly/abi/trace-event';
import type { Scenario } from '../../web/core/machine-api';
import { Session } from '../../web/ui/session/session';
import { FixtureMachine } from './fixture-machine';

const SCENARIO: Scenario = { image: new Uint8Array([1]), name: 'test', memory: 64, vcpus: 1, commandLine: '' };

/** Lets every promise that is due settle. */
const settled = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

let machine: FixtureMachine;
let session: Session;

beforeEach(async () => {
  machine = new FixtureMachine();
  session = new Session();
  await session.attach(machine);
  await session.create(SCENARIO);
});

describe('a moment', () => {
  test('of an older epoch is dropped', async () => {
    machine.position = { count: 50n, tick: 50n };
    const old = machine.now();
    await session.seek({ count: 10n, tick: 10n });
    machine.epoch = old.epoch;
    machine.position = old.position;
    machine.announce();
    expect(session.moment?.position.count).toBe(10n);
  });

  test('that was overtaken is dropped', async () => {
    await session.step('instruction', 5);
    machine.position = { count: 2n, tick: 2n };
    machine.announce();
    expect(session.moment?.position.count).toBe(5n);
  });

  test('brings console text exactly once, whichever way it comes', async () => {
    machine.print('hello ');
    machine.announce();
    machine.print('world');
    await session.step('instruction');
    expect(session.terminal.text).toBe('hello world');
    machine.print('!');
    machine.announce();
    machine.announce();
    await session.pause();
    expect(session.terminal.text).toBe('hello world!');
  });
});

describe('registers', () => {
  test('are compared with those of the last standstill', async () => {
    await session.step('instruction');
    const before = session.moment?.registers.eax ?? 0;
    await session.step('instruction', 3);
    expect(session.before?.eax).toBe(before);
    expect(session.moment?.registers.eax).toBe(before + 3);
  });

  test('a second look at the same standstill keeps the marks', async () => {
    await session.step('instruction');
    const { before } = session;
    machine.announce();
    expect(session.before).toEqual(before);
  });
});

describe('the trace', () => {
  test('is pulled whole, with at most two chunks in flight', async () => {
    machine.records = Array.from({ length: 20_000 }, (_, i) => ({ code: i % 40, count: BigInt(i) }));
    machine.announce();
    for (let i = 0; i < 20; i++) await settled();
    expect(session.log.rows('all')).toBe(20_000);
    expect(session.log.record(19_999)?.count).toBe(19_999n);
    expect(machine.mostInFlight).toBe(2);
  });

  test('a page far behind skips to the newest records', async () => {
    machine.records = Array.from({ length: 200_000 }, (_, i) => ({ count: BigInt(i) }));
    machine.announce();
    for (let i = 0; i < 20; i++) await settled();
    const rows = session.log.rows('all');
    expect(rows).toBeLessThan(20_000);
    expect(session.log.record(rows - 1)?.count).toBe(199_999n);
  });

  test('calls are indexed apart from other events', async () => {
    machine.records = [{ code: 1 }, { kind: TraceEvent.Trap }, { kind: TraceEvent.Request, flags: 2 }, { code: 2 }];
    machine.announce();
    await settled();
    expect(session.log.rows('calls')).toBe(3);
    expect(session.log.placeOfRow('calls', 1)).toBe(2);
    expect(session.log.parent(2)?.kind).toBe(TraceEvent.Trap);
  });

  test('a request of a multicall belongs to the call that the multicall made', async () => {
    machine.records = [
      { code: Hypercall.Multicall },
      { code: Hypercall.PhysdevOp, flags: TraceFlag.Part },
      { kind: TraceEvent.Request, code: 6, flags: TraceFlag.Part },
    ];
    machine.announce();
    await settled();
    expect(session.log.parent(2)?.code).toBe(Hypercall.PhysdevOp);
  });

  test('keeps what was before when the machine goes back, and asks for nothing twice', async () => {
    machine.records = Array.from({ length: 20_000 }, (_, i) => ({ code: i % 2, count: BigInt(i), kind: 1 + (i % 2) }));
    machine.announce();
    for (let i = 0; i < 20; i++) await settled();
    const asked: number[] = [];
    const { trace } = machine;
    machine.trace = (from, limit) => {
      asked.push(from);
      return trace.call(machine, from, limit);
    };
    const all = machine.records;
    machine.records = all.slice(0, 9000);
    await session.seek({ count: 10n });
    expect(session.log.rows('all')).toBe(9000);
    expect(session.log.record(8999)?.count).toBe(8999n);
    expect(asked).toEqual([]);
    machine.records = all.slice(0, 9003);
    await session.step('instruction');
    await settled();
    expect(asked).toEqual([9000]);
    expect(session.log.record(9002)?.count).toBe(9002n);
    expect(session.log.rows('calls')).toBe(all.slice(0, 9003).filter(({ kind }) => (kind ?? 0) <= 2).length);
  });

  test('begins anew with a new machine', async () => {
    machine.records = [{ code: 1 }];
    machine.announce();
    await settled();
    await session.create(SCENARIO);
    expect(session.log.rows('all')).toBe(0);
  });
});

describe('trouble', () => {
  test('a refusal is told, and the machine before it stays', async () => {
    await session.step('instruction');
    expect(await session.create({ ...SCENARIO, image: new Uint8Array() })).toBe(false);
    expect(session.notice).toEqual({ text: 'The file is empty. Choose a kernel.', fatal: false });
    expect(session.moment?.position.count).toBe(1n);
    expect(session.phase).toBe('ready');
  });

  test('a long way is told of, and no longer when it is gone', async () => {
    vi.useFakeTimers();
    let arrive = (): void => {};
    const arrived = new Promise<void>((resolve) => (arrive = resolve));
    const { seek } = machine;
    machine.seek = async (...where) => {
      await arrived;
      return seek.apply(machine, where);
    };
    const going = session.seek({ count: 10n, tick: 10n });
    expect(session.notice).toBeUndefined();
    await vi.advanceTimersByTimeAsync(5000);
    expect(session.notice?.text).toContain('on its way to instruction 10');
    vi.useRealTimers();
    arrive();
    expect(await going).toBe(true);
    expect(session.notice).toBeUndefined();
  });

  test('a worker that dies leaves a sentence and a way on', async () => {
    machine.step = () => Promise.reject(new Error('The machine stopped working.'));
    await session.step('instruction');
    expect(session.phase).toBe('failed');
    expect(session.notice?.fatal).toBe(true);
    session.restart();
    await session.attach(new FixtureMachine());
    expect(await session.create(SCENARIO)).toBe(true);
    expect(session.notice).toBeUndefined();
  });

  test('a worker that ends while it builds leaves nobody waiting, and nothing of what it said', async () => {
    machine.create = () => new Promise(() => {});
    const building = session.create(SCENARIO);
    machine.epoch = 50;
    machine.announce();
    session.fail(new Error('It stopped answering.'));
    expect(await building).toBe(false);
    expect(session.isRunning).toBe(false);
    session.restart();
    const next = new FixtureMachine();
    await session.attach(next);
    expect(await session.create(SCENARIO)).toBe(true);
    expect(session.moment?.epoch).toBe(next.epoch);
    await session.step('instruction');
    expect(session.moment?.position.count).toBe(1n);
  });
});

describe('memory', () => {
  test('is part of the moment once it was asked for, also of another machine', async () => {
    expect(session.moment?.memory).toBeUndefined();
    await session.observe({ serial: 1, frames: [7] });
    expect(session.moment?.memory?.question.serial).toBe(1);
    await session.create(SCENARIO);
    expect(session.moment?.memory?.question.serial).toBe(1);
    await session.observe(undefined);
    expect(session.moment?.memory).toBeUndefined();
  });

  test('of an older question is dropped', async () => {
    await session.observe({ serial: 1, frames: [] });
    const old = machine.now();
    await session.observe({ serial: 2, frames: [] });
    machine.question = old.memory?.question;
    machine.announce();
    expect(session.moment?.memory?.question.serial).toBe(2);
  });

  test('of the last standstill is kept, to mark what changed', async () => {
    await session.step('instruction', 3);
    await session.observe({ serial: 1, frames: [7] });
    expect(session.memoryBefore).toBeUndefined();
    await session.step('instruction', 2);
    expect(session.memoryBefore?.frames[0]?.typeCount).toBe(3);
    await session.observe({ serial: 2, frames: [7] });
    expect(session.memoryBefore?.frames[0]?.typeCount).toBe(3);
  });
});

describe('machines asked for in quick succession', () => {
  const named = (name: string): Scenario => ({ ...SCENARIO, name });

  test('is shown only when it has come to the place it is wanted at', async () => {
    const shown: bigint[] = [];
    session.addEventListener('change', () => shown.push(session.moment?.position.count ?? -1n));
    expect(await session.create(named('there'), { count: 7n })).toBe(true);
    expect(session.scenario?.name).toBe('there');
    await settled();
    expect(new Set(shown)).toEqual(new Set([7n]));
  });

  test('the last one counts, and no moment of it is shown under the name of another', async () => {
    const shown: string[] = [];
    session.addEventListener('change', () => {
      const { scenario, moment } = session;
      if (moment && moment.epoch > 1) shown.push(`${scenario?.name} ${moment.epoch}`);
    });
    const built = [session.create(named('first')), session.create(named('second'))];
    // The worker pushes before its answer to the request is heard.
    machine.announce();
    const stepped = session.step('instruction');
    machine.print('hello');
    machine.announce();
    expect(await Promise.all(built)).toEqual([false, true]);
    await stepped;
    expect(new Set(shown)).toEqual(new Set(['second 3']));
    expect(session.moment?.position.count).toBe(1n);
    expect(session.terminal.text).toBe('hello');
  });

  test('a refused one leaves the machine before, and moments go on', async () => {
    await session.step('instruction', 4);
    expect(await session.create({ ...named('bad'), image: new Uint8Array() })).toBe(false);
    expect(session.scenario?.name).toBe('test');
    await session.step('instruction');
    expect(session.moment?.position.count).toBe(5n);
  });
});
