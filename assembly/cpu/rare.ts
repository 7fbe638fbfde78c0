/** The interpreter's generic cases: any instruction, as its record describes it. */
import { Exit } from '../abi/exit';
import { Vector } from '../abi/vector';
import { LEFT, RECORD, SAVED_ESP } from '../base/engine-map';
import { Op } from '../isa/op';
import { machine } from '../layout/machine-state';
import { vcpu } from '../layout/vcpu-state';
import { Blocks, stopAt } from './blocks';
import { direct } from './direct/direct';
import { popFlagsOf } from './direct/frame';
import { loopTarget } from './direct/loop';
import { effectiveAddress } from './effective-address';
import { General } from './general';
import { branchMeaning, meaning } from './meaning';
import { mustPause } from './pause';
import { Block, GeneralRecord, Record, Whereabouts } from './record';
import { runString } from './string/repeat';
import { raise } from './system/exception';
import { SystemInstruction, systemInstruction } from './system/instruction';
import { system } from './system/system';

/** Notes the record, so that an unwinding finds the instruction. */
function begin(u: GeneralRecord): void {
  store<u32>(RECORD, <u32>changetype<usize>(u));
  store<u32>(SAVED_ESP, <u32>vcpu().esp);
}

/** Runs a general record that is not the last of its block. Errors: whatever the instruction may raise. */
export function rare(record: Record): void {
  const u = record.as<GeneralRecord>();
  begin(u);
  if (direct(u)) return;
  if (u.op >= <u16>Op.Movs && u.op <= <u16>Op.Scas) runString(u);
  else if (u.width === 0) meaning(u.as<General<u8>>(), u.op);
  else if (u.width === 1) meaning(u.as<General<u16>>(), u.op);
  else meaning(u.as<General<u32>>(), u.op);
}

/** Runs a general record that is the last of its block; gives the next one. LEFT may have changed. Errors: as `rare`. */
export function rareEnd(record: Record): Block {
  const u = record.as<GeneralRecord>();
  begin(u);
  const state = vcpu();
  const ip = Whereabouts.blockOf(u).eip + u.start;
  state.ip = ip + u.length;
  const op = <i32>u.op;
  if (op === Op.Undefined) raise(Vector.InvalidOpcode);
  if (op >= Op.Movs && op <= Op.Scas) {
    if (!runString(u)) state.ip = ip;
    return Blocks.at(<u32>state.ip);
  }
  if (op < Op.Movs && op !== Op.Popf) {
    rare(record);
    return Blocks.at(<u32>state.ip);
  }
  if (op === Op.Popf) popFlagsOf(u);
  else if (op >= Op.Loop && op <= Op.Jcxz) return Blocks.at(loopTarget(u));
  else if (op < Op.Ins) return branch(u);
  else systemRecord(u);
  return afterSystem();
}

function branch(u: GeneralRecord): Block {
  return u.width === 1 ? branchMeaning(u.as<General<u16>>(), u.op) : branchMeaning(u.as<General<u32>>(), u.op);
}

function systemRecord(u: GeneralRecord): void {
  const it = systemInstruction();
  describe(it, u);
  machine().length = u.length;
  system(it);
}

function describe(it: SystemInstruction, u: GeneralRecord): void {
  it.op = u.op;
  it.operandBytes = u.operandBytes;
  it.addressBytes = u.addressBytes;
  it.memory = u.hasMemory ? 1 : 0;
  it.segment = u.segment;
  it.offset = u.hasMemory ? effectiveAddress(u) : 0;
  it.width = u.fixed;
  it.reg = (u.modrm >> 3) & 7;
  it.rm = u.modrm & 7;
  it.repeats = u.repeat ? 1 : 0;
  it.immediate = u.immediate;
  it.selector = u.second;
}

/** What a system instruction may have asked for: an exit, or care with the next instruction. */
function afterSystem(): Block {
  const exit = machine().exit;
  if (exit === Exit.Budget) return mustPause() ? stopAt(<u32>vcpu().ip) : Blocks.at(<u32>vcpu().ip);
  // These are refused, not done: whoever answers counts them.
  const undone = exit === Exit.Privileged || exit === Exit.SoftwareInterrupt || exit === Exit.DescriptorPage;
  if (undone) store<i32>(LEFT, load<i32>(LEFT) + 1);
  return stopAt(<u32>vcpu().ip);
}
