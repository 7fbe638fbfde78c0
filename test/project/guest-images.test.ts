import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functions } from '../../scripts/lib/elf32.mjs';
import { imagePath, recipes } from '../../scripts/lib/guests.mjs';
import { at } from '../../scripts/lib/paths.mjs';

const PT_LOAD = 1;
const PAGE = 4096;
/** Where a guest's C begins: on our runtime, or as a kernel calls it. */
const MAINS = ['guest_main', 'main'];

/** The loadable segments of a 32-bit ELF file. */
function segments(elf: Buffer) {
  const table = elf.readUInt32LE(28);
  return Array.from({ length: elf.readUInt16LE(44) }, (_, i) => table + i * elf.readUInt16LE(42))
    .filter((at) => elf.readUInt32LE(at) === PT_LOAD)
    .map((at) => ({ offset: elf.readUInt32LE(at + 4), address: elf.readUInt32LE(at + 8) }));
}

/** Decodes a committed line table: [address, file, line] by address. */
function rowsOf(table: { files: string[]; rows: number[] }) {
  const rows: { address: number; file: string | undefined; line: number }[] = [];
  let address = 0;
  let line = 0;
  for (let i = 0; i < table.rows.length; i += 3) {
    address += table.rows[i] ?? 0;
    line += table.rows[i + 2] ?? 0;
    rows.push({ address, file: table.files[table.rows[i + 1] ?? -1], line });
  }
  return rows;
}

describe('the committed guests', () => {
  it('are what their sources give', () => {
    const said = execFileSync(process.execPath, [at('scripts/build-guests.mjs'), '--check'], { encoding: 'utf8' });
    console.log(said.trim());
    expect(said).toMatch(/skipped|same/);
  });

  it.each(Object.entries(recipes()))('%s has page-aligned segments where it is linked', (name, recipe) => {
    const elf = readFileSync(at(`${imagePath(name, recipe)}.elf`));
    const base = Number(recipe.virtBase ?? 0xc0000000);
    const loads = segments(elf);
    expect(loads[0]?.address).toBe(base + 0x100000);
    for (const { offset, address } of loads) expect([offset % PAGE, address % PAGE]).toEqual([0, 0]);
    expect(functions(new Uint8Array(elf))).toEqual([]); // stripped
  });

  it.each(Object.entries(recipes()))('%s has a line table that leads into its sources', (guest, recipe) => {
    const table = JSON.parse(readFileSync(at(`${imagePath(guest, recipe)}.lines.json`), 'utf8'));
    const entry = table.functions.find(([symbol]: [string]) => MAINS.includes(symbol));
    const row = rowsOf(table).findLast(({ address }) => address <= entry[1]);
    const source = readFileSync(at(row?.file ?? 'no file'), 'utf8').split('\n');
    expect(recipe.sources.some((folder) => row?.file?.startsWith(folder))).toBe(true);
    const [name, brace] = source.slice((row?.line ?? 0) - 2);
    expect([name, brace]).toEqual([`${entry[0]}(void)`, '{']);
  });
});
