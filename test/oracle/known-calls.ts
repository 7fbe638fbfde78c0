import { Hypercall } from '../../assembly/abi/hypercall';
import { hypercallWords } from '../../web/explain/hypercall';
import { CALLBACK_TYPE, VM_ASSIST_TYPE } from '../../web/explain/sub-operations';

/** What a call is known by when its number, or its sub-operation's, is none that Ringside knows. */
export const UNKNOWN = 'unknown';

/** Calls whose sub-operations act on kinds of things, which are rules of their own. */
const KINDS: Readonly<Record<number, readonly (string | undefined)[]>> = {
  [Hypercall.CallbackOp]: CALLBACK_TYPE,
  [Hypercall.VmAssist]: VM_ASSIST_TYPE,
};

/** Names of a list with one for whatever it does not have. */
const withUnknown = (list: readonly (string | undefined)[]): string[] => [
  ...list.filter((one) => one !== undefined),
  UNKNOWN,
];

/** Every hypercall and sub-operation that Ringside has a name for, as `callName` names them, and for each call what it does not know. */
export function knownCalls(): string[] {
  const numbers = Array.from({ length: 64 }, (_, number) => number);
  const named = numbers.filter((number) => hypercallWords(number).name !== rawName(number));
  return [UNKNOWN, ...named.flatMap(namesOf)];
}

function namesOf(number: number): string[] {
  const { name, commands } = hypercallWords(number);
  if (!commands?.length) return [name];
  return withUnknown(commands).flatMap((command) => {
    const kinds = command === UNKNOWN ? undefined : KINDS[number];
    return kinds ? withUnknown(kinds).map((kind) => `${name}(${command} ${kind})`) : [`${name}(${command})`];
  });
}

/** What Ringside calls a hypercall that it does not know. */
const rawName = (number: number): string => `hypercall_${number}`;

/**
 * The name of a hypercall with the sub-operation it was asked for: `sched_op(yield)`, `vm_assist(enable 4gb_segments)`, `iret`.
 *
 * @param command undefined for a call that has none
 * @param kind what the sub-operation acts on, of calls that tell kinds apart
 */
export function callName(number: number, command: number | undefined, kind: number | undefined): string {
  const { name, commands } = hypercallWords(number);
  if (name === rawName(number)) return UNKNOWN;
  if (!commands?.length || command === undefined) return name;
  const word = commands[command] ?? UNKNOWN;
  const kinds = word === UNKNOWN || kind === undefined ? undefined : KINDS[number];
  return kinds ? `${name}(${word} ${kinds[kind as number] ?? UNKNOWN})` : `${name}(${word})`;
}
