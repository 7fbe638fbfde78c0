import { describe, expect, it } from 'vitest';
import { Core } from '../../web/core/core';
import { MmState, XEN_MM } from '../../web/core/layout.gen';
import type { DomainScenario } from '../../web/core/machine-api';
import { Machine } from '../../web/toolstack/machine';
import { coreModule, runTo, scenario } from '../support/machine';
import { Random } from './support/random';

const module = coreModule();
const RAM = 64;
/** Runs that end in destroying everything; instructions within which everything of interest happens. */
const [RUNS, LENGTH] = [40, 400_000];

const freeFrames = ({ memory }: Core): number => new MmState(memory, XEN_MM).freeFrames;

const small = (name: string, commandLine = ''): DomainScenario => scenario(name, { memory: 6, commandLine });

/** Two that share a page and a port, one that does little but change page tables, one that talks to the store, one that floods. */
const CROWD = scenario('ping', {
  memory: 6,
  ram: RAM,
  others: [
    small('pong'),
    small('recursive-queued-updates-pae'),
    small('recursive-queued-updates-2-level'),
    small('xenstore'),
    small('pong', 'peer=1'),
  ],
});

describe('domains destroyed in the middle of anything', () => {
  const empty = freeFrames(Core.create(module, RAM, false));
  const machine = Machine.create(module, CROWD);
  const beginning = machine.checkpoint();

  const random = new Random(20030408);
  const dying = new Set<string>();

  /** Destroys all domains in some order, some time apart; looks at the audit after each. */
  function destroyAll(run: number): void {
    const left = machine.domains.map(({ domid }) => domid);
    while (left.length > 0) {
      const [domid] = left.splice(random.below(left.length), 1) as [number];
      machine.command(domid, 'destroy');
      machine.advance({ position: machine.position });
      expect(machine.core.exports.audit(), `run ${run}, domain ${domid} at ${machine.position.count}`).toBe(0);
      for (const { name, state } of machine.domains) if (state === 'dying') dying.add(name);
      if (random.below(2)) runTo(machine, { count: machine.position.count + BigInt(random.below(3000)) });
    }
  }

  it('give every frame back, in whatever order and wherever they stood', () => {
    for (let run = 0; run < RUNS; run++) {
      machine.restore(beginning);
      runTo(machine, { count: BigInt(random.below(LENGTH)) });
      destroyAll(run);
      expect(freeFrames(machine.core), `run ${run}`).toBe(empty);
    }
    // Some went while another had their page: or there was nothing to see here.
    expect(dying).toContain('ping');
  });
});
