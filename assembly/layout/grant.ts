import { XEN } from '../base/memory-map';
import { Domain, HANDLES_OFFSET } from './domain';

/** A grant that somebody uses: what pins its frame. Source: xen/common/grant_table.c, struct active_grant_entry. */
@unmanaged
@final
export class ActiveGrant {
  /** Uses, all kinds; 0: the record is free (and ends a search only if it was never used). */
  uses: u16 = 0;
  /** The domain that uses it: there is only one. */
  user: u16 = 0;
  /** Of these, uses that may write. */
  writers: u16 = 0;
  /** The granting domain. */
  granter: u16 = 0;
  /** Its grant reference. */
  ref: u32 = 0;
  /** The machine frame. */
  frame: u32 = 0;
}

/** A mapping of a grant, named by a handle. Source: xen/common/grant_table.c, struct grant_mapping. */
@unmanaged
@final
export class GrantHandle {
  /** GNTMAP_* flags it was mapped with; 0: free. */
  flags: u16 = 0;
  /** The granting domain. */
  granter: u16 = 0;
  /** Its grant reference. */
  ref: u32 = 0;
}

/** Grants in use at once on the whole machine; a power of two. */
export const ACTIVE_GRANTS: u32 = 4096;
/** Handles of a domain. */
export const GRANT_HANDLES: u32 = 4096;

export const ACTIVE_GRANT_TABLE: usize = XEN + 0xd0000;

/** Record `index` of the active grants. */
export function activeGrant(index: u32): ActiveGrant {
  return changetype<ActiveGrant>(ACTIVE_GRANT_TABLE + ((<usize>index & (ACTIVE_GRANTS - 1)) << 4));
}

/** A domain's handle; `handle` must be below GRANT_HANDLES. */
export function grantHandle(domain: Domain, handle: u32): GrantHandle {
  return changetype<GrantHandle>(changetype<usize>(domain) + HANDLES_OFFSET + ((<usize>handle) << 3));
}
