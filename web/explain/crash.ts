import { Crash } from '../../assembly/abi/crash';

/** Why Xen ended a domain, in a few words. */
const CRASHES = {
  [Crash.None]: 'no crash',
  [Crash.NoHandler]: 'an exception came and the guest has no handler for it',
  [Crash.Stack]: 'its stack could not be written while entering a handler',
  [Crash.HandlerSelector]: "a handler's code selector cannot be used",
  [Crash.StackSelector]: "the kernel stack's selector cannot be used",
  [Crash.IretStack]: "the iret hypercall's frame cannot be read",
  [Crash.IretRing]: 'the iret hypercall asked for ring 0',
  [Crash.NoFailsafe]: 'the failsafe callback is needed and there is none',
  [Crash.Asked]: 'the guest said so itself',
  [Crash.IllegalUpdate]: 'an update of page tables was refused, and this Xen kills for that',
  [Crash.NullCallback]: 'a callback is due and its handler is null',
  [Crash.BadRoot]: "its top page table cannot carry Xen's mappings",
  [Crash.Forbidden]: 'it ran an instruction that would stop the machine',
} satisfies Record<Crash, string>;

/** Why Xen ended a domain. */
export function crashInWords(reason: number): string {
  return (CRASHES as Record<number, string>)[reason] ?? `reason ${reason}`;
}
