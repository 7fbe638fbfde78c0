/** Bytes of a stub in the hypercall page, and where the stubs begin: at multiples of this. */
const STUB_SIZE = 32;
/** mov imm32,%eax; int $0x82; ret. Source: xen/arch/x86/pv/hypercall.c. */
const [MOV_EAX, INT, VECTOR, RET] = [0xb8, 0xcd, 0x82, 0xc3];

/** Whether the next instruction is one of a hypercall's stub: `code` are bytes around it, from `address` on. */
export function isInHypercallStub(code: { address: number; bytes: Uint8Array }, ip: number): boolean {
  const at = (offset: number): number | undefined => code.bytes[ip - (ip % STUB_SIZE) - code.address + offset];
  return ip % STUB_SIZE <= 7 && at(0) === MOV_EAX && at(5) === INT && at(6) === VECTOR && at(7) === RET;
}
