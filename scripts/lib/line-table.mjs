/**
 * The line table that is committed beside an image: small enough for a page, and free of DWARF.
 *
 *   files      path of each source file, relative to the project
 *   rows       numbers in threes: address minus the row before, index into files (-1: no source until the next row),
 *              line minus the row before
 *   functions  [name, address, bytes]; 0 bytes for a label in assembly
 */
import { lineRows } from './dwarf-lines.mjs';
import { functions } from './elf32.mjs';

/** Rows by address: one per address (the last wins) and none that repeats the row before. */
function mergedRows(elf) {
  const first = functions(elf)[0]?.[1] ?? 0; // code the linker dropped keeps rows at address 0
  const byAddress = new Map();
  for (const row of lineRows(elf)) {
    const isGap = row.end || row.line === 0;
    const known = byAddress.get(row.address);
    if (row.address < first || (row.end && known && known.file !== null)) continue;
    byAddress.set(row.address, { address: row.address, file: isGap ? null : row.file, line: isGap ? 0 : row.line });
  }
  const sorted = [...byAddress.values()].sort((a, b) => a.address - b.address);
  return sorted.filter((row, i) => i === 0 || row.file !== sorted[i - 1].file || row.line !== sorted[i - 1].line);
}

/**
 * Makes the table of an ELF file with debug information, as JSON text: one line per source file's worth of rows.
 * @param {Uint8Array} elf
 */
export function lineTableJson(elf) {
  const rows = mergedRows(elf);
  const files = [...new Set(rows.map((row) => row.file).filter((file) => file !== null))].sort();
  let address = 0;
  let line = 0;
  const numbers = rows.flatMap((row) => {
    const triple = [row.address - address, row.file === null ? -1 : files.indexOf(row.file), row.line - line];
    address = row.address;
    line = row.line;
    return triple;
  });
  return `${JSON.stringify({ files, rows: numbers, functions: functions(elf) })}\n`;
}
