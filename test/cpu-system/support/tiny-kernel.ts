/** Where a tiny kernel's code begins: behind its header. */
export const TINY_ENTRY = 0x100020;

/** A multiboot image that is a header with addresses, and code. */
export function tinyKernel(code: readonly number[], flags = 0x10003): Uint8Array {
  const image = new Uint8Array(32 + code.length);
  const view = new DataView(image.buffer);
  const load = 0x100000;
  const words = [0x1badb002, flags, -(0x1badb002 + flags), load, load, 0, 0, TINY_ENTRY];
  for (const [i, word] of words.entries()) view.setUint32(4 * i, word >>> 0, true);
  image.set(code, 32);
  return image;
}

/** MOV AL, value; OUT F4, AL. */
export const exitWith = (value: number): number[] => [0xb0, value, 0xe6, 0xf4];
