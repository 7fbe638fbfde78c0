/**
 * Reads .debug_line: which source line each instruction came from.
 *
 * The section is a sequence of units. Each has a header with its file names and a program for a small machine whose
 * registers are (address, file, line, ...); running it yields the rows of the table.
 * Source: DWARF Debugging Information Format 4 and 5, section 6.2.
 */
import { sections, stringAt } from './elf32.mjs';

/** @typedef {{ address: number, file: string, line: number, end: boolean }} Row a row; `end` is one past a sequence */

const STANDARD = { copy: 1, advancePc: 2, advanceLine: 3, setFile: 4, constAddPc: 8, fixedAdvancePc: 9 };
const EXTENDED = { endSequence: 1, setAddress: 2 };
const FORM = { data2: 0x05, string: 0x08, data1: 0x0b, strp: 0x0e, udata: 0x0f, data16: 0x1e, lineStrp: 0x1f };
const CONTENT = { path: 1, directory: 2 };

/** Walks over bytes and decodes as it goes. */
class Cursor {
  constructor(bytes) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.at = 0;
  }
  u8() {
    return this.bytes[this.at++];
  }
  s8() {
    return (this.u8() << 24) >> 24;
  }
  u16() {
    this.at += 2;
    return this.view.getUint16(this.at - 2, true);
  }
  u32() {
    this.at += 4;
    return this.view.getUint32(this.at - 4, true);
  }
  /** Unsigned LEB128, up to 32 bits. */
  uleb() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
  /** Signed LEB128, up to 32 bits. */
  sleb() {
    let value = 0;
    for (let shift = 0; ; ) {
      const byte = this.u8();
      value |= (byte & 0x7f) << shift;
      shift += 7;
      if (byte < 0x80) return shift < 32 && byte & 0x40 ? value | (-1 << shift) : value;
    }
  }
  string() {
    const found = stringAt(this.bytes, this.at);
    this.at = this.bytes.indexOf(0, this.at) + 1;
    return found;
  }
}

/** Directory and file as one path; an absolute file or an unknown directory stands alone. */
function joined(directory, file) {
  return file.startsWith('/') || !directory || directory === '.' ? file : `${directory}/${file}`;
}

/** File names as versions 2 to 4 write them; file 1 is the first. */
function filesBefore5(cursor) {
  const directories = ['.'];
  for (let name = cursor.string(); name !== ''; name = cursor.string()) directories.push(name);
  const files = ['?'];
  for (let name = cursor.string(); name !== ''; name = cursor.string()) {
    files.push(joined(directories[cursor.uleb()], name));
    cursor.uleb(); // time
    cursor.uleb(); // length
  }
  return files;
}

/** One value of an entry in version 5, by its form. */
function formValue(cursor, form, strings) {
  switch (form) {
    case FORM.string:
      return cursor.string();
    case FORM.lineStrp:
      return stringAt(strings.line, cursor.u32());
    case FORM.strp:
      return stringAt(strings.debug, cursor.u32());
    case FORM.data1:
      return cursor.u8();
    case FORM.data2:
      return cursor.u16();
    case FORM.udata:
      return cursor.uleb();
    case FORM.data16:
      cursor.at += 16;
      return 0;
    default:
      throw new Error(`.debug_line: form 0x${form.toString(16)} in a file table is not known`);
  }
}

/** A table of entries in version 5: first their format, then the entries. */
function entries5(cursor, strings) {
  const formats = [];
  for (let count = cursor.u8(); count > 0; count--) formats.push([cursor.uleb(), cursor.uleb()]);
  const entries = [];
  for (let count = cursor.uleb(); count > 0; count--) {
    entries.push(new Map(formats.map(([content, form]) => [content, formValue(cursor, form, strings)])));
  }
  return entries;
}

/** File names as version 5 writes them; file 0 is the first. */
function files5(cursor, strings) {
  const directories = entries5(cursor, strings).map((entry) => entry.get(CONTENT.path));
  return entries5(cursor, strings).map((entry) =>
    joined(directories[entry.get(CONTENT.directory) ?? 0], entry.get(CONTENT.path)),
  );
}

/** Reads a unit's header; leaves the cursor at its program. */
function readHeader(cursor, strings) {
  const length = cursor.u32();
  const end = cursor.at + length;
  const version = cursor.u16();
  if (version >= 5) cursor.at += 2; // sizes of addresses and of segment selectors
  const headerLength = cursor.u32();
  const program = cursor.at + headerLength;
  const minimumInstruction = cursor.u8();
  if (version >= 4) cursor.at += 1; // operations per VLIW instruction
  cursor.at += 1; // whether a row starts a statement by default
  const lineBase = cursor.s8();
  const lineRange = cursor.u8();
  const opcodeBase = cursor.u8();
  const operands = [0];
  while (operands.length < opcodeBase) operands.push(cursor.u8());
  const files = version >= 5 ? files5(cursor, strings) : filesBefore5(cursor);
  cursor.at = program;
  return { end, minimumInstruction, lineBase, lineRange, opcodeBase, operands, files };
}

/** The machine that a unit's program drives. */
class LineMachine {
  constructor(header, rows) {
    this.header = header;
    this.rows = rows;
    this.reset();
  }
  reset() {
    this.address = 0;
    this.file = 1;
    this.line = 1;
  }
  advance(operations) {
    this.address += operations * this.header.minimumInstruction;
  }
  emit(end) {
    this.rows.push({ address: this.address, file: this.header.files[this.file] ?? '?', line: this.line, end });
  }
  /** An opcode that moves address and line at once and emits a row. */
  special(opcode) {
    const adjusted = opcode - this.header.opcodeBase;
    this.advance(Math.floor(adjusted / this.header.lineRange));
    this.line += this.header.lineBase + (adjusted % this.header.lineRange);
    this.emit(false);
  }
  extended(cursor) {
    const next = cursor.uleb() + cursor.at;
    const opcode = cursor.u8();
    if (opcode === EXTENDED.setAddress) this.address = cursor.u32();
    if (opcode === EXTENDED.endSequence) {
      this.emit(true);
      this.reset();
    }
    cursor.at = next;
  }
  standard(opcode, cursor) {
    switch (opcode) {
      case STANDARD.copy:
        return this.emit(false);
      case STANDARD.advancePc:
        return this.advance(cursor.uleb());
      case STANDARD.advanceLine:
        this.line += cursor.sleb();
        return;
      case STANDARD.setFile:
        this.file = cursor.uleb();
        return;
      case STANDARD.constAddPc:
        return this.advance(Math.floor((255 - this.header.opcodeBase) / this.header.lineRange));
      case STANDARD.fixedAdvancePc:
        this.address += cursor.u16();
        return;
      default:
        for (let count = this.header.operands[opcode]; count > 0; count--) cursor.uleb();
    }
  }
}

/**
 * All rows of an ELF file, unit by unit, in the order of its programs. Empty if it has no line table.
 * @param {Uint8Array} elf
 * @returns {Row[]}
 */
export function lineRows(elf) {
  const all = sections(elf);
  const cursor = new Cursor(all.get('.debug_line') ?? new Uint8Array(0));
  const strings = { debug: all.get('.debug_str'), line: all.get('.debug_line_str') };
  const rows = [];
  while (cursor.at < cursor.bytes.length) {
    const header = readHeader(cursor, strings);
    const machine = new LineMachine(header, rows);
    while (cursor.at < header.end) {
      const opcode = cursor.u8();
      if (opcode >= header.opcodeBase) machine.special(opcode);
      else if (opcode === 0) machine.extended(cursor);
      else machine.standard(opcode, cursor);
    }
  }
  return rows;
}
