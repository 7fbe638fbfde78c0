/** Tiny guests, hand-assembled: each method appends one 32-bit instruction. Labels are addresses that a method has told. */

const REGISTERS = ['eax', 'ecx', 'edx', 'ebx', 'esp', 'ebp', 'esi', 'edi'] as const;
export type Register = (typeof REGISTERS)[number];

/** Registers of a hypercall's arguments, in order. */
const ARGUMENTS = ['ebx', 'ecx', 'edx', 'esi', 'edi', 'ebp'] as const;

const number = (register: Register): number => REGISTERS.indexOf(register);

/** Machine code that starts at a virtual address. */
export class Assembler {
  private readonly code: number[] = [];

  constructor(readonly start: number) {}

  /** Address of the next instruction. */
  get here(): number {
    return (this.start + this.code.length) >>> 0;
  }

  get bytes(): Uint8Array {
    return Uint8Array.from(this.code);
  }

  raw(...bytes: number[]): this {
    this.code.push(...bytes.map((byte) => byte & 0xff));
    return this;
  }

  word(value: number): this {
    return this.raw(value, value >> 8, value >> 16, value >> 24);
  }

  /** MOV register, imm32. */
  set(register: Register, value: number): this {
    return this.raw(0xb8 + number(register)).word(value);
  }

  /** MOV [address], register. */
  store(address: number, register: Register): this {
    return this.raw(0x89, (number(register) << 3) | 5).word(address);
  }

  /** MOV register, [address]. */
  load(register: Register, address: number): this {
    return this.raw(0x8b, (number(register) << 3) | 5).word(address);
  }

  /** MOV DWORD [address], imm32. */
  put(address: number, value: number): this {
    return this.raw(0xc7, 0x05).word(address).word(value);
  }

  /** MOV BYTE [address], imm8. */
  putByte(address: number, value: number): this {
    return this.raw(0xc6, 0x05).word(address).raw(value);
  }

  /** INC DWORD [address]. */
  increment(address: number): this {
    return this.raw(0xff, 0x05).word(address);
  }

  push(register: Register): this {
    return this.raw(0x50 + number(register));
  }

  pushValue(value: number): this {
    return this.raw(0x68).word(value);
  }

  pop(register: Register): this {
    return this.raw(0x58 + number(register));
  }

  int(vector: number): this {
    return vector === 3 ? this.raw(0xcc) : this.raw(0xcd, vector);
  }

  iret(): this {
    return this.raw(0xcf);
  }

  nop(count = 1): this {
    return this.raw(...Array<number>(count).fill(0x90));
  }

  /** JMP rel32. */
  jump(target: number): this {
    const next = this.here + 5;
    return this.raw(0xe9).word(target - next);
  }

  /** CMP register, imm32; JNE rel32. */
  jumpUnless(register: Register, value: number, target: number): this {
    this.raw(0x81, 0xf8 + number(register)).word(value);
    const next = this.here + 6;
    return this.raw(0x0f, 0x85).word(target - next);
  }

  /** Hypercall `nr` with up to six arguments; EAX is its result. */
  hypercall(nr: number, ...args: number[]): this {
    args.forEach((value, i) => {
      this.set(ARGUMENTS[i] as Register, value);
    });
    return this.set('eax', nr).int(0x82);
  }
}
