/**
 * The processor that guests see: what CPUID answers (docs/cpu-model.md). A Pentium II in kind, with NX: everything of the i686 integer
 * set, PAE, SYSENTER, FXSAVE; no SSE, no APIC, no MTRRs.
 */

/** Answers of CPUID, in the order of the general registers that carry them. */
export const enum CpuidRegister {
  Eax = 0,
  Ecx = 1,
  Edx = 2,
  Ebx = 3,
}

/** Width of a machine address: page-table entries with higher bits set are bad. */
export const PHYSICAL_ADDRESS_BITS: u32 = 36;

const HIGHEST: u32 = 1;
const HIGHEST_EXTENDED: u32 = 0x80000008;
/** Family 6, model 5, stepping 2. */
const SIGNATURE: u32 = 0x652;
/** FPU DE PSE TSC MSR PAE CX8 SEP PGE CMOV PAT PSE36 FXSR. Intel SDM Vol. 2A, table 3-11. */
const FEATURES: u32 = 0x0103a97d;
/** NX. */
const EXTENDED_FEATURES: u32 = 0x00100000;

/** "RingsideCPU ", four bytes a word in the order EBX EDX ECX. */
const VENDOR_EBX: u32 = 0x676e6952;
const VENDOR_EDX: u32 = 0x65646973;
const VENDOR_ECX: u32 = 0x20555043;
/** "Ringside virtual processor", 48 bytes padded with zeros, in the order EAX EBX ECX EDX of three leaves. */
const BRAND = memory.data<u32>([
  0x676e6952, 0x65646973, 0x72697620, 0x6c617574, 0x6f727020, 0x73736563, 0x0000726f, 0, 0, 0, 0, 0,
]);

/**
 * What CPUID with EAX = `leaf` leaves in a register. A leaf beyond the highest basic one answers as the highest basic one does.
 * Intel SDM Vol. 2A, CPUID.
 */
export function cpuidValue(leaf: u32, register: CpuidRegister): u32 {
  switch (leaf) {
    case 0:
      return select4(register, HIGHEST, VENDOR_ECX, VENDOR_EDX, VENDOR_EBX);
    case 0x80000000:
      return register === CpuidRegister.Eax ? HIGHEST_EXTENDED : 0;
    case 0x80000001:
      return register === CpuidRegister.Edx ? EXTENDED_FEATURES : 0;
    case 0x80000002:
    case 0x80000003:
    case 0x80000004:
      return brandWord(leaf - 0x80000002, register);
    case 0x80000005:
    case 0x80000006:
    case 0x80000007:
      return 0;
    case 0x80000008:
      return register === CpuidRegister.Eax ? PHYSICAL_ADDRESS_BITS | (32 << 8) : 0;
  }
  return select4(register, SIGNATURE, 0, FEATURES, 0);
}

function brandWord(part: u32, register: CpuidRegister): u32 {
  const word = select4(register, 0, 2, 3, 1);
  return load<u32>(BRAND + ((<usize>(part * 4 + word)) << 2));
}

function select4(register: CpuidRegister, eax: u32, ecx: u32, edx: u32, ebx: u32): u32 {
  if (register === CpuidRegister.Eax) return eax;
  if (register === CpuidRegister.Ecx) return ecx;
  return register === CpuidRegister.Edx ? edx : ebx;
}
