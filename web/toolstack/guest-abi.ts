/** Offsets of the structures a guest finds at start, x86_32. Source: xen/include/public/xen.h and arch-x86/xen.h, xen-x86_32.h. */

/** struct start_info. */
export const START_INFO = {
  magic: 0,
  nrPages: 0x20,
  sharedInfo: 0x24,
  flags: 0x28,
  storeMfn: 0x2c,
  storePort: 0x30,
  consoleMfn: 0x34,
  consolePort: 0x38,
  ptBase: 0x3c,
  nrPtFrames: 0x40,
  mfnList: 0x44,
  modStart: 0x48,
  modLen: 0x4c,
  commandLine: 0x50,
} as const;

/** Bytes for the command line, its NUL included: MAX_GUEST_CMDLINE. */
export const COMMAND_LINE_BYTES = 1024;

/** start_info.flags: SIF_*. */
export const enum StartFlag {
  Privileged = 1,
  InitDomain = 2,
  /** mod_start is a pfn. */
  ModStartPfn = 8,
  /** Domain 0: the processor power management that Xen leaves to it (bits 8-15). */
  PowerManagement = 0x300,
}

/** struct vcpu_guest_context. */
export const GUEST_CONTEXT = {
  flags: 512,
  userRegs: 516,
  kernelSs: 2708,
  kernelSp: 2712,
  ctrlreg: 2716,
  debugreg: 2748,
  vmAssist: 2796,
} as const;
export const GUEST_CONTEXT_BYTES = 2800;

/** struct cpu_user_regs. */
export const USER_REGS = {
  esi: 12,
  eip: 32,
  cs: 36,
  eflags: 40,
  esp: 44,
  ss: 48,
  es: 52,
  ds: 56,
  fs: 60,
  gs: 64,
} as const;

/** vcpu_guest_context.flags: VGCF_*. */
export const enum ContextFlag {
  InKernel = 4,
  Online = 0x20,
}

/** Selectors of Xen's flat segments for a guest's kernel, ring 1. */
export const enum FlatSelector {
  Code = 0xe019,
  Data = 0xe021,
}

/** VMASST_TYPE_pae_extended_cr3 as a bit of vcpu_guest_context.vm_assist. */
export const ASSIST_PAE_EXTENDED_CR3 = 1 << 3;

/** Grant references the toolstack fills in. Source: xen/include/public/grant_table.h, GNTTAB_RESERVED_*. */
export const enum ReservedGrant {
  Console = 0,
  Xenstore = 1,
}
