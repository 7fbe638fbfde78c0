import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import type { Moment, Refusal } from '../../web/core/machine-api';
import { MachineService } from '../../web/toolstack/machine-service';
import { scenario } from '../support/machine';

const moment = (answer: Moment | Refusal): Moment => {
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
};
const shown = (now: Moment): string => new TextDecoder('latin1').decode(now.console.bytes);

async function service(): Promise<MachineService> {
  const made = new MachineService();
  const wasm = readFileSync(at('build/ringside.wasm'));
  await made.boot(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) as ArrayBuffer);
  await made.create(scenario('hello', { script: 'Ada' }));
  return made;
}

it('runs to where the console has shown a text, and stands there exactly', async () => {
  const made = await service();
  const first = moment(await made.runTo({ shown: 'ring 1' }));
  expect(shown(first)).toMatch(/Hello from ring 1[^\n]*$/m);
  const second = moment(await made.runTo({ shown: 'Pleased to meet you' }));
  expect(second.position.count).toBeGreaterThan(first.position.count);

  const again = await service();
  const there = moment(await again.runTo({ shown: 'Pleased to meet you' }));
  expect([there.position, there.hash]).toEqual([second.position, second.hash]);
});

it('runs to the end where the text never comes; going back it is refused', async () => {
  const made = await service();
  const end = moment(await made.runTo({ shown: 'no guest says this' }));
  expect(end.status.state).toBe('ended');
  expect(await made.runTo({ shown: 'ring 1' }, -1)).toMatchObject({ refused: /forward/ });
});
