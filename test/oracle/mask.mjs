/**
 * What may differ between two right answers, replaced by its name. The goldens are stored masked, and the tests mask
 * what they compare: both do it here.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's sequences start with ESC
const PROGRESS_BAR = /\x1b\[\d+;\d+H *\[[^\]\r\n]*%[^\]\r\n]*\]\x1b\[\d+;\d+H/g;

/**
 * A transcript of PV-GRUB. Masked: the package's version, the date and the time that `set` shows, and the progress
 * bar, which appears only when a file takes long to read.
 * @param {string} text
 */
export function maskPvGrub(text) {
  return text
    .replace(PROGRESS_BAR, '')
    .replace(/(GNU GRUB {2}version )[^\r\n]*/, '$1<version>')
    .replace(/((?:DAY|HOUR|MINUTE|MONTH|SECOND|WEEKDAY|YEAR)=)\w+/g, '$1<time>');
}

/** Facts that depend on the host: the memory it has left, its processor, its PCI devices, where frames happen to lie. */
const HOST_FACTS = [
  /^(P\|memory_op\((?:current_reservation|maximum_ram_page)\)\|).*/,
  /^(T\|(?:mov %cr3,r|mov %cr2,r|rdtsc)\|no trap\|value=).*/,
  /^(T\|direct (?:store of good PTE to|xchg on) [^|]*\|no trap\|value=).*/,
  /^(P\|physdev_op(?: compat)?\((?:19|27), zeros\)\|).*/,
  /^(F\|(?:native cpuid 0x40000000 ebx|xen cpuid 1 e[cd]x)\|).*/,
];

/** QEMU 7.2 gives n*16+2 as the error code of `int n`, a processor n*8+2. */
const SOFTWARE_INTERRUPT = /^(T\|(?:ring \d: )?int 0x[^|]*\|trap \d+\|err=)\w+/;

/** RF: a processor sets it in the flags that a fault leaves, QEMU does not. Intel SDM Vol. 3B, 17.3.1.1. */
const RESUME_FLAG = 0x10000;

/** Carry, parity, auxiliary carry, zero, sign and overflow: what the probe's own code left in EFLAGS. */
const ARITHMETIC_FLAGS = 0x8d5;

/** Masks what the compiler, the place of frames, the host's processor and QEMU decide in one answer. */
function maskCompiler(answer) {
  return answer
    .replace(/\b(mfn|cr2)=0x[0-9a-f]+/g, '$1=<$1>')
    .replace(/^(F\|eflags[^|]*\|0x)([0-9a-f]+)/, (_, name, flags) => {
      return name + (Number.parseInt(flags, 16) & ~ARITHMETIC_FLAGS).toString(16);
    })
    .replace(
      /\bflags=0x([0-9a-f]+)/,
      (_, flags) => `flags=0x${(Number.parseInt(flags, 16) & ~RESUME_FLAG).toString(16)}`,
    )
    .replace(SOFTWARE_INTERRUPT, '$1<err>')
    .replace(/ hvm-\S+/g, '');
}

/**
 * The probe's answers: its lines P (a result), T (a trap or none) F (a fact) and C (what those behind it have in common), and no others. Masked: HOST_FACTS,
 * frame numbers, and the addresses of faults, which depend on how the compiler lays out the probe.
 * @param {string} text
 */
export function maskProbe(text) {
  const answers = text.split(/\r?\n/).filter((line) => /^[PTFC]\|/.test(line));
  const masked = answers.map((line) =>
    HOST_FACTS.reduce((answer, fact) => answer.replace(fact, '$1<host>'), maskCompiler(line)),
  );
  return `${masked.join('\n')}\n`;
}

/**
 * Text that must be equal as it is.
 * @param {string} text
 */
export const maskNothing = (text) => text;
