// An asc transform: asks the compiler where the fields of every class in assembly/layout/ lie, and writes
// web/core/layout.gen.ts, a typed view of each, so that nobody counts bytes by hand. The constants and enums beside the
// classes, and those of the memory map, go there as well.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { CommonFlags, ElementKind } from 'assemblyscript';
import { Transform } from 'assemblyscript/transform';
import { at } from './lib/paths.mjs';

const FOLDER = 'assembly/layout';
const MEMORY_MAP = 'assembly/base/memory-map.ts';
const OUTPUT = 'web/core/layout.gen.ts';

/** DataView's name for each type of AssemblyScript. Any other type is a reference or an opaque number: 32 bits. */
const ACCESSORS = {
  bool: 'Uint8',
  u8: 'Uint8',
  i8: 'Int8',
  u16: 'Uint16',
  i16: 'Int16',
  u32: 'Uint32',
  i32: 'Int32',
  usize: 'Uint32',
  isize: 'Int32',
  u64: 'BigUint64',
  i64: 'BigInt64',
  f32: 'Float32',
  f64: 'Float64',
};

/** The doc comment that ends just before a declaration, indented, or an empty string. */
function docOf(declaration, indent) {
  const before = declaration.range.source.text.slice(0, declaration.range.start);
  const comment = before.match(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\s*(?:@\w+\s*|export\s*|readonly\s*)*$/)?.[0];
  if (!comment) return '';
  const lines = comment.replace(/\*\/[\s\S]*$/, '*/').split('\n');
  return lines.map((line, i) => `${indent}${i ? ' ' : ''}${line.trim()}\n`).join('');
}

/** The getter and the setter of one field. */
function accessors({ name, memoryOffset, type, declaration }) {
  const kind = type.toString();
  const accessor = ACCESSORS[kind] ?? 'Uint32';
  const little = accessor.endsWith('8') ? '' : ', true';
  const back = kind === 'bool' ? 'boolean' : accessor.startsWith('Big') ? 'bigint' : 'number';
  const got = `this.memory.get${accessor}(this.at + ${memoryOffset}${little})`;
  const put = kind === 'bool' ? 'value ? 1 : 0' : 'value';
  return (
    `${docOf(declaration, '  ')}  get ${name}(): ${back} {\n    return ${got}${kind === 'bool' ? ' !== 0' : ''};\n  }\n` +
    `  set ${name}(value: ${back}) {\n    this.memory.set${accessor}(this.at + ${memoryOffset}, ${put}${little});\n  }\n`
  );
}

/** The view of one class. Statics are getters, because bundlers keep classes whose statics have to be computed. */
function view(name, prototype, cls) {
  const members = cls.members ? [...cls.members.values()] : [];
  const fields = members.map((m) => m.instance ?? m).filter((m) => m.isField && m.memoryOffset >= 0);
  const offsets = fields.map((f) => `  ${f.name}: ${f.memoryOffset},\n`).join('');
  return (
    `/** Distance of each field of ${name} from its start, in bytes. */\nconst ${name}Offset = {\n${offsets}} as const;\n\n` +
    `${docOf(prototype.declaration, '')}export class ${name} {\n` +
    `  /** Size in bytes. */\n  static get SIZE(): number {\n    return ${cls.nextMemoryOffset};\n  }\n` +
    `  /** Distance of each field from the start, in bytes. */\n  static get OFFSET(): typeof ${name}Offset {\n` +
    `    return ${name}Offset;\n  }\n\n` +
    `  /** A view of the one at an address of the core's memory. */\n` +
    `  constructor(\n    readonly memory: DataView,\n    readonly at: number,\n  ) {}\n\n` +
    `${fields.map(accessors).join('\n')}}\n`
  );
}

/** The value of a constant that is a sum of numbers and of constants already known, or undefined. */
function sumOf(text, known) {
  const terms = text.split('+').map((term) => term.trim());
  const values = terms.map(
    (term) => known.get(term) ?? (/^(?:0x[0-9a-f]+|\d+)$/i.test(term) ? Number(term) : undefined),
  );
  return values.includes(undefined) ? undefined : values.reduce((sum, value) => sum + value, 0);
}

/** One line for each constant of a file; its value is remembered for those that build on it. */
function constants(file, known) {
  const lines = [];
  for (const [name, element] of file.exports ?? []) {
    const initializer = element.kind === ElementKind.Global && element.declaration.initializer;
    const value = initializer && sumOf(initializer.range.toString(), known);
    if (typeof value !== 'number') continue;
    known.set(name, value);
    lines.push(`${docOf(element.declaration, '')}export const ${name} = 0x${value.toString(16)};\n`);
  }
  return lines;
}

/** An enum with its members' values. */
function enumeration(name, element) {
  let next = 0;
  const members = element.declaration.values.map((member) => {
    next = member.initializer ? Number(member.initializer.range.toString()) : next;
    return `${docOf(member, '  ')}  ${member.name.text} = ${next++},\n`;
  });
  return `${docOf(element.declaration, '')}export const enum ${name} {\n${members.join('')}}\n`;
}

/** Writes a file only if it would change, so that nothing that watches it wakes for nothing. */
function writeIfChanged(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(at('web/core'), { recursive: true });
  writeFileSync(file, text);
}

/** The transform, as asc's interface wants it. */
export default class EmitLayout extends Transform {
  /** Parses the layouts that no code of the machine imports, so that they get a view as well. */
  afterParse(parser) {
    if (!existsSync(at(FOLDER))) return;
    for (const file of readdirSync(at(FOLDER)).sort()) {
      const path = `${FOLDER}/${file}`;
      const known = parser.sources.some((source) => source.normalizedPath === path);
      if (!known && file.endsWith('.ts')) parser.parseFile(readFileSync(at(path), 'utf8'), path, false);
    }
  }

  /** Writes the views once the compiler knows every size. */
  afterCompile() {
    const views = [];
    const known = new Map();
    const map = this.program.filesByName.get(MEMORY_MAP.slice(0, -'.ts'.length));
    if (map) views.push(...constants(map, known));
    const files = [...this.program.filesByName].filter(([path]) => path.startsWith(`${FOLDER}/`));
    for (const [, file] of files.sort(([a], [b]) => (a < b ? -1 : 1))) {
      views.push(...constants(file, known), ...this.#declarations(file));
    }
    const head = '// Made from assembly/layout/ by scripts/emit-layout.mjs. Do not edit.\n';
    writeIfChanged(at(OUTPUT), views.length ? `${head}\n${views.join('\n')}` : `${head}export {};\n`);
  }

  /** The exported enums of a file, and the views of its exported classes. */
  #declarations(file) {
    return [...(file.exports ?? [])].flatMap(([name, element]) => {
      if (element.kind === ElementKind.Enum) return [enumeration(name, element)];
      if (element.kind !== ElementKind.ClassPrototype || !element.is(CommonFlags.Export)) return [];
      const cls = this.program.resolver.resolveClass(element, null);
      return cls ? [view(name, element, cls)] : [];
    });
  }
}
