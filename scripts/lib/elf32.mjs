/**
 * The parts of a 32-bit little-endian ELF file that the guest build reads: sections by name and symbols.
 * Source: Tool Interface Standard, Executable and Linking Format 1.2, part 1.
 */

const SECTION_HEADER = { name: 0, type: 4, offset: 16, size: 20, bytes: 40 };
const SYMBOL = { name: 0, value: 4, size: 8, info: 12, section: 14, bytes: 16 };
const SHT_NOBITS = 8;
const STT_NOTYPE = 0;
const STT_FUNC = 2;

const text = new TextDecoder();

/**
 * A zero-terminated string.
 * @param {Uint8Array} bytes
 * @param {number} offset
 */
export function stringAt(bytes, offset) {
  return text.decode(bytes.subarray(offset, bytes.indexOf(0, offset)));
}

/**
 * All sections by name; one that occupies no bytes in the file is empty.
 * @param {Uint8Array} elf
 * @returns {Map<string, Uint8Array>}
 */
export function sections(elf) {
  const view = new DataView(elf.buffer, elf.byteOffset, elf.length);
  const table = view.getUint32(32, true);
  const count = view.getUint16(48, true);
  const header = (index) => {
    const at = table + index * SECTION_HEADER.bytes;
    const offset = view.getUint32(at + SECTION_HEADER.offset, true);
    const size = view.getUint32(at + SECTION_HEADER.size, true);
    const empty = view.getUint32(at + SECTION_HEADER.type, true) === SHT_NOBITS;
    return {
      name: view.getUint32(at + SECTION_HEADER.name, true),
      bytes: empty ? new Uint8Array(0) : elf.subarray(offset, offset + size),
    };
  };
  const names = header(view.getUint16(50, true)).bytes;
  const found = new Map();
  for (let index = 1; index < count; index++) {
    const { name, bytes } = header(index);
    found.set(stringAt(names, name), bytes);
  }
  return found;
}

/**
 * Functions and assembler labels, by address: [name, address, size in bytes (0 for a label)].
 * @param {Uint8Array} elf
 * @returns {[string, number, number][]}
 */
export function functions(elf) {
  const all = sections(elf);
  const table = all.get('.symtab') ?? new Uint8Array(0);
  const names = all.get('.strtab') ?? new Uint8Array(0);
  const view = new DataView(table.buffer, table.byteOffset, table.length);
  const found = [];
  for (let at = SYMBOL.bytes; at < table.length; at += SYMBOL.bytes) {
    const type = view.getUint8(at + SYMBOL.info) & 15;
    const section = view.getUint16(at + SYMBOL.section, true);
    const isText = section === 1; // guest.ld puts .text first
    const name = stringAt(names, view.getUint32(at + SYMBOL.name, true));
    if (!isText || (type !== STT_FUNC && type !== STT_NOTYPE) || name === '') continue;
    found.push([name, view.getUint32(at + SYMBOL.value, true), view.getUint32(at + SYMBOL.size, true)]);
  }
  return found.sort((a, b) => a[1] - b[1] || (a[0] < b[0] ? -1 : 1));
}
