import { Errno } from '../../abi/errno';
import { COUNT_MASK, PageType, TYPE_MASK, TYPE_SHIFT, VALIDATED } from '../../abi/page-type';
import { PTE_WRITE } from '../../abi/pte';
import { Rule } from '../../abi/reason';
import { Domain } from '../../layout/domain';
import { refusal } from '../../layout/mm-state';
import { pageInfo } from '../../layout/page-info';
import { frameExists, getPage, putPage } from './frames';
import { Law, law } from './profile-rules';
import { refusedAt, refuseInstead } from './refusal';
import { frameOf } from './table';
import { typeWord } from './type-count';

/**
 * Linear page tables: an upper entry that names a table of its own level makes that table's entries appear as memory, at addresses a
 * kernel can compute. NetBSD's pmap lives on them. They are safe only while nobody can write through them, and while the counts that
 * hold a table do not hold each other up for ever. The rules by era are in profile-rules.ts. Source: xen/arch/x86/mm.c,
 * get_l2_linear_pagetable.
 */

/** Most linear uses or entries a table may have. */
const MOST: i32 = 32767;

/**
 * May `entry` stand in the table in frame `table` of `level` as a linear entry? A table that names itself is not counted, or it could
 * never be torn down; another one is used as its own type, and must be validated already.
 *
 * @param mayBeLinear false: the entry was refused for another reason that says more, which stands
 * @returns 0 or -EINVAL
 */
export function getLinear(entry: u64, table: u32, slot: u32, level: u32, domain: Domain, mayBeLinear: bool): i32 {
  const rule = checkLinear(entry, table, level, domain);
  if (rule === Rule.None) return 0;
  if (!mayBeLinear || rule === Rule.ForeignFrame) return -Errno.EINVAL;
  const blamed = rule === Rule.LinearUsed ? <u64>table : frameOf(entry);
  const linear = <i32>pageInfo(<u32>blamed).linearCount;
  refuseInstead(-Errno.EINVAL, rule, blamed, level);
  if (rule === Rule.LinearUsed || rule === Rule.LinearChained) refusal().typeCount = <u32>abs<i32>(linear);
  refusedAt(level, slot, entry);
  return -Errno.EINVAL;
}

function checkLinear(entry: u64, table: u32, level: u32, domain: Domain): Rule {
  if (law(domain, Law.LinearOff)) return Rule.LinearOff;
  if (!law(domain, Law.LinearSelf)) return Rule.LinearUnknown;
  if (entry & PTE_WRITE) return Rule.LinearWritable;
  const mfn = frameOf(entry);
  if (mfn === <u64>table) return Rule.None;
  if (!law(domain, Law.LinearOther)) return Rule.LinearOther;
  if (pageInfo(table).owner !== domain.domid || getPage(mfn, domain.domid) < 0) return Rule.ForeignFrame;
  const rule = useAsLinear(<u32>mfn, table, level, domain);
  if (rule !== Rule.None) putPage(<u32>mfn);
  return rule;
}

function useAsLinear(mfn: u32, table: u32, level: u32, domain: Domain): Rule {
  const page = pageInfo(mfn);
  const holder = pageInfo(table);
  const isCounted = law(domain, Law.LinearOneLevel);
  if (isCounted) {
    if (holder.linearCount < 0 || holder.linearCount === <i16>MOST) return Rule.LinearUsed;
    if (page.linearCount > 0 || page.linearCount === <i16>-MOST) return Rule.LinearChained;
  }
  const info = page.typeInfo;
  if ((info & COUNT_MASK) === COUNT_MASK) return Rule.TypeCountFull;
  if ((info & (TYPE_MASK | VALIDATED)) !== (typeWord(<PageType>level) | VALIDATED)) return Rule.LinearNotValidated;
  if (isCounted) {
    holder.linearCount++;
    page.linearCount--;
  }
  page.typeInfo = info + 1;
  return Rule.None;
}

/** An entry of table `parent` that used `mfn` goes: if it was a linear one, both forget it. `info`: the type word `mfn` had. */
export function forgetLinear(mfn: u32, info: u32, parent: u32, domain: Domain): void {
  const holder = pageInfo(parent);
  if (((info ^ holder.typeInfo) & TYPE_MASK) !== 0 || !law(domain, Law.LinearOneLevel)) return;
  holder.linearCount--;
  pageInfo(mfn).linearCount++;
}

/** Could a use of `mfn` as a table of the level below, refused, have been meant as a linear entry? */
export function looksLinear(mfn: u64, level: u32, domain: Domain): bool {
  if (!frameExists(mfn)) return false;
  const page = pageInfo(<u32>mfn);
  return page.owner === domain.domid && page.typeInfo >> TYPE_SHIFT === level && (page.typeInfo & COUNT_MASK) !== 0;
}
