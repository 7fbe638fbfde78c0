/** INS and OUTS, one iteration at a time: a repeated one is an instruction that ends where it began while its count lasts. */
import { PrivilegedOp } from '../../abi/exit';
import { machine } from '../../layout/machine-state';
import { Segment, VcpuState, vcpu } from '../../layout/vcpu-state';
import { DF } from './flag-bits';
import { checkWritable, readLinear } from './linear';
import { leaveForDevice, mayUsePort } from './port-io';
import { linearAddress } from './segment-access';

/** What the prefixes and the opcode say of an INS or OUTS. */
@unmanaged
@final
export class StringIo {
  /** Bytes of one item: 1, 2 or 4. */
  bytes: u32 = 0;
  /** Mask of the address size: 0xffff or 0xffffffff. */
  mask: u32 = 0;
  /** Repeated. */
  repeats: bool = false;
}

const REQUEST = memory.data(16);

/** A request filled from an instruction's prefixes. */
export function stringIo(bytes: u32, addressBytes: u32, repeats: bool): StringIo {
  const io = changetype<StringIo>(REQUEST);
  io.bytes = bytes;
  io.mask = addressBytes === 4 ? 0xffffffff : 0xffff;
  io.repeats = repeats;
  return io;
}

/** INS ES:[EDI], DX. Errors: #GP, #PF of the destination; as `mayUsePort`. */
export function stringIn(io: StringIo): void {
  const state = vcpu();
  if (isOver(io)) return;
  const port = <u32>state.edx & 0xffff;
  if (!mayUsePort(PrivilegedOp.StringIn, port, io.bytes, 0)) return;
  const linear = linearAddress(Segment.Es, <u32>state.edi & io.mask, io.bytes, true);
  checkWritable(linear, io.bytes, state.cpl === 3);
  advance(io, offsetof<VcpuState>('edi'));
  machine().address = linear;
  leaveForDevice(PrivilegedOp.StringIn, port, io.bytes, 0);
}

/** OUTS DX, segment:[ESI]. Errors: #GP, #SS, #PF of the source; as `mayUsePort`. */
export function stringOut(io: StringIo, segment: u32): void {
  const state = vcpu();
  if (isOver(io)) return;
  const port = <u32>state.edx & 0xffff;
  if (!mayUsePort(PrivilegedOp.StringOut, port, io.bytes, 0)) return;
  const linear = linearAddress(segment, <u32>state.esi & io.mask, io.bytes, false);
  const value = readItem(linear, io.bytes);
  advance(io, offsetof<VcpuState>('esi'));
  leaveForDevice(PrivilegedOp.StringOut, port, io.bytes, value);
}

function readItem(linear: u32, bytes: u32): u32 {
  const user = vcpu().cpl === 3;
  if (bytes === 1) return readLinear<u8>(linear, user);
  return bytes === 2 ? readLinear<u16>(linear, user) : readLinear<u32>(linear, user);
}

/** A repeated instruction whose count is 0 does nothing. */
function isOver(io: StringIo): bool {
  return io.repeats && (<u32>vcpu().ecx & io.mask) === 0;
}

/** Moves the index register, counts, and goes back to the instruction while the count is not 0. */
function advance(io: StringIo, index: usize): void {
  const state = vcpu();
  const step = state.systemFlags & DF ? -io.bytes : io.bytes;
  addMasked(changetype<usize>(state) + index, step, io.mask);
  if (!io.repeats) return;
  addMasked(changetype<usize>(state) + offsetof<VcpuState>('ecx'), -1, io.mask);
  if (<u32>state.ecx & io.mask) state.ip = <u32>state.ip - machine().length;
}

/** Adds within the address size; the bits above it stay. */
function addMasked(at: usize, amount: u32, mask: u32): void {
  const before = load<u32>(at);
  store<u32>(at, (before & ~mask) | ((before + amount) & mask));
}
