/** Byte offsets of the general registers from VCPU, as records hold them. */
export const enum R {
  Eax = 0,
  Ah = 1,
  Ecx = 8,
  Edx = 16,
  Ebx = 24,
  Esp = 32,
  Ebp = 40,
  Esi = 48,
  Edi = 56,
  /** Always 0: an absent base or index. */
  Zero = 64,
}
