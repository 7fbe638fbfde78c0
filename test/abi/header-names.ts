/** How Xen's public headers spell our names: the data behind xen-headers.test.ts. */
import * as callback from '../../assembly/abi/callback';
import * as consoleOp from '../../assembly/abi/console-op';
import * as domid from '../../assembly/abi/domid';
import * as errno from '../../assembly/abi/errno';
import * as evtchn from '../../assembly/abi/evtchn';
import * as grant from '../../assembly/abi/grant';
import * as hypercall from '../../assembly/abi/hypercall';
import * as memoryOp from '../../assembly/abi/memory-op';
import * as mmu from '../../assembly/abi/mmu-update';
import * as mmuext from '../../assembly/abi/mmuext';
import * as physdev from '../../assembly/abi/physdev';
import * as sched from '../../assembly/abi/sched';
import * as vcpuOp from '../../assembly/abi/vcpu-op';
import * as version from '../../assembly/abi/version';
import * as vmAssist from '../../assembly/abi/vm-assist';
import * as layout from '../../web/core/layout.gen';
import * as builder from '../../web/toolstack/guest-abi';

/** The members of a module's enum. It is a constant one, which the type checker lets nobody list; it is there all the same. */
const membersOf = (module: object, name: string): Readonly<Record<string, number | string>> => {
  const found = (module as Record<string, Record<string, number | string>>)[name];
  if (!found) throw new Error(`There is no enum ${name}.`);
  return found;
};

/** An enum whose members have names of their own in a header: a prefix and the member in snake case, or what `named` says. */
export interface EnumNames {
  what: string;
  members: Readonly<Record<string, number | string>>;
  prefix: string;
  upper?: boolean;
  /** Members that a header spells otherwise; '' for one that no header has, because it is Xen's own. */
  named?: Readonly<Record<string, string>>;
  /** The header has the number negated. */
  negative?: boolean;
}

export const ENUMS: readonly EnumNames[] = [
  {
    what: 'hypercalls',
    members: membersOf(hypercall, 'Hypercall'),
    prefix: '__HYPERVISOR_',
    named: {
      UpdateVaMappingOtherdomain: '__HYPERVISOR_update_va_mapping_otherdomain',
      XenpmuOp: '__HYPERVISOR_xenpmu_op',
      SchedOpCompat: '__HYPERVISOR_sched_op_compat',
      // Numbers that the architecture has for itself: xen.h names them by their place, hypercall-defs.c by what they are.
      Mca: '__HYPERVISOR_arch_0',
      PagingDomctlContinued: '__HYPERVISOR_arch_1',
    },
  },
  {
    what: 'errors',
    members: membersOf(errno, 'Errno'),
    prefix: 'XEN_',
    named: { None: '0', EINTR: '', E2BIG: 'XEN_E2BIG' },
    upper: true,
  },
  {
    what: 'event_channel_op',
    members: membersOf(evtchn, 'EventOp'),
    prefix: 'EVTCHNOP_',
    named: { ResetContinued: '' },
  },
  { what: 'port states', members: membersOf(evtchn, 'PortState'), prefix: 'EVTCHNSTAT_' },
  { what: 'VIRQs', members: membersOf(evtchn, 'Virq'), prefix: 'VIRQ_', upper: true },
  {
    what: 'grant_table_op',
    members: membersOf(grant, 'GrantOp'),
    prefix: 'GNTTABOP_',
    named: { Map: 'GNTTABOP_map_grant_ref', Unmap: 'GNTTABOP_unmap_grant_ref', SwapRef: 'GNTTABOP_swap_grant_ref' },
  },
  {
    what: 'grant statuses',
    members: membersOf(grant, 'GrantStatus'),
    prefix: 'GNTST_',
    negative: true,
    named: {
      BadRef: 'GNTST_bad_gntref',
      BadVirtualAddress: 'GNTST_bad_virt_addr',
      BadDeviceAddress: 'GNTST_bad_dev_addr',
      BadCopyArgument: 'GNTST_bad_copy_arg',
      Again: 'GNTST_eagain',
    },
  },
  {
    what: 'grant flags',
    members: membersOf(grant, 'GrantFlag'),
    prefix: 'GTF_',
    named: { ReadOnly: 'GTF_readonly' },
  },
  {
    what: 'flags of a mapping',
    members: membersOf(grant, 'MapFlag'),
    prefix: 'GNTMAP_',
    named: {
      Device: 'GNTMAP_device_map',
      Host: 'GNTMAP_host_map',
      ReadOnly: 'GNTMAP_readonly',
      Application: 'GNTMAP_application_map',
    },
  },
  {
    what: 'memory_op',
    members: membersOf(memoryOp, 'MemoryOp'),
    prefix: 'XENMEM_',
    named: {
      SharingFreedPages: 'XENMEM_get_sharing_freed_pages',
      SharingSharedPages: 'XENMEM_get_sharing_shared_pages',
    },
  },
  {
    what: 'mmu_update commands',
    members: membersOf(mmu, 'MmuCommand'),
    prefix: 'MMU_',
    upper: true,
    named: {
      Normal: 'MMU_NORMAL_PT_UPDATE',
      MachPhys: 'MMU_MACHPHYS_UPDATE',
      PreserveAd: 'MMU_PT_UPDATE_PRESERVE_AD',
      NoTranslate: 'MMU_PT_UPDATE_NO_TRANSLATE',
    },
  },
  {
    what: 'mmuext_op',
    members: membersOf(mmuext, 'Mmuext'),
    prefix: 'MMUEXT_',
    upper: true,
    named: {
      PinL1: 'MMUEXT_PIN_L1_TABLE',
      PinL2: 'MMUEXT_PIN_L2_TABLE',
      PinL3: 'MMUEXT_PIN_L3_TABLE',
      PinL4: 'MMUEXT_PIN_L4_TABLE',
      Unpin: 'MMUEXT_UNPIN_TABLE',
    },
  },
  {
    what: 'physdev_op',
    members: membersOf(physdev, 'PhysdevOp'),
    prefix: 'PHYSDEVOP_',
    named: {
      IrqUnmaskNotify: '',
      IrqStatusQuery: 'PHYSDEVOP_irq_status_query',
      AllocIrqVector: 'PHYSDEVOP_alloc_irq_vector',
      FreeIrqVector: 'PHYSDEVOP_free_irq_vector',
    },
  },
  {
    what: 'sched_op',
    members: membersOf(sched, 'SchedOp'),
    prefix: 'SCHEDOP_',
    named: { ShutdownCode: 'SCHEDOP_shutdown_code' },
  },
  { what: 'shutdown reasons', members: membersOf(sched, 'Shutdown'), prefix: 'SHUTDOWN_' },
  {
    what: 'vcpu_op',
    members: membersOf(vcpuOp, 'VcpuOp'),
    prefix: 'VCPUOP_',
    named: {
      RegisterTimeArea: 'VCPUOP_register_vcpu_time_memory_area',
      RegisterRunstateArea: 'VCPUOP_register_runstate_memory_area',
      SendNmi: 'VCPUOP_send_nmi',
    },
  },
  {
    what: 'xen_version',
    members: membersOf(version, 'VersionOp'),
    prefix: 'XENVER_',
    named: {
      ExtraVersion: 'XENVER_extraversion',
      CompileInfo: 'XENVER_compile_info',
      PageSize: 'XENVER_pagesize',
      CommandLine: 'XENVER_commandline',
    },
  },
  {
    what: 'features',
    members: membersOf(version, 'Feature'),
    prefix: 'XENFEAT_',
    named: {
      PaePgdirAbove4gb: 'XENFEAT_pae_pgdir_above_4gb',
      HighmemAssist: 'XENFEAT_highmem_assist',
      MemoryOpVnodeSupported: 'XENFEAT_memory_op_vnode_supported',
      Dom0: 'XENFEAT_dom0',
    },
  },
  { what: 'vm_assist commands', members: membersOf(vmAssist, 'AssistOp'), prefix: 'VMASST_CMD_' },
  {
    what: 'assists',
    members: membersOf(vmAssist, 'Assist'),
    prefix: 'VMASST_TYPE_',
    named: {
      FourGbSegments: 'VMASST_TYPE_4gb_segments',
      FourGbNotify: 'VMASST_TYPE_4gb_segments_notify',
      WritablePageTables: 'VMASST_TYPE_writable_pagetables',
      PaeExtendedCr3: 'VMASST_TYPE_pae_extended_cr3',
    },
  },
  { what: 'callback_op', members: membersOf(callback, 'CallbackOp'), prefix: 'CALLBACKOP_' },
  { what: 'callbacks', members: membersOf(callback, 'CallbackType'), prefix: 'CALLBACKTYPE_' },
  { what: 'console_io', members: membersOf(consoleOp, 'ConsoleOp'), prefix: 'CONSOLEIO_' },
];

/** Offsets: the structure in C, where it begins for us, our fields with the header's spelling. */
export interface StructNames {
  struct: string;
  fields: Readonly<Record<string, number>>;
  /** Added to each of our offsets. */
  base?: number;
  /** What a header calls our field; '' for a part of something else. */
  named: Readonly<Record<string, string>>;
  size?: number;
}

export const STRUCTS: readonly StructNames[] = [
  {
    struct: 'struct vcpu_time_info',
    fields: layout.VcpuTimeInfo.OFFSET,
    size: layout.VcpuTimeInfo.SIZE,
    named: {
      version: 'version',
      tscTimestamp: 'tsc_timestamp',
      systemTime: 'system_time',
      tscToSystemMul: 'tsc_to_system_mul',
      tscShift: 'tsc_shift',
      flags: 'flags',
    },
  },
  {
    struct: 'struct vcpu_info',
    fields: layout.VcpuInfo.OFFSET,
    named: {
      upcallPending: 'evtchn_upcall_pending',
      upcallMask: 'evtchn_upcall_mask',
      pendingSel: 'evtchn_pending_sel',
      cr2: 'arch.cr2',
      timeVersion: 'time.version',
    },
  },
  {
    struct: 'struct shared_info',
    fields: layout.SharedTail.OFFSET,
    base: layout.SHARED_TAIL,
    named: {
      wcVersion: 'wc_version',
      wcSec: 'wc_sec',
      wcNsec: 'wc_nsec',
      maxPfn: 'arch.max_pfn',
      pfnToMfnFrameListList: 'arch.pfn_to_mfn_frame_list_list',
      nmiReason: 'arch.nmi_reason',
      p2mCr3: 'arch.p2m_cr3',
      p2mVaddr: 'arch.p2m_vaddr',
      p2mGeneration: 'arch.p2m_generation',
      wcSecHi: 'arch.wc_sec_hi',
    },
  },
  {
    struct: 'struct cpu_user_regs',
    fields: layout.UserRegs.OFFSET,
    size: layout.UserRegs.SIZE,
    named: {
      ...Object.fromEntries(['ebx', 'ecx', 'edx', 'esi', 'edi', 'ebp', 'eax'].map((name) => [name, name])),
      ...Object.fromEntries(['eip', 'cs', 'eflags', 'esp', 'ss', 'es', 'ds', 'fs', 'gs'].map((name) => [name, name])),
      errorCode: 'error_code',
      entryVector: 'entry_vector',
      savedUpcallMask: 'saved_upcall_mask',
    },
  },
  {
    struct: 'struct vcpu_guest_context',
    fields: layout.ContextTail.OFFSET,
    base: layout.CONTEXT_TAIL,
    named: { ldtBase: 'ldt_base', ldtEntries: 'ldt_ents' },
  },
  {
    struct: 'struct vcpu_guest_context',
    fields: layout.ContextControl.OFFSET,
    base: layout.CONTEXT_CONTROL,
    size: layout.CONTEXT_BYTES,
    named: {
      gdtEntries: 'gdt_ents',
      kernelSs: 'kernel_ss',
      kernelSp: 'kernel_sp',
      ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((i) => [`cr${i}`, `ctrlreg[${i}]`])),
      ...Object.fromEntries([0, 1, 2, 3, 4, 5, 6, 7].map((i) => [`dr${i}`, `debugreg[${i}]`])),
      eventCs: 'event_callback_cs',
      eventIp: 'event_callback_eip',
      failsafeCs: 'failsafe_callback_cs',
      failsafeIp: 'failsafe_callback_eip',
      vmAssist: 'vm_assist',
    },
  },
  {
    struct: 'struct start_info',
    fields: builder.START_INFO,
    named: {
      magic: 'magic',
      nrPages: 'nr_pages',
      sharedInfo: 'shared_info',
      flags: 'flags',
      storeMfn: 'store_mfn',
      storePort: 'store_evtchn',
      consoleMfn: 'console.domU.mfn',
      consolePort: 'console.domU.evtchn',
      ptBase: 'pt_base',
      nrPtFrames: 'nr_pt_frames',
      mfnList: 'mfn_list',
      modStart: 'mod_start',
      modLen: 'mod_len',
      commandLine: 'cmd_line',
    },
  },
  {
    struct: 'struct vcpu_guest_context',
    fields: builder.GUEST_CONTEXT,
    size: builder.GUEST_CONTEXT_BYTES,
    named: {
      flags: 'flags',
      userRegs: 'user_regs',
      kernelSs: 'kernel_ss',
      kernelSp: 'kernel_sp',
      ctrlreg: 'ctrlreg',
      debugreg: 'debugreg',
      vmAssist: 'vm_assist',
    },
  },
  {
    struct: 'struct cpu_user_regs',
    fields: builder.USER_REGS,
    named: Object.fromEntries(Object.keys(builder.USER_REGS).map((name) => [name, name])),
  },
];

/** Single numbers: ours, and the same in C. */
export const NUMBERS: readonly [number, string][] = [
  [domid.DOMID_FIRST_RESERVED, 'DOMID_FIRST_RESERVED'],
  [domid.DOMID_SELF, 'DOMID_SELF'],
  [domid.DOMID_IO, 'DOMID_IO'],
  [domid.DOMID_XEN, 'DOMID_XEN'],
  [domid.DOMID_COW, 'DOMID_COW'],
  [domid.DOMID_INVALID, 'DOMID_INVALID'],
  [domid.DOMID_IDLE, 'DOMID_IDLE'],
  [layout.VCPU_INFO_BYTES, 'sizeof(struct vcpu_info)'],
  [layout.TIME_OFFSET, 'offsetof(struct vcpu_info, time)'],
  [layout.PENDING_BITS, 'offsetof(struct shared_info, evtchn_pending)'],
  [layout.MASK_BITS, 'offsetof(struct shared_info, evtchn_mask)'],
  [layout.CONTEXT_REGS, 'offsetof(struct vcpu_guest_context, user_regs)'],
  [layout.CONTEXT_FLAGS, 'offsetof(struct vcpu_guest_context, flags)'],
  [layout.CONTEXT_TRAPS, 'offsetof(struct vcpu_guest_context, trap_ctxt)'],
  [layout.CONTEXT_GDT_FRAMES, 'offsetof(struct vcpu_guest_context, gdt_frames)'],
  [layout.CONTEXT_I387_VALID, 'VGCF_I387_VALID'],
  [layout.CONTEXT_FAILSAFE_MASKS, 'VGCF_failsafe_disables_events'],
  [layout.CONTEXT_ONLINE, 'VGCF_online'],
  [mmu.MMU_UPDATE_BYTES, 'sizeof(struct mmu_update)'],
  [mmu.UVMF_FLUSH_MASK, 'UVMF_FLUSHTYPE_MASK'],
  [mmu.UVMF_TLB_FLUSH, 'UVMF_TLB_FLUSH'],
  [mmu.UVMF_INVLPG, 'UVMF_INVLPG'],
  [mmu.UVMF_ALL, 'UVMF_ALL'],
  [mmuext.MMUEXT_OP_BYTES, 'sizeof(struct mmuext_op)'],
  [grant.GRANTS_PER_FRAME, '4096 / sizeof(struct grant_entry_v1)'],
  [grant.RESERVED_GRANTS, 'GNTTAB_NR_RESERVED_ENTRIES'],
  [grant.TRANSFER_COMMITTED, 'GTF_transfer_committed'],
  [grant.TRANSFER_COMPLETED, 'GTF_transfer_completed'],
  [grant.COPY_SOURCE_GREF, 'GNTCOPY_source_gref'],
  [grant.COPY_DEST_GREF, 'GNTCOPY_dest_gref'],
  [builder.COMMAND_LINE_BYTES, 'MAX_GUEST_CMDLINE'],
  [builder.StartFlag.Privileged, 'SIF_PRIVILEGED'],
  [builder.StartFlag.InitDomain, 'SIF_INITDOMAIN'],
  [builder.StartFlag.ModStartPfn, 'SIF_MOD_START_PFN'],
  [builder.StartFlag.PowerManagement, 'SIF_PM_MASK & (3 << 8)'],
  [builder.ContextFlag.InKernel, 'VGCF_in_kernel'],
  [builder.ContextFlag.Online, 'VGCF_online'],
  [builder.FlatSelector.Code, 'FLAT_RING1_CS'],
  [builder.FlatSelector.Data, 'FLAT_RING1_DS'],
  [builder.ReservedGrant.Console, 'GNTTAB_RESERVED_CONSOLE'],
  [builder.ReservedGrant.Xenstore, 'GNTTAB_RESERVED_XENSTORE'],
];
