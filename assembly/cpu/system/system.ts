/**
 * Every system instruction, by its `Op`. The engine has filled the SystemInstruction, set ip behind the instruction and
 * `MachineState.exit` to Exit.Budget; afterwards it goes on at ip, or leaves if an exit was asked for. Faults unwind, with nothing
 * changed.
 */
import { PrivilegedOp } from '../../abi/exit';
import { Vector } from '../../abi/vector';
import { Op } from '../../isa/op';
import { vcpu } from '../../layout/vcpu-state';
import { cpuid } from '../cpuid';
import { clearTaskSwitched, readControl, writeControl, writeStatusWord } from './control-registers';
import { readPerformanceCounter, readTimestamp } from './counters';
import { readDebug, writeDebug } from './debug-registers';
import { raise } from './exception';
import { PORT_IN_DX, SystemInstruction } from './instruction';
import { clearInterruptFlag, halt, setInterruptFlag } from './interrupt-flag';
import { interruptReturn } from './interrupt-return';
import { isForbidden } from './leave';
import { readMsr, writeMsr } from './msr';
import { generalRegister, readWord, writeWordOrRegister } from './operand';
import { portIn, portOut } from './port-io';
import { farTransfer, segmentInstruction } from './segment-instruction';
import { selectorInstruction } from './selector-instruction';
import { checkBounds, debugInterrupt, overflowInterrupt, softwareInterrupt } from './software-interrupt';
import { stringIn, stringIo, stringOut } from './string-io';
import { sysenter, sysexit } from './sysenter';
import { loadTable, storeTable } from './table-instruction';
import { loadLdt, loadTask } from './table-registers';
import { x87 } from './x87';

/** Does a system instruction. Errors: whatever it may raise. */
export function system(it: SystemInstruction): void {
  const op = <i32>it.op;
  if (op >= Op.Fwait && op <= Op.Fcos) x87(it);
  else if (op >= Op.MovFromSeg && op <= Op.Lgs) segmentInstruction(it);
  else if (op >= Op.JmpFar && op <= Op.RetFar) farTransfer(it);
  else if (op >= Op.Int && op <= Op.Ud2) interruptInstruction(it);
  else if (op >= Op.Arpl && op <= Op.Verw) selectorInstruction(it);
  else if (op >= Op.Sldt && op <= Op.Lidt) tableInstruction(it);
  else if (op >= Op.Smsw && op <= Op.Hlt) controlInstruction(it);
  else otherInstruction(it);
}

function interruptInstruction(it: SystemInstruction): void {
  switch (it.op) {
    case Op.Int:
      softwareInterrupt(it.immediate & 0xff);
      break;
    case Op.Int1:
      debugInterrupt();
      break;
    case Op.Int3:
      softwareInterrupt(Vector.Breakpoint);
      break;
    case Op.Into:
      overflowInterrupt();
      break;
    case Op.Iret:
      interruptReturn(it.operandBytes);
      break;
    case Op.Bound:
      checkBounds(it);
      break;
    default:
      raise(Vector.InvalidOpcode);
  }
}

function tableInstruction(it: SystemInstruction): void {
  switch (it.op) {
    case Op.Lldt:
      if (!isForbidden(PrivilegedOp.Lldt)) loadLdt(readWord(it));
      break;
    case Op.Ltr:
      if (!isForbidden(PrivilegedOp.Ltr)) loadTask(readWord(it));
      break;
    case Op.Lgdt:
      if (!isForbidden(PrivilegedOp.Lgdt)) loadTable(it);
      break;
    case Op.Lidt:
      if (!isForbidden(PrivilegedOp.Lidt)) loadTable(it);
      break;
    default:
      storeTable(it);
  }
}

function controlInstruction(it: SystemInstruction): void {
  switch (it.op) {
    case Op.Smsw:
      writeWordOrRegister(it, <u32>vcpu().cr0);
      break;
    case Op.Lmsw:
      if (!isForbidden(PrivilegedOp.Lmsw)) writeStatusWord(readWord(it));
      break;
    case Op.Clts:
      clearTaskSwitched();
      break;
    case Op.Invd:
      isForbidden(PrivilegedOp.Invd);
      break;
    case Op.Wbinvd:
      isForbidden(PrivilegedOp.Wbinvd);
      break;
    case Op.Invlpg:
      isForbidden(PrivilegedOp.Invlpg); // the TLB never holds what INVLPG would have to drop
      break;
    case Op.MovFromCr:
      readControl(it.reg, it.rm);
      break;
    case Op.MovToCr:
      writeControl(it.reg, generalRegister(it.rm), it.rm);
      break;
    case Op.MovFromDr:
      readDebug(it.reg, it.rm);
      break;
    case Op.MovToDr:
      writeDebug(it.reg, generalRegister(it.rm), it.rm);
      break;
    case Op.Cli:
      clearInterruptFlag();
      break;
    case Op.Sti:
      setInterruptFlag();
      break;
    case Op.Hlt:
      halt();
  }
}

function otherInstruction(it: SystemInstruction): void {
  const bytes = it.width !== 0 ? it.width : it.operandBytes;
  switch (it.op) {
    case Op.Rdmsr:
      readMsr();
      break;
    case Op.Wrmsr:
      writeMsr();
      break;
    case Op.Rdtsc:
      readTimestamp();
      break;
    case Op.Rdpmc:
      readPerformanceCounter();
      break;
    case Op.Sysenter:
      sysenter();
      break;
    case Op.Sysexit:
      sysexit();
      break;
    case Op.Cpuid:
      cpuid();
      break;
    case Op.In:
      portIn(portOf(it), bytes);
      break;
    case Op.Out:
      portOut(portOf(it), bytes);
      break;
    case Op.Ins:
      stringIn(stringIo(bytes, it.addressBytes, it.repeats !== 0));
      break;
    case Op.Outs:
      stringOut(stringIo(bytes, it.addressBytes, it.repeats !== 0), it.segment);
      break;
    default:
      raise(Vector.InvalidOpcode);
  }
}

function portOf(it: SystemInstruction): u32 {
  return it.immediate === PORT_IN_DX ? <u32>vcpu().edx & 0xffff : it.immediate & 0xff;
}
