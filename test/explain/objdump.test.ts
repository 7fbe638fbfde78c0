import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { disassembleOne } from '../../web/explain/disassembler/disassemble';

const FOLDERS = ['tutorials/images', 'tutorials/images/test'];
const OBJDUMP = 'objdump';
const isThere = spawnSync(OBJDUMP, ['--version']).status === 0;

/** One instruction as objdump lists it. */
interface Listed {
  address: number;
  bytes: Uint8Array;
  text: string;
}

/** Reads a listing: `c0100000:\t55\tpush   %ebp`; long instructions go on in a line without text. */
function readListing(listing: string): Listed[] {
  const found: Listed[] = [];
  for (const line of listing.split('\n')) {
    const match = /^\s*([0-9a-f]+):\t((?:[0-9a-f]{2} )+)\s*(?:\t(.*))?$/.exec(line);
    if (!match) continue;
    const [, address = '', hex = '', text] = match;
    const bytes = Uint8Array.from(hex.trim().split(' '), (byte) => Number.parseInt(byte, 16));
    const last = found.at(-1);
    if (text === undefined && last) last.bytes = Uint8Array.from([...last.bytes, ...bytes]);
    else found.push({ address: Number.parseInt(address, 16), bytes, text: text ?? '' });
  }
  return found;
}

/** objdump pads the mnemonic, names symbols, writes targets without 0x and prefixes that change nothing. */
function normal(text: string): string {
  return text
    .replace(/\s*<.*>$/, '')
    .replace(/\s+#.*$/, '')
    .replace(/^((data16|[c-gs]s|repz|rep) )+(?=nop|ret)/, '')
    .replace(/^repz /, 'repe ')
    .replace(/^repnz /, 'repne ')
    .replace(/^(call|j\w+|loop\w*)\s+([0-9a-f]+)$/, '$1 0x$2')
    .replace(/^(sh[lr]|sar|ro[lr]|rc[lr])([bwl]?)\s+\$?(?:0x)?1,/, '$1$2 ')
    .replace(/^(sh[lr]|sar|ro[lr]|rc[lr])([bwl]?)\s+(?=[^,]*$)/, '$1$2 ')
    .replace(/%cs:(?=0x0\(|\()/, '')
    .replace(/%ss:(?=-?(?:0x)?[0-9a-f]*\(%e[bs]p)/, '')
    .replace(/^(call|jmp|push|pop)l /, '$1 ')
    .replace(/^xchg\s+%ax,%ax$/, 'nop')
    .replace('%db', '%dr')
    .replace(/^(lar|lsl)\s+%e/, '$1 %')
    .replace(/^([sl][gi]dt)l /, '$1 ')
    .replace(/%([a-ds]|[sd])([xipl]),%([c-gs]s)$/, '%e$1$2,%$3')
    .replace(/\s+/g, ' ')
    .trim();
}

describe.skipIf(!isThere)('equal to objdump on our images', () => {
  const images = FOLDERS.flatMap((folder) =>
    readdirSync(at(folder))
      .filter((file) => file.endsWith('.elf'))
      .map((file) => `${folder}/${file}`),
  );

  test.each(images)('%s', (image) => {
    // Other sections that may be run hold data as well, which objdump reads as prefixes of instructions.
    const listing = execFileSync(OBJDUMP, ['-d', '-j', '.text', '-M', 'att', at(image)], {
      maxBuffer: 1 << 26,
    }).toString();
    const listed = readListing(listing);
    expect(listed.length).toBeGreaterThan(10);
    for (const { address, bytes, text } of listed) {
      if (text.startsWith('(bad)') || text.startsWith('.byte')) continue;
      const ours = disassembleOne(Uint8Array.from([...bytes, ...new Uint8Array(15)]), address, 'att');
      // This guest runs what is no instruction, to see the fault; objdump shows some of it all the same.
      if (ours?.mnemonic === '(bad)' && image.endsWith('/probe-traps.elf')) continue;
      const shown = `${address.toString(16)}: ${normal(`${ours?.mnemonic} ${ours?.operands}`)} (${ours?.bytes.length})`;
      expect(shown).toBe(`${address.toString(16)}: ${normal(text)} (${bytes.length})`);
    }
  });
});
