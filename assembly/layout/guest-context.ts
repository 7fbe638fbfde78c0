/** The context of a new vCPU, as the domain builder and VCPUOP_initialise give it. Source: xen/include/public/arch-x86/xen.h. */

/** Offsets in vcpu_guest_context: the registers (UserRegs). */
export const CONTEXT_REGS: usize = 516;
/** VGCF_* flags. */
export const CONTEXT_FLAGS: usize = 512;
/** 256 trap_info of 8 bytes. */
export const CONTEXT_TRAPS: usize = 584;
/** ContextTail. */
export const CONTEXT_TAIL: usize = 2632;
/** Bytes of the whole. */
export const CONTEXT_BYTES: u32 = 2800;

/** The x87 state is valid. */
export const CONTEXT_I387_VALID: u32 = 1;
/** The failsafe callback masks events. */
export const CONTEXT_FAILSAFE_MASKS: u32 = 8;
/** The vCPU is up. */
export const CONTEXT_ONLINE: u32 = 32;

/** struct cpu_user_regs. */
@unmanaged
@final
export class UserRegs {
  /** EBX. */
  ebx: u32 = 0;
  /** ECX. */
  ecx: u32 = 0;
  /** EDX. */
  edx: u32 = 0;
  /** ESI. */
  esi: u32 = 0;
  /** EDI. */
  edi: u32 = 0;
  /** EBP. */
  ebp: u32 = 0;
  /** EAX. */
  eax: u32 = 0;
  /** Private to Xen. */
  errorCode: u16 = 0;
  /** Private to Xen. */
  entryVector: u16 = 0;
  /** EIP. */
  eip: u32 = 0;
  /** CS. */
  cs: u16 = 0;
  /** Upcall mask when the registers were saved. */
  savedUpcallMask: u8 = 0;
  /** Not used. */
  pad0: u8 = 0;
  /** EFLAGS. */
  eflags: u32 = 0;
  /** ESP. */
  esp: u32 = 0;
  /** SS. */
  ss: u32 = 0;
  /** ES. */
  es: u32 = 0;
  /** DS. */
  ds: u32 = 0;
  /** FS. */
  fs: u32 = 0;
  /** GS. */
  gs: u32 = 0;
}

/** vcpu_guest_context from ldt_base on. */
@unmanaged
@final
export class ContextTail {
  /** Linear address of the LDT. */
  ldtBase: u32 = 0;
  /** Its entries. */
  ldtEntries: u32 = 0;
}

/** 16 machine frames of the GDT. */
export const CONTEXT_GDT_FRAMES: usize = 2640;
/** ContextControl. */
export const CONTEXT_CONTROL: usize = 2704;

/** vcpu_guest_context from gdt_ents on. */
@unmanaged
@final
export class ContextControl {
  /** Entries of the GDT. */
  gdtEntries: u32 = 0;
  /** Selector of the ring-1 stack. */
  kernelSs: u32 = 0;
  /** Its pointer. */
  kernelSp: u32 = 0;
  /** CR0. */
  cr0: u32 = 0;
  /** Not used. */
  cr1: u32 = 0;
  /** CR2. */
  cr2: u32 = 0;
  /** CR3: the frame of the top table shifted left 12, its bits above 20 in bits 0-11. */
  cr3: u32 = 0;
  /** CR4. */
  cr4: u32 = 0;
  /** Not used. */
  cr5: u32 = 0;
  /** Not used. */
  cr6: u32 = 0;
  /** Not used. */
  cr7: u32 = 0;
  /** Debug registers. */
  dr0: u32 = 0;
  /** See dr0. */
  dr1: u32 = 0;
  /** See dr0. */
  dr2: u32 = 0;
  /** See dr0. */
  dr3: u32 = 0;
  /** See dr0. */
  dr4: u32 = 0;
  /** See dr0. */
  dr5: u32 = 0;
  /** Debug status. */
  dr6: u32 = 0;
  /** Debug control. */
  dr7: u32 = 0;
  /** Event callback: selector. */
  eventCs: u32 = 0;
  /** Event callback: address. */
  eventIp: u32 = 0;
  /** Failsafe callback: selector. */
  failsafeCs: u32 = 0;
  /** Failsafe callback: address. */
  failsafeIp: u32 = 0;
  /** Assists that are on, a bit each. */
  vmAssist: u32 = 0;
}
