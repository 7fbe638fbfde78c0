import type { StepUnit } from '../../core/machine-api';

/** What a key wants of the machine. */
export type KeyCommand = 'toggle' | { step: StepUnit; times: number };

/** The keys of the controls, by `KeyboardEvent.key`: the same wherever there is a machine. */
export function controlKeys(want: (command: KeyCommand) => void): Readonly<Record<string, () => void>> {
  return {
    ' ': () => want('toggle'),
    '.': () => want({ step: 'instruction', times: 1 }),
    ',': () => want({ step: 'instruction', times: -1 }),
    ']': () => want({ step: 'hypercall', times: 1 }),
    '[': () => want({ step: 'hypercall', times: -1 }),
  };
}
