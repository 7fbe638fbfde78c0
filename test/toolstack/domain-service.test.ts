import { describe, expect, it } from 'vitest';
import type { Moment } from '../../web/core/machine-api';
import { MachineService } from '../../web/toolstack/machine-service';
import { coreModule, scenario } from '../support/machine';

const module = coreModule();
const PAIR = scenario('ping', { memory: 8, others: [scenario('pong', { memory: 8 })] });

const moment = (answer: Moment | { refused: string }): Moment => {
  if ('refused' in answer) throw new Error(answer.refused);
  return answer;
};

async function made(): Promise<MachineService> {
  const service = new MachineService();
  await service.boot(module);
  await service.create(PAIR);
  return service;
}

const textOf = ({ console }: Moment): string => new TextDecoder().decode(console.bytes);
const statesOf = ({ domains }: Moment): string[] => domains.map(({ state }) => state);

describe('a machine of two domains, asked from outside', () => {
  it('shows the first, and whichever it is told: console, registers, memory', async () => {
    const service = await made();
    moment(await service.seek({ count: 60_000n }));
    const first = await service.moment();
    expect([first.console.domid, first.registers.domid]).toEqual([1, 1]);
    const second = moment(await service.show(2));
    expect(second.epoch).toBeGreaterThan(first.epoch);
    expect([second.console.domid, second.registers.domid, second.console.from]).toEqual([2, 2, 0]);
    expect(textOf(second)).toContain('pong: domain 2 looks for domain 1');
    expect(second.registers.cr3).not.toBe(first.registers.cr3);
    expect(moment(await service.show(1)).registers).toEqual(first.registers);
    expect(await service.show(7)).toEqual({ refused: 'This machine has no domain 7.' });
    // Whoever looks changes nothing.
    expect(second.hash).toBe(first.hash);
  });

  it('pauses, goes on with, and destroys a domain where it stands; going back undoes it', async () => {
    const service = await made();
    moment(await service.seek({ count: 20_000n }));
    const { position } = await service.moment();
    expect(statesOf(moment(await service.command(2, 'pause')))[1]).toBe('paused');
    expect(statesOf(moment(await service.command(2, 'unpause')))[1]).not.toBe('paused');
    const destroyed = moment(await service.command(2, 'destroy'));
    expect([destroyed.position, statesOf(destroyed)[1]]).toEqual([position, 'destroyed']);
    expect(destroyed.domains[1]).toMatchObject({
      frames: 0,
      end: { orderly: false, reason: 'The domain was destroyed.' },
    });
    expect((await service.inputs()).map(({ kind, tick }) => [kind, tick])).toEqual(
      Array.from({ length: 3 }, () => ['toolstack', position.tick]),
    );
    expect(statesOf(moment(await service.step('instruction', -1)))[1]).not.toBe('destroyed');
    const again = moment(await service.seek(position));
    expect([again.hash, statesOf(again)[1]]).toEqual([destroyed.hash, 'destroyed']);
    expect(await service.command(9, 'pause')).toEqual({ refused: 'This machine has no domain 9.' });
  });

  it('obeys while it runs, and runs on', async () => {
    const service = new MachineService();
    await service.boot(module);
    const forever = { ...scenario('test/loop-forever'), memory: 8 };
    await service.create({ ...forever, others: [forever] });
    await service.run();
    await service.command(2, 'destroy');
    for (let tries = 0; statesOf(await service.moment())[1] !== 'destroyed'; tries++) {
      expect(tries).toBeLessThan(200);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect((await service.moment()).status.state).toBe('running');
    await service.pause();
    expect((await service.inputs()).map(({ kind }) => kind)).toEqual(['toolstack']);
  });
});
