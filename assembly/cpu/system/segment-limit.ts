import { BIG, isExpandDown } from './descriptor';

/**
 * Does an access of `bytes` at `offset` stay inside a segment with these rights and this limit?
 * An expand-down segment holds the offsets above its limit, up to 64 KB or 4 GB by its B bit. Intel SDM Vol. 3A, 5.3.
 */
export function withinLimit(access: u32, limit: u32, offset: u32, bytes: u32): bool {
  const last = offset + bytes - 1;
  if (isExpandDown(access)) {
    const top: u32 = access & BIG ? 0xffffffff : 0xffff;
    return offset > limit && last >= offset && last <= top;
  }
  // With a limit of 4 GB - 1 an access that wraps is allowed: processors differ, and the manual permits both.
  return last <= limit && (last >= offset || limit === 0xffffffff);
}
