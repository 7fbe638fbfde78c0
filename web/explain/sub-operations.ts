/**
 * Names of the sub-operations that a hypercall's first argument chooses, and of the small numbers its structures hold.
 * Each list is indexed by the number; a hole is a number that has no meaning.
 * Sources: xen/include/public/{xen,sched,memory,event_channel,grant_table,vcpu,callback,version,physdev}.h.
 */

export const MMU_UPDATE = ['normal', 'machphys', 'preserve_ad', 'no_translate'] as const;

export const MMUEXT = [
  'pin_l1_table',
  'pin_l2_table',
  'pin_l3_table',
  'pin_l4_table',
  'unpin_table',
  'new_baseptr',
  'tlb_flush_local',
  'invlpg_local',
  'tlb_flush_multi',
  'invlpg_multi',
  'tlb_flush_all',
  'invlpg_all',
  'flush_cache',
  'set_ldt',
  undefined,
  'new_user_baseptr',
  'clear_page',
  'copy_page',
  'flush_cache_global',
  'mark_super',
  'unmark_super',
] as const;

export const SCHED = [
  'yield',
  'block',
  'shutdown',
  'poll',
  'remote_shutdown',
  'shutdown_code',
  'watchdog',
  'pin_override',
] as const;

/** Of Xen 2, under the old number: what came later is unknown there. */
export const SCHED_COMPAT = ['yield', 'block', 'shutdown'] as const;

export const SHUTDOWN_REASON = ['poweroff', 'reboot', 'suspend', 'crash', 'watchdog', 'soft_reset'] as const;

export const MEMORY = [
  'increase_reservation',
  'decrease_reservation',
  'maximum_ram_page',
  'current_reservation',
  'maximum_reservation',
  'machphys_mfn_list',
  'populate_physmap',
  'add_to_physmap',
  undefined,
  'memory_map',
  'machine_memory_map',
  'exchange',
  'machphys_mapping',
  'set_memory_map',
  'maximum_gpfn',
  'remove_from_physmap',
  'set_pod_target',
  'get_pod_target',
  'get_sharing_freed_pages',
  'get_sharing_shared_pages',
  'paging_op',
  'access_op',
  'sharing_op',
  'add_to_physmap_batch',
  'claim_pages',
  'machphys_compat_mfn_list',
  'get_vnumainfo',
  'reserved_device_memory_map',
  'acquire_resource',
] as const;

/** Those that the old number has as well. */
export const EVENT_CHANNEL_COMPAT = [
  'bind_interdomain',
  'bind_virq',
  'bind_pirq',
  'close',
  'send',
  'status',
  'alloc_unbound',
  'bind_ipi',
  'bind_vcpu',
  'unmask',
] as const;

export const EVENT_CHANNEL = [
  ...EVENT_CHANNEL_COMPAT,
  'reset',
  'init_control',
  'expand_array',
  'set_priority',
] as const;

export const VIRQ = [
  'timer',
  'debug',
  'console',
  'dom_exc',
  'tbuf',
  undefined,
  'debugger',
  'xenoprof',
  'con_ring',
] as const;

export const GRANT_TABLE = [
  'map_grant_ref',
  'unmap_grant_ref',
  'setup_table',
  'dump_table',
  'transfer',
  'copy',
  'query_size',
  'unmap_and_replace',
  'set_version',
  'get_status_frames',
  'get_version',
  'swap_grant_ref',
] as const;

export const VCPU = [
  'initialise',
  'up',
  'down',
  'is_up',
  'get_runstate_info',
  'register_runstate_memory_area',
  'set_periodic_timer',
  'stop_periodic_timer',
  'set_singleshot_timer',
  'stop_singleshot_timer',
  'register_vcpu_info',
  'send_nmi',
  'get_physid',
  'register_vcpu_time_memory_area',
] as const;

export const CALLBACK = ['register', 'unregister'] as const;

export const CALLBACK_TYPE = [
  'event',
  'failsafe',
  'syscall',
  'sysenter_deprecated',
  'nmi',
  'sysenter',
  undefined,
  'syscall32',
] as const;

export const VERSION = [
  'version',
  'extraversion',
  'compile_info',
  'capabilities',
  'changeset',
  'platform_parameters',
  'get_features',
  'pagesize',
  'guest_handle',
  'commandline',
  'build_id',
] as const;

export const CONSOLE_IO = ['write', 'read'] as const;

export const VM_ASSIST = ['enable', 'disable'] as const;

export const VM_ASSIST_TYPE = [
  '4gb_segments',
  '4gb_segments_notify',
  'writable_pagetables',
  'pae_extended_cr3',
  'architectural_iopl',
  'runstate_update_flag',
] as const;

export const PHYSDEV = [
  undefined,
  undefined,
  undefined,
  undefined,
  'irq_unmask_notify',
  'irq_status_query',
  'set_iopl',
  'set_iobitmap',
  'apic_read',
  'apic_write',
  'alloc_irq_vector',
  'free_irq_vector',
  'eoi',
  'map_pirq',
  'unmap_pirq',
  'manage_pci_add',
  'manage_pci_remove',
  'pirq_eoi_gmfn_v1',
  undefined,
  'restore_msi',
  'manage_pci_add_ext',
  'setup_gsi',
  undefined,
  'get_free_pirq',
  'pci_mmcfg_reserved',
  'pci_device_add',
  'pci_device_remove',
  'restore_msi_ext',
  'pirq_eoi_gmfn_v2',
  'dbgp_op',
  'prepare_msix',
  'release_msix',
] as const;

const HVM_NONE = [undefined, undefined, undefined] as const;

export const HVM = [
  'set_param',
  'get_param',
  ...HVM_NONE,
  'flush_tlbs',
  ...HVM_NONE,
  'pagetable_dying',
  'get_time',
  'xentrace',
  ...HVM_NONE,
  'get_mem_type',
  ...HVM_NONE,
  ...HVM_NONE,
  undefined,
  'set_evtchn_upcall_vector',
  'guest_request_vm_event',
  'altp2m',
] as const;
