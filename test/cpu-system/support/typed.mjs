// @ts-check
/** What is typed at the serial port of every test kernel, for those that read it: here and where the goldens come from. */
export const TYPED = 'Ada Lovelace\rwell\r';
