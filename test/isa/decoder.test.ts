import { describe, expect, it } from 'vitest';
import { Op } from '../../assembly/isa/op';
import { EndOfCode } from '../../web/explain/disassembler/cursor';
import { decode } from '../../web/explain/disassembler/decode';
import { Engine } from '../cpu/support/engine';
import { random } from '../cpu/support/random';
import { icedDecode } from '../explain/iced';

// The core's own decoder against the disassembler, which reads the same map with other code, and against iced-x86: every opcode under every
// pair of prefixes.

const PREFIXES = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3];
const PAIRS = [[], ...PREFIXES.map((one) => [one]), ...PREFIXES.flatMap((one) => PREFIXES.map((two) => [one, two]))];
const OPCODES = Array.from({ length: 512 }, (_, n) => (n < 256 ? [n] : [0x0f, n & 255]));
const MOD_RMS = [0x00, 0x44, 0x84, 0x05, 0xc1, 0x25, 0x6c, 0x9f, 0xe2, 0x3d, 0x14, 0xfb];
/** ModRM bytes tried of each. */
const TRIES = 3;
const CODE = 0x2000;
const BYTES = 18;
const engine = new Engine(8);

/** Op and length as the disassembler sees them; length 0 for more than 15 bytes. */
function disassembled(bytes: Uint8Array): { op: Op; length: number } {
  try {
    const { op, length } = decode(bytes, CODE);
    return { op, length };
  } catch (error) {
    if (error instanceof EndOfCode) return { op: Op.Undefined, length: 0 };
    throw error;
  }
}

/** Operations that the processor refuses while it runs them, and the disassembler while it reads them. */
const REFUSED_LATER: ReadonlySet<Op> = new Set([
  Op.MovFromCr,
  Op.MovToCr,
  Op.MovFromSeg,
  Op.MovToSeg,
  Op.Ud0,
  Op.Ud1,
  Op.Ud2,
]);

/** Where the three decoders differ. */
function difference(bytes: Uint8Array): string | undefined {
  engine.bytes.set(bytes, 0x2000000 + CODE);
  const core = engine.exports.decodeAt(CODE);
  const [op, length] = [core >>> 16, core & 0xffff];
  const shown = disassembled(bytes);
  if (op !== shown.op && !(shown.op === Op.Undefined && REFUSED_LATER.has(op)))
    return `op ${op}, disassembled ${shown.op}`;
  if (op === Op.Undefined || shown.op === Op.Undefined) return undefined;
  if (length !== shown.length) return `${length} bytes, disassembled ${shown.length}`;
  const iced = icedDecode(bytes, CODE);
  return !iced.isValid || iced.length === length ? undefined : `${length} bytes, iced-x86 ${iced.length} (${iced.att})`;
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

describe('the decoder', () => {
  it('agrees with the disassembler and iced-x86 under every pair of prefixes', { timeout: 120_000 }, () => {
    const next = random(5);
    const found: string[] = [];
    for (const [n, prefixes] of PAIRS.entries()) {
      for (const [i, opcode] of OPCODES.entries()) {
        for (let tries = 0; tries < TRIES; tries++) {
          const bytes = Uint8Array.from({ length: BYTES }, () => next());
          bytes.set([...prefixes, ...opcode, MOD_RMS[(n + i + 5 * tries) % MOD_RMS.length] as number]);
          const one = difference(bytes);
          if (one && found.length < 20) found.push(`${hexOf(bytes)}: ${one}`);
        }
      }
    }
    expect(found).toEqual([]);
  });

  it('takes 15 bytes and no more', () => {
    for (const [count, wanted] of [
      [14, 15],
      [15, 0],
      [17, 0],
    ] as const) {
      const bytes = new Uint8Array(BYTES).fill(0x90);
      bytes.fill(0x2e, 0, count);
      engine.bytes.set(bytes, 0x2000000 + CODE);
      expect(engine.exports.decodeAt(CODE) & 0xffff).toBe(wanted);
    }
  });
});
