/**
 * What blocks depend on beside their bytes: the mode bits in the low part of GENERATION. Whatever changes the privilege level, a segment,
 * CR0 or single-stepping says so here, and blocks of another mode are not entered.
 *
 * Flat: CS, SS, DS and ES have base 0 and end with a page (with 4 GB, or where Xen's hole begins). Their limits then need no test on each
 * access: a page behind the lowest of them is never put into the TLB, and what the TLB does not answer is done by the generic path, which
 * tests everything.
 */
import { CODE_LIMIT, FLAT_LIMIT, GENERATION, VIEW } from '../base/engine-map';
import { TLB_SUPERVISOR, TLB_USER } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { Segment, segment, vcpu } from '../layout/vcpu-state';
import { watchState } from '../layout/watch-state';
import { flushAll, forgetLookups } from '../mmu/coherence';
import { checksAlignment } from './system/alignment';
import { BIG, isCode, isExpandDown, isReadable, isWritable } from './system/descriptor';

/** Segments need no test in hot cases. */
export const MODE_FLAT: u32 = 1;
/** Privilege level 3: the user view of the TLB. */
export const MODE_USER: u32 = 2;
/** Blocks of one instruction. */
export const MODE_STEP: u32 = 4;
/** All of them: what GENERATION is a multiple of, less one. */
export const MODE_BITS: u32 = 7;

function isFlatData(index: u32): bool {
  const register = segment(index);
  const access = <u32>register.access;
  return register.base === 0 && (register.limit & 0xfff) === 0xfff && isWritable(access) && !isExpandDown(access);
}

function isFlat(): bool {
  const code = segment(Segment.Cs);
  if (code.base !== 0 || !isCode(code.access) || !isReadable(code.access)) return false;
  return (
    isFlatData(Segment.Ss) &&
    (<u32>segment(Segment.Ss).access & BIG) !== 0 &&
    isFlatData(Segment.Ds) &&
    isFlatData(Segment.Es)
  );
}

/** Takes over privilege level, segments, alignment checks and stepping as they are now. Cheap enough to be called without need. */
export function modeChanged(): void {
  const user = vcpu().cpl === 3;
  const flat = isFlat() && !checksAlignment();
  if (flat) {
    const limit = min(segment(Segment.Ss).limit, min(segment(Segment.Ds).limit, segment(Segment.Es).limit));
    if (limit < load<u32>(FLAT_LIMIT)) flushAll();
    store<u32>(FLAT_LIMIT, limit);
  }
  store<u32>(VIEW, user ? <u32>TLB_USER : <u32>TLB_SUPERVISOR);
  store<u32>(CODE_LIMIT, segment(Segment.Cs).limit);
  const steps = machine().stepping !== 0 || watchState().frame !== 0;
  const bits = (flat ? MODE_FLAT : 0) | (user ? MODE_USER : 0) | (steps ? MODE_STEP : 0);
  store<u32>(GENERATION, (load<u32>(GENERATION) & ~MODE_BITS) | bits);
}

/** As `modeChanged`, after a segment register was loaded: without flat segments code may lie elsewhere now. */
export function segmentsChanged(): void {
  const limit = load<u32>(CODE_LIMIT);
  modeChanged();
  if ((load<u32>(GENERATION) & MODE_FLAT) === 0 || limit !== load<u32>(CODE_LIMIT)) forgetLookups();
}
