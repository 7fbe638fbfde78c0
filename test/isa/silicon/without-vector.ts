/** Rows of the opcode map that no vector asks about, and why. A row is named as in instruction.ts. */
export interface Reason {
  rows: RegExp;
  why: string;
}

export const WITHOUT_VECTOR: Reason[] = [
  {
    rows: /^(?:d8|d9 (?:e[45]|f[0-589a-f])|d[ace]|db \/[012356] reg|dd \/[45] reg|df \/[56] reg|df \/[46] mem)/,
    why: 'x87 arithmetic, BCD and FCMOVcc are not there yet (docs/limits.md).',
  },
  {
    rows: /^0f ae \/[01] mem$/,
    why: 'FXSAVE and FXRSTOR move the state of the newer units of the processor that answers.',
  },
  {
    rows: /^0f 0(?:0 \/[01]|1 \/[014])$/,
    why: 'SLDT, STR, SGDT, SIDT, SMSW: user mode of a newer kernel sees what the kernel makes up (UMIP).',
  },
  { rows: /^f1$/, why: 'INT1: its debug exception cannot be told from the one that ends every vector.' },
  { rows: /^0f 31$/, why: 'RDTSC answers with the time.' },
  { rows: /^0f a2$/, why: 'CPUID answers with the name of the processor.' },
  {
    rows: /^0f 3[45]$/,
    why: 'SYSENTER enters the kernel, and under 64-bit kernels of some processors neither exists.',
  },
];
