/** Holds our answer against the processor's. */
import { mayRefuse, movesImage, undefinedAfter, undefinedAtFault, undefinedConditions } from './undefined';
import type { Answer, Change, Vector, X87 } from './vector-file';

const NAMES = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'];
const SEGMENTS = ['es', 'cs', 'ss', 'ds', 'fs', 'gs'];
/** TF was the generator's, RF is set in what a fault saves. */
const TF_RF = 0x10100;

/** A difference: what, what the processor had, what we have. */
export interface Difference {
  what: string;
  expected: string;
  got: string;
}

const hex = (value: number): string => (value >>> 0).toString(16);

function textOfFault({ fault }: Answer, isImage: boolean): string {
  if (!fault) return 'none';
  if (isImage) return 'some';
  return `#${fault.vector} error ${hex(fault.error)} address ${hex(fault.address)}`;
}

function textOfChanges(changes: Change[]): string {
  return changes.map(({ at, bytes }) => `${hex(at)}:${Buffer.from(bytes).toString('hex')}`).join(' ');
}

function textOfX87({ control, status, tags, registers }: X87, conditions: number): string {
  const top = (status >> 11) & 7;
  const values = registers.map((value, i) => {
    const isEmpty = !(tags & (1 << ((top + i) & 7)));
    return isEmpty ? '-' : Buffer.from(value).reverse().toString('hex');
  });
  return `fcw ${hex(control)} fsw ${hex(status & ~conditions)} ftw ${hex(tags)} ${values.join(' ')}`;
}

/** Everything in which two answers to a vector differ, apart from what is undefined. */
export function differences({ question, answer }: Vector, ours: Answer): Difference[] {
  if (ours.fault && !answer.fault && mayRefuse(question)) return [];
  const undef = answer.fault ? undefinedAtFault(question) : undefinedAfter(question);
  const found: Difference[] = [];
  const compare = (what: string, expected: string, got: string): void => {
    if (expected !== got) found.push({ what, expected, got });
  };
  const isImage = movesImage(question);
  compare('fault', textOfFault(answer, isImage), textOfFault(ours, isImage));
  if (!undef.result) {
    answer.registers.forEach((value, i) => {
      compare(NAMES[i]!, hex(value & ~undef.bits), hex(ours.registers[i]! & ~undef.bits));
    });
    if (!isImage && !undef.stores) compare('memory', textOfChanges(answer.changes), textOfChanges(ours.changes));
  }
  if (answer.x87 && ours.x87) {
    const conditions = undefinedConditions(question);
    compare('x87', textOfX87(answer.x87, conditions), textOfX87(ours.x87, conditions));
  }
  const mask = ~(TF_RF | undef.flags);
  compare('eip', hex(answer.ip), hex(ours.ip));
  compare('eflags', hex(answer.eflags & mask), hex(ours.eflags & mask));
  compare('iterations', String(answer.iterations), String(ours.iterations));
  answer.selectors.forEach((value, i) => {
    compare(SEGMENTS[i]!, hex(value), hex(ours.selectors[i]!));
  });
  return found;
}

/** A vector as one line, for reports. */
export function describe({ question }: Vector): string {
  const registers = NAMES.map((name, i) => `${name} ${hex(question.registers[i]!)}`).join(' ');
  const segments = SEGMENTS.map((name, i) => `${name} ${hex(question.selectors[i]!)}`).join(' ');
  const code = Buffer.from(question.code).toString('hex').replace(/../g, '$& ').trim();
  const x87 = question.x87 ? ` | ${textOfX87(question.x87, 0)}` : '';
  return `${code} | at ${hex(question.ip)} flags ${hex(question.eflags)} ${registers} | ${segments}${x87}`;
}
