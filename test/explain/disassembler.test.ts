import { describe, expect, test } from 'vitest';
import { disassemble, disassembleAround, type Instruction } from '../../web/explain/disassembler';
import { disassembleOne } from '../../web/explain/disassembler/disassemble';
import { type IcedInstruction, icedDecode } from './iced';

const ADDRESS = 0xc0100000;
const LONGEST = 15;

/** Extensions this processor has none of: what iced-x86 decodes as one of them is no instruction here, or another one. */
const ABSENT =
  /^(MMX|SSE|SSSE3|AVX|VMX|SVM|SMX|SMM|D3NOW|SYSCALL|XSAVE|BMI|LZCNT|POPCNT|TZCNT|CET|MPX|RTM|HLE|MOVBE|CLFSH|CLFLUSH|FSGSBASE|ADX|SHA|AES|PCLMUL|GFNI|RDRAND|RDSEED|RDPID|RDTSCP|SMAP|SMEP|MONITOR|MOVDIR|ENQCMD|INVPCID|WBNOINVD|CLDEMOTE|PREFETCH|WAITPKG|PTWRITE|SERIALIZE|UINTR|KL|AMX|PADLOCK|GEODE|CYRIX|CLZERO|SNP|SEV|MCOMMIT|INVLPGB|TSX|PCONFIG|CLWB|PCOMMIT|FXSR_OPT|KNC|UD0|MSRLIST|HRESET|FRED|LKGS|INTEL8086_ONLY|INTEL386_ONLY|INTEL386_A0_ONLY|INTEL486_A_ONLY|INTEL286_ONLY|CPUID_ONLY|FPU287_ONLY|FPU387SL_ONLY|TBM|XOP|FMA|F16C|LWP|RDPRU|MULTIBYTENOP_ONLY|D3NOWEXT|RAO|CMPCCXADD|SKINIT|TDX|SMCA|OSS|AIA|AI|ICEBP|PREFETCHW|PREFETCHITI|RMPQUERY|MONITORX|GMI|XTEST|SM)/;

/** Reserved or aliased forms that iced-x86 names although no manual of Intel's does, or that have no meaning here. */
const ALIASES = new Set([
  'd6',
  'd9 d8',
  'db e0',
  'dc d0',
  'dc d8',
  'dd c8',
  'de d0',
  'df c0',
  'df c8',
  'df d0',
  'df d8',
]);

/** Every prefix. */
const PREFIXES = [0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3];

/** Random bytes, the same ones on every run. */
function* randomBytes(seed: number): Generator<number, never> {
  let state = seed;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state >>> 24;
  }
}

/** Sixteen bytes: some that are given, then random ones. */
function bytesOf(given: readonly number[], random: Generator<number, never>): Uint8Array {
  return Uint8Array.from({ length: 18 }, (_, i) => given[i] ?? random.next().value);
}

const hexOf = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

/** An alias without its prefixes, x87 ones by their first register. */
function isAlias(bytes: Uint8Array): boolean {
  const [first = 0, second = 0] = [...bytes]
    .filter((byte, i) => !PREFIXES.includes(byte) || i === bytes.length - 1)
    .slice(0, 2);
  const opcode = first.toString(16);
  // PREFETCH of a register: a NOP on some processors, undefined on ours and on others.
  if (first === 0x0f && second === 0x0d) return true;
  return ALIASES.has(opcode) || ALIASES.has(`${opcode} ${(second & 0xf8).toString(16)}`);
}

/**
 * What is written differently on purpose, brought to one form:
 * - prefixes that change nothing are not written by us; iced-x86 writes hints and those of later extensions;
 * - a scale of 1 and the absent index (`%eiz`) are written as GNU's tools do, as are DS and ES of strings and `(%dx)`;
 * - `sal` is `shl`, `retf` is `ret far`, a far pointer is selector first;
 * - x87's ST as an implied operand, string operands in Intel's syntax, and a multiplication's repeated operand may be left out;
 * - 16-bit branches have a letter, hints one name each; a selector's register has 16 bits; NOP has one operand.
 */
function normal(text: string): string {
  return text
    .replace(
      /^((xacquire|xrelease|bnd|notrack|data16|addr16|hint-taken|hint-not-taken|[c-gs]s|rep|repe|repne|repz|repnz) )+(?!(movs|stos|lods|cmps|scas|ins|outs))/,
      '',
    )
    .replace(/^((xacquire|xrelease|data16|addr16) )+/, '')
    .replace(/^lock ((xacquire|xrelease) )/, 'lock ')
    .replace(/,p[nt]\b/, '')
    .replace(/(-?)(0x\w+)\(,%eiz,\d\)/, (_, sign: string, digits: string) => unsigned(sign, digits))
    .replace(/\[eiz\*\d([+-])(0x\w+)\]/, (_, sign: string, digits: string) => `[${unsigned(sign, digits)}]`)
    .replace(/,%eiz(,\d)?/, '')
    .replace(/,1\)/, ')')
    .replace(/\*1(?=[\]+-])/, '')
    .replace(/^mov([sz])x([bw]) /, 'mov$1w$2 ')
    .replace(/fpu(env14|state94) ptr /, '')
    .replace(/,\)/, ')')
    .replace(/\+eiz(\*\d)?/, '')
    .replace(/\beiz(\*\d)?\+?/, '')
    .replace(/^(\.byte 0x66; )+/, '')
    .replace(/[d]s:\[(e?bx)\]/, '[$1]')
    .replace(/^(aa[dm]) \$?0xa$/, '$1')
    .replace(/^xchg %?ax,%?ax/, 'nop')
    .replace(/^(fldenv|fnstenv|frstor|fnsave)s? /, '$1 ')
    .replace(/\(%dx\)/, '%dx')
    .replace(/%ds:\((%e?[sb][ix])\)/, '($1)')
    .replace(/%es:\((%e?di)\)/, '($1)')
    .replace(/^sal/, 'shl')
    .replace(/^retf/, 'ret far')
    .replace(/far (0x\w+):(0x\w+)/, 'far $2,$1')
    .replace(/^(imul.*?),(%?e?\w+),\2$/, '$1,$2')
    .replace(/^(imul (e?\w+),)\2,/, '$1')
    .replace(/^(f\w+) st,(.*\[.*)/, '$1 $2')
    .replace(/^(f.*\[.*),st$/, '$1')
    .replace(/^(f\w+) .*%?\bst\b.*/, '$1')
    .replace(/^(nop|prefetch|cldemote)\S*.*/, 'hint')
    .replace(/^(l?call|l?jmp|j[a-z]{1,3}|loop\w*|l?ret|push|pop)[wl] /, '$1 ')
    .replace(/^(l?ret)w$/, '$1')
    .replace(/^((?:rep\w* )?(?:movs|cmps|stos|lods|scas|ins|outs)[bwd]).*/, '$1')
    .replace(
      /^(mov|lar|lsl) (.*)/,
      (_, name: string, rest: string) => `${name} ${rest.replace(/\b[e]?([a-ds][xpi])\b/g, '$1')}`,
    )
    .trim();
}

/** A 32-bit number as its bits: an address. */
const unsigned = (sign: string, digits: string): string =>
  `0x${((Number(`${sign}1` || 1) * Number(digits)) >>> 0).toString(16)}`;

const textOf = ({ mnemonic, operands }: Instruction): string => `${mnemonic} ${operands}`.trim();

/** What both say of the same bytes. */
interface Pair {
  shown: string;
  theirs: IcedInstruction;
  att: Instruction;
  intel: Instruction;
  /** An extension this processor has none of is concerned. */
  absent: boolean;
}

/** We say that it is no instruction. */
function badDifference({ shown, theirs, absent }: Pair, bytes: Uint8Array): string | undefined {
  const excused = !theirs.isValid || absent || isAlias(bytes);
  return excused ? undefined : `${shown}: (bad), not ${theirs.att} [${theirs.features}]`;
}

/** The first syntax in which the texts differ. */
function textDifference({ shown, theirs, att, intel }: Pair): string | undefined {
  if (normal(textOf(att)) !== normal(theirs.att)) return `${shown}: ${textOf(att)}, not ${theirs.att}`;
  if (normal(textOf(intel)) !== normal(theirs.intel)) return `${shown}: ${textOf(intel)}, not ${theirs.intel}`;
  return undefined;
}

/** Where we and iced-x86 differ; undefined where not. */
function difference(bytes: Uint8Array): string | undefined {
  const theirs = icedDecode(bytes, ADDRESS);
  const shown = hexOf(bytes.subarray(0, LONGEST));
  const att = disassembleOne(bytes, ADDRESS, 'att');
  const intel = disassembleOne(bytes, ADDRESS, 'intel');
  if (!att || !intel) return `${shown}: not disassembled`;
  const pair: Pair = { shown, theirs, att, intel, absent: theirs.features.some((feature) => ABSENT.test(feature)) };
  if (att.mnemonic === '(bad)') return badDifference(pair, bytes);
  // 0F AE with a prefix that selects another instruction: reserved, and decoded here as without it.
  if (!theirs.isValid) return /^(fx|[lms]fence)/.test(att.mnemonic) ? undefined : `${shown}: ${textOf(att)}, not (bad)`;
  if (att.bytes.length !== theirs.length) {
    return `${shown}: ${att.bytes.length} bytes, not ${theirs.length} (${theirs.att})`;
  }
  return pair.absent ? undefined : textDifference(pair);
}

/** Differences over many byte strings, a few of them in full. */
function differences(strings: Iterable<Uint8Array>): string[] {
  const found: string[] = [];
  for (const bytes of strings) {
    const one = difference(bytes);
    if (one !== undefined) found.push(one);
    if (found.length === 20) break;
  }
  return found;
}

describe('equal to iced-x86', () => {
  test('every opcode, with every ModRM byte of the groups, under every prefix', { timeout: 120_000 }, () => {
    const random = randomBytes(1);
    const opcodes = Array.from({ length: 512 }, (_, n) => (n < 256 ? [n] : [0x0f, n & 255]));
    const modRms = Array.from({ length: 24 }, (_, n) => ([0x00, 0x44, 0xc1][n % 3] ?? 0) | (Math.floor(n / 3) << 3));
    for (const before of [[], ...PREFIXES.map((prefix) => [prefix])]) {
      const all = opcodes.flatMap((opcode) => modRms.map((modRm) => bytesOf([...before, ...opcode, modRm], random)));
      expect(differences(all)).toEqual([]);
    }
  });

  test('two prefixes in every order', () => {
    const random = randomBytes(2);
    function* all(): Generator<Uint8Array> {
      for (const first of PREFIXES) {
        for (const second of PREFIXES) for (let i = 0; i < 200; i++) yield bytesOf([first, second], random);
      }
    }
    expect(differences(all())).toEqual([]);
  });

  test('random bytes', { timeout: 60_000 }, () => {
    const random = randomBytes(3);
    function* all(): Generator<Uint8Array> {
      for (let i = 0; i < 60_000; i++) yield bytesOf([], random);
    }
    expect(differences(all())).toEqual([]);
  });

  test('x87, every form', () => {
    const random = randomBytes(4);
    function* all(): Generator<Uint8Array> {
      for (let opcode = 0xd8; opcode < 0xe0; opcode++) {
        for (let modRm = 0; modRm < 256; modRm++) yield bytesOf([opcode, modRm], random);
      }
    }
    expect(differences(all())).toEqual([]);
  });
});

describe('any bytes', () => {
  test('have an end: 16 prefixes are one undefined instruction of 15 bytes', () => {
    const [first] = disassemble(new Uint8Array(40).fill(0x66), ADDRESS, 'att');
    expect(first?.mnemonic).toBe('(bad)');
    expect(first?.bytes.length).toBe(LONGEST);
  });

  test('an instruction cut off at the end is left out', () => {
    const code = Uint8Array.of(0x90, 0xb8, 1, 2);
    expect(disassemble(code, ADDRESS, 'att').map(textOf)).toEqual(['nop']);
  });

  test('lengths add up', () => {
    const random = randomBytes(5);
    const bytes = Uint8Array.from({ length: 4096 }, () => random.next().value);
    let at = ADDRESS;
    for (const instruction of disassemble(bytes, ADDRESS, 'intel')) {
      expect(instruction.address).toBe(at);
      expect(instruction.bytes.length).toBeGreaterThan(0);
      at += instruction.bytes.length;
    }
    expect(ADDRESS + bytes.length - at).toBeLessThan(LONGEST);
  });
});

describe('around an instruction', () => {
  // push %ebp; mov %esp,%ebp; movl $0,-4(%ebp); call; ret
  const code = Uint8Array.of(0x55, 0x89, 0xe5, 0xc7, 0x45, 0xfc, 0, 0, 0, 0, 0xe8, 0, 0, 0, 0, 0xc3);

  test('those before it fall into step with it', () => {
    const shown = disassembleAround(code, ADDRESS, ADDRESS + 10, 'att');
    expect(shown.map(textOf)).toEqual(['push %ebp', 'mov %esp,%ebp', 'movl $0x0,-0x4(%ebp)', 'call 0xc010000f', 'ret']);
    expect(shown[3]?.target).toBe(0xc010000f);
  });

  test('it begins exactly at the instruction pointer, whatever stands before', () => {
    for (let offset = 0; offset < code.length; offset++) {
      const shown = disassembleAround(code, ADDRESS, ADDRESS + offset, 'att');
      expect(shown.some(({ address }) => address === ADDRESS + offset)).toBe(true);
    }
  });

  test('nothing is shown where no memory is mapped', () => {
    expect(disassembleAround(new Uint8Array(), ADDRESS, ADDRESS, 'att')).toEqual([]);
    expect(disassembleAround(code, ADDRESS, ADDRESS + 100, 'att')).toEqual([]);
  });
});
