import { existsSync, readFileSync } from 'node:fs';
import { at } from '../../scripts/lib/paths.mjs';
import type { InputEvent, Scenario } from '../../web/core/machine-api';
import { type Goal, Machine, type Observers, type Outcome, SLICE } from '../../web/toolstack/machine';

/** The release build of the core. The tests' set-up has built it; where it did not compile there is none. */
export function coreModule(): WebAssembly.Module {
  const file = at('build/ringside.wasm');
  if (!existsSync(file)) throw new Error('build/ringside.wasm is missing: assembly/ does not compile.');
  return new WebAssembly.Module(readFileSync(file));
}

/** A committed image. */
export function guestImage(name: string): Uint8Array {
  return new Uint8Array(readFileSync(at(`tutorials/images/${name}.elf`)));
}

/** A scenario of a committed guest with the usual options. */
export function scenario(name: string, more: Partial<Scenario> = {}): Scenario {
  return { image: guestImage(name), name, memory: 64, vcpus: 1, commandLine: '', ...more };
}

/** A machine and what its console showed. */
export interface Watched {
  machine: Machine;
  text: () => string;
}

/** Builds a machine whose console can be read. */
export function watched(module: WebAssembly.Module, what: Scenario, observers: Observers = {}): Watched {
  let text = '';
  const decoder = new TextDecoder('latin1');
  const console = (bytes: Uint8Array): void => {
    text += decoder.decode(bytes);
  };
  return { machine: Machine.create(module, what, { ...observers, console }), text: () => text };
}

/** What events of an input log typed, as texts. */
export function typedIn(events: readonly InputEvent[]): string[] {
  return events.flatMap((event) => (event.kind === 'console' ? [new TextDecoder().decode(event.bytes)] : []));
}

/** Runs to a goal in slices; gives up after `most` instructions. */
export function runTo(machine: Machine, goal: Goal = {}, slice = SLICE, most = 200_000_000): Outcome {
  const limit = machine.position.count + BigInt(most);
  for (;;) {
    const outcome = machine.advance(goal, slice);
    if (outcome !== 'more') return outcome;
    if (machine.position.count >= limit) throw new Error(`Nothing happened within ${most} instructions.`);
  }
}
