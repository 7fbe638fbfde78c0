import { Errno } from '../../abi/errno';
import { PageType, PINNED } from '../../abi/page-type';
import { Rule } from '../../abi/reason';
import { Domain } from '../../layout/domain';
import { pageInfo } from '../../layout/page-info';
import { NO_FRAME } from '../../layout/vcpu-state';
import { getPage, putPage } from './frames';
import { getPageType, putPageAndType, putPageType } from './page-type';
import { refuse } from './refusal';
import { topLevel } from './table';
import { typeWord } from './type-count';
import { deferred, RESTART } from './work';

/**
 * Pins a frame as a table of `level`: it stays one although nothing uses it. A level that the domain's format has not is ignored, as
 * Xen does.
 *
 * @returns 0; -EINVAL if it is not the domain's, is in use otherwise, or is pinned already; the error of the first entry refused;
 *   RESTART
 *
 * Source: xen/arch/x86/mm.c, do_mmuext_op, pin_page.
 */
export function pinTable(mfn: u64, level: u32, domain: Domain): i32 {
  if (level > topLevel(domain)) return 0;
  const missing = getPage(mfn, domain.domid);
  if (missing < 0) return missing;
  const frame = <u32>mfn;
  const rc = getPageType(frame, typeWord(<PageType>level));
  if (rc < 0) {
    if (deferred().table !== frame) putPage(frame);
    return rc;
  }
  const page = pageInfo(frame);
  if (!(page.typeInfo & PINNED)) {
    page.typeInfo |= PINNED;
    return 0;
  }
  refuse(-Errno.EINVAL, Rule.AlreadyPinned, frame, level);
  putPageType(frame, false, NO_FRAME);
  putPage(frame);
  return -Errno.EINVAL;
}

/**
 * Takes the pin off. If that was the table's last use, what it holds is given back, later if that takes long.
 *
 * @returns 0, or -EINVAL if the frame is not the domain's or not pinned
 */
export function unpinTable(mfn: u64, domain: Domain): i32 {
  const missing = getPage(mfn, domain.domid);
  if (missing < 0) return missing;
  const frame = <u32>mfn;
  const page = pageInfo(frame);
  if (!(page.typeInfo & PINNED)) {
    refuse(-Errno.EINVAL, Rule.NotPinned, frame, 0);
    putPage(frame);
    return -Errno.EINVAL;
  }
  page.typeInfo &= ~PINNED;
  if (putPageAndType(frame) === RESTART) {
    const waiting = deferred();
    waiting.table = frame;
    waiting.partial = 1;
  }
  putPage(frame);
  return 0;
}
