import { PageType } from '../../assembly/abi/page-type';

/** Names of frame types, for sentences and tables. */
const PAGE_TYPES = {
  [PageType.None]: 'no type',
  [PageType.L1]: 'L1 table',
  [PageType.L2]: 'L2 table',
  [PageType.L3]: 'L3 table',
  [PageType.L4]: 'L4 table',
  [PageType.Descriptor]: 'descriptor page',
  [PageType.Shared]: 'page shared with Xen',
  [PageType.Writable]: 'writable page',
} satisfies Record<PageType, string>;

/** The name of a frame type, as in `L2 table`. */
export function pageTypeName(type: number): string {
  return (PAGE_TYPES as Record<number, string>)[type] ?? `type ${type}`;
}

/** The name of a frame type with its article, as in `an L2 table`. */
export function pageTypeInWords(type: number): string {
  const name = pageTypeName(type);
  if (type === PageType.None) return 'of no type';
  return `${/^[LA]/.test(name) ? 'an' : 'a'} ${name}`;
}
