/** Flags shown one by one: name and bit. Intel SDM Vol. 1, figure 3-8. */
export const FLAGS: readonly (readonly [name: string, bit: number, meaning: string])[] = [
  ['CF', 0, 'carry'],
  ['PF', 2, 'parity'],
  ['AF', 4, 'adjust'],
  ['ZF', 6, 'zero'],
  ['SF', 7, 'sign'],
  ['TF', 8, 'trap'],
  ['IF', 9, 'interrupts'],
  ['DF', 10, 'direction'],
  ['OF', 11, 'overflow'],
];
