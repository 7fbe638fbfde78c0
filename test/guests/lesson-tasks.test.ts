import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import type { Moment, Refusal, Writing } from '../../web/core/machine-api';
import { COURSE, factsOf, isDone, machineScenario, type Seen, type Task, type TaughtLesson } from '../../web/lessons';
import { MachineService } from '../../web/toolstack/machine-service';
import { guestImage } from '../support/machine';

const lesson = COURSE[0] as TaughtLesson;
const images = new Proxy({}, { get: (_, name) => async () => guestImage(String(name)) });

function granted<T extends object>(answer: T | Refusal): T {
  if ('refused' in answer) throw new Error(answer.refused);
  return answer as T;
}

/** A machine of a scenario. */
async function serviceOf(name: string): Promise<MachineService> {
  const scenario = lesson.scenarios.find((one) => one.name === name);
  if (!scenario) throw new Error(`There is no scenario ${name}.`);
  const service = new MachineService();
  const wasm = readFileSync(at('build/ringside.wasm'));
  granted(await service.boot(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) as ArrayBuffer));
  granted(await service.create(await machineScenario(lesson, scenario, images)));
  return service;
}

/** The machine where a screen begins, and what the learner has before them. */
async function open({ scenario, at: place }: { scenario: string; at: string }) {
  const service = await serviceOf(scenario);
  const facts = factsOf(`${lesson.name}/${scenario}`);
  const marker = facts.markers.get(place.replace(/^before /, ''));
  const side = place.startsWith('before ') ? 'before' : 'after';
  const fact = place === 'start' ? facts.start : place === 'end' ? facts.end : marker?.[side];
  if (!fact) throw new Error(`${scenario} has no ${place}.`);
  const moment = granted<Moment>(await service.seek({ count: fact.count, tick: fact.tick }));
  const seen: Seen = { scenario, position: moment.position, ended: moment.status.state === 'ended' };
  return { service, seen, moment, fact };
}

describe('every screen opens where the build found it', () => {
  it.each(lesson.screens)('$name', async (screen) => {
    const { moment, fact } = await open(screen);
    expect(moment.hash).toBe(fact.hash);
  });
});

/** Does what a task asks for. */
async function solve({ check }: Task, screen: TaughtLesson['screens'][0]): Promise<Seen> {
  const { service, seen } = await open(screen);
  if ('looksAt' in check) return { ...seen, entry: check.looksAt };
  if ('stands' in check) return (await open({ scenario: screen.scenario, at: check.stands })).seen;
  if ('ends' in check) return (await open({ scenario: check.ends, at: 'end' })).seen;
  const { mfn } = factsOf(`${lesson.name}/${screen.scenario}`).markers.get('pin-refused')?.values ?? {};
  const writing = granted<Writing>(await service.whoWrote(Number(mfn) * 4096 + check.wrote.slot * 4, 4));
  return { ...seen, entry: check.wrote, writtenBy: writing.by };
}

describe('every task', () => {
  const withTask = lesson.screens.filter(({ task }) => task !== undefined);
  const taskOf = (name: string | undefined) => lesson.tasks.find((task) => task.name === name) as Task;

  it.each(withTask)('of $name is open at first, and solved by what it asks for', async (screen) => {
    const task = taskOf(screen.task);
    expect(isDone(lesson, task.check, (await open(screen)).seen)).toBe(false);
    const seen = await solve(task, screen);
    expect(isDone(lesson, task.check, seen)).toBe(true);
  });

  it('is not solved by something else', async () => {
    const { seen } = await open(lesson.screens[2] as TaughtLesson['screens'][0]);
    const entry = { level: 2, slot: 767 };
    expect(isDone(lesson, { looksAt: entry }, { ...seen, entry: { level: 2, slot: 766 } })).toBe(false);
    expect(isDone(lesson, { looksAt: entry }, { ...seen, entry: { level: 1, slot: 767 } })).toBe(false);
    expect(isDone(lesson, { wrote: { ...entry, by: 'xen' } }, { ...seen, entry, writtenBy: 'instruction' })).toBe(
      false,
    );
    expect(isDone(lesson, { stands: 'pin-refused' }, seen)).toBe(true);
    expect(isDone(lesson, { stands: 'pin-refused-end' }, seen)).toBe(false);
    expect(isDone(lesson, { stands: 'killed-writable' }, seen)).toBe(false);
    expect(isDone(lesson, { ends: seen.scenario }, seen)).toBe(false);
    expect(isDone(lesson, { ends: 'native/pae' }, { ...seen, ended: true })).toBe(false);
  });
});
