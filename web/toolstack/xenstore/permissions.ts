import { StoreFailure } from './wire';

/** What a domain may do with a node. */
export const enum Access {
  None = 0,
  Read = 1,
  Write = 2,
  Owner = 4,
}

/** One entry of a node's list. The first names the owner, and its access is for everybody who is not named. */
export interface Permission {
  domid: number;
  access: number;
  /** The domain does not exist, or is younger than the entry: shown, but without effect. */
  ignored: boolean;
}

const LETTERS = ['n', 'r', 'w', 'b'];
const NUMBER = /^\s*[+-]?(?:0x[0-9a-f]+|\d+)$/i;

/** The number strtol with base 0 reads. */
function parseNumber(text: string): number {
  const digits = text.trim().replace(/^[+-]/, '');
  const value = /^0\d/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return (text.trim().startsWith('-') ? -value : value) >>> 0;
}

/** Reads letters and domids, as in `n0`, `r1`. Errors: EINVAL. */
export function parsePermissions(list: readonly string[], exists: (domid: number) => boolean): Permission[] {
  return list.map((text) => {
    const access = LETTERS.indexOf(text.charAt(0));
    if (access < 0 || !NUMBER.test(text.slice(1))) throw new StoreFailure('EINVAL');
    const domid = parseNumber(text.slice(1));
    return { domid, access, ignored: !exists(domid) };
  });
}

/** The entries as GET_PERMS tells them. */
export function formatPermissions(permissions: readonly Permission[]): string[] {
  return permissions.map(({ domid, access }) => `${LETTERS[access & 3]}${domid | 0}`);
}

/** What a domain may do. Domain 0 and the owner may do everything. Source: xenstored_core.c, perm_for_conn. */
export function accessFor(domid: number, permissions: readonly Permission[]): number {
  const [owner, ...others] = permissions;
  if (!owner) return Access.None;
  if (domid === 0 || owner.domid === domid) return Access.Read | Access.Write | Access.Owner;
  const named = others.find((entry) => !entry.ignored && entry.domid === domid);
  return (named ?? owner).access;
}
