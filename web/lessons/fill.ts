import { Refused } from '../core/refused';
import { factsOf, type ScenarioFacts, type Value } from './facts';
import type { Lesson } from './lesson';

/** Ways to write a value: `{{pin-refused.slot:hex}}`. Without one a number is written in decimal. */
const FORMATS: Readonly<Record<string, (value: number) => string>> = {
  hex: (value) => `0x${value.toString(16)}`,
  /** The first address that a slot of a two-level directory covers. */
  va: (value) => `0x${((value << 22) >>> 0).toString(16)}`,
  /** Thousands apart: a narrow space that does not break. */
  grouped: (value) => value.toString().replace(/\B(?=(\d{3})+$)/g, '\u202f'),
  /** As seconds of the guest's clock, from ticks. */
  seconds: (value) => `${(value / 1e9).toFixed(2)}`,
};

const EXPRESSION = /\{\{\s*(.+?)\.(\w+)(?::(\w+))?\s*\}\}/g;

/** Fields of a scenario as a whole. */
function ofScenario({ end, traced, ending }: ScenarioFacts): Record<string, Value | undefined> {
  const { result, slot, level, error, address } = ending;
  return { count: Number(end.count), tick: Number(end.tick), traced, result, slot, level, error, address };
}

/** The value an expression names: of a marker, or of a scenario as a whole. */
function quoted(lesson: Lesson, name: string, field: string): Value | undefined {
  const marker = lesson.markers.find((one) => one.name === name);
  if (!marker) {
    const isScenario = lesson.scenarios.some((one) => one.name === name);
    return isScenario ? ofScenario(factsOf(`${lesson.name}/${name}`))[field] : undefined;
  }
  const fact = factsOf(`${lesson.name}/${marker.scenario}`).markers.get(name);
  if (field === 'count') return fact && Number(fact.after.count);
  if (field === 'tick') return fact && Number(fact.after.tick);
  return fact?.values[field];
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/**
 * A text with every `{{MARKER.FIELD}}`, `{{SCENARIO.FIELD}}` or `{{MARKER.FIELD:FORMAT}}` replaced by what the machine did.
 *
 * Errors: Refused, naming the expression that has no value.
 */
export function filled(lesson: Lesson, text: string): string {
  return text.replace(EXPRESSION, (whole, name: string, field: string, format?: string) => {
    const value = quoted(lesson, name, field);
    if (value === undefined)
      throw new Refused(`${whole} has no value: no marker or scenario of that name has that field.`);
    if (typeof value === 'string') return escaped(value);
    const write = format === undefined ? String : FORMATS[format];
    if (!write)
      throw new Refused(`${whole}: there is no format ${format}; there are ${Object.keys(FORMATS).join(', ')}.`);
    return write(value);
  });
}
