import { Refused } from '../core/refused';

/** A value of a parsed JSON file, and where it stands in it: what does not fit is refused by name. */
export class JsonReader {
  constructor(
    private readonly value: unknown,
    private readonly path: string,
  ) {}

  /** Ends with a sentence. */
  fail(expected: string): never {
    throw new Refused(`${this.path} must be ${expected}, not ${JSON.stringify(this.value) ?? 'absent'}.`);
  }

  /** Whether there is a value at all. */
  get isThere(): boolean {
    return this.value !== undefined;
  }

  /** A field of an object; it may be absent. */
  field(name: string): JsonReader {
    return new JsonReader(this.fields()[name], `${this.path}.${name}`);
  }

  /** An object with no other fields than these. */
  only(...names: string[]): this {
    for (const name of Object.keys(this.fields())) {
      if (!names.includes(name))
        throw new Refused(`${this.path} has no field "${name}"; there are ${names.join(', ')}.`);
    }
    return this;
  }

  text(): string {
    return typeof this.value === 'string' && this.value !== '' ? this.value : this.fail('a text');
  }

  number(): number {
    return Number.isSafeInteger(this.value) ? (this.value as number) : this.fail('a whole number');
  }

  /** A number in JSON, or text such as "0xbfc00000". */
  address(): number {
    if (typeof this.value === 'string' && /^0x[0-9a-f]{1,8}$/.test(this.value)) return Number(this.value);
    return this.fail('an address such as "0xbfc00000"');
  }

  flag(): boolean {
    return typeof this.value === 'boolean' ? this.value : this.fail('true or false');
  }

  oneOf<T extends string>(choices: readonly T[]): T {
    const found = choices.find((choice) => choice === this.value);
    return found ?? this.fail(`one of ${choices.join(', ')}`);
  }

  list(): JsonReader[] {
    if (!Array.isArray(this.value)) this.fail('a list');
    return (this.value as unknown[]).map((item, i) => new JsonReader(item, `${this.path}[${i}]`));
  }

  private fields(): Record<string, unknown> {
    if (typeof this.value !== 'object' || this.value === null || Array.isArray(this.value)) this.fail('an object');
    return this.value as Record<string, unknown>;
  }
}

/** Reads with `take` if there is something: spreads into an object as `name`, or as nothing. */
export function optional<K extends string, T>(
  reader: JsonReader,
  name: K,
  take: (value: JsonReader) => T,
): { [key in K]?: T } {
  const value = reader.field(name);
  return (value.isThere ? { [name]: take(value) } : {}) as { [key in K]?: T };
}
