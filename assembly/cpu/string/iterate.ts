/** One iteration of a string instruction, every check made. */
import { Op } from '../../isa/op';
import { Segment, VcpuState, vcpu } from '../../layout/vcpu-state';
import { readSegment, writeSegment } from '../checked';
import { Kind, Live } from '../flags';
import { GeneralRecord } from '../record';

const DF: u32 = 0x400;

/** Does one iteration and moves the index registers. Errors: #GP(0), #SS(0), #PF, with nothing changed. */
export function iterate(u: GeneralRecord): void {
  if (u.width === 0) iterateAs<u8>(u);
  else if (u.width === 1) iterateAs<u16>(u);
  else iterateAs<u32>(u);
}

function iterateAs<W>(u: GeneralRecord): void {
  const state = vcpu();
  const mask: u32 = u.addressBytes === 2 ? 0xffff : 0xffffffff;
  const from = <u32>state.esi & mask;
  const to = <u32>state.edi & mask;
  switch (<i32>u.op) {
    case Op.Movs:
      writeSegment<W>(Segment.Es, to, readSegment<W>(u.segment, from, u), u);
      advanceSource<W>(mask);
      advanceDestination<W>(mask);
      break;
    case Op.Stos:
      writeSegment<W>(Segment.Es, to, <W>state.eax, u);
      advanceDestination<W>(mask);
      break;
    case Op.Lods:
      store<W>(changetype<usize>(state), readSegment<W>(u.segment, from, u));
      advanceSource<W>(mask);
      break;
    case Op.Scas:
      compare<W>(<W>state.eax, readSegment<W>(Segment.Es, to, u));
      advanceDestination<W>(mask);
      break;
    default:
      compareStrings<W>(u, from, to);
      advanceSource<W>(mask);
      advanceDestination<W>(mask);
  }
}

function compareStrings<W>(u: GeneralRecord, from: u32, to: u32): void {
  const left = readSegment<W>(u.segment, from, u);
  compare<W>(left, readSegment<W>(Segment.Es, to, u));
}

function compare<W>(left: W, right: W): void {
  changetype<Live>(0).lazy<W>(Kind.Sub, left, right, <W>(left - right));
}

function advanceSource<W>(mask: u32): void {
  advance(changetype<usize>(vcpu()) + offsetof<VcpuState>('esi'), sizeof<W>(), mask);
}

function advanceDestination<W>(mask: u32): void {
  advance(changetype<usize>(vcpu()) + offsetof<VcpuState>('edi'), sizeof<W>(), mask);
}

/** Moves an index register by one item, down if DF is set; bits above the address size stay. */
function advance(register: usize, bytes: u32, mask: u32): void {
  const before = load<u32>(register);
  const after = vcpu().systemFlags & DF ? before - bytes : before + bytes;
  store<u32>(register, (before & ~mask) | (after & mask));
}
