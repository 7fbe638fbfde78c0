/**
 * Every hypercall there is, by number: the one table. The number comes in EAX, arguments in EBX, ECX, EDX, ESI, EDI, EBP; the result goes
 * to EAX, and argument registers keep what they had unless the call continues. Source: xen/include/hypercall-defs.c;
 * xen/arch/x86/pv/hypercall.c, pv_hypercall.
 */
import { Crash } from '../abi/crash';
import { Errno } from '../abi/errno';
import { Hypercall } from '../abi/hypercall';
import { TraceEvent, TraceFlag } from '../abi/trace-event';
import { DomainState } from '../layout/domain';
import { machine } from '../layout/machine-state';
import { refusal } from '../layout/mm-state';
import { TraceRecord } from '../layout/trace-record';
import { vcpu } from '../layout/vcpu-state';
import { xenState } from '../layout/xen-state';
import { isTracing, record } from '../trace/trace';
import { vmAssist } from './assist';
import { callbackOp, nmiOp, setCallbacks, stackSwitch } from './callbacks';
import { charge, HYPERCALL_TICKS } from './charge';
import { consoleIo } from './console-io';
import { againArgument, argumentCount, takeContinuation } from './continuation';
import { crash } from './crash';
import { getDebugRegister, setDebugRegister } from './debug-register';
import { currentDomain, currentVcpu } from './domains';
import { domctl, pagingDomctlContinued } from './domctl';
import { eventChannelOp, eventChannelOpCompat } from './evtchn';
import { grantTableOp } from './grant-table-op';
import { dmOp, hvmOp } from './hvm-op';
import { iretHypercall } from './iret';
import { loadLdtr } from './ldt-register';
import { setGdt, updateDescriptor } from './mm/descriptor-table';
import { memoryOp } from './mm/memory-op';
import { mmuUpdate } from './mm/mmu-update';
import { mmuextOp } from './mm/mmuext-op';
import { Verdict } from './mm/profile-rules';
import { forget } from './mm/refusal';
import { tellRefusal } from './mm/tell';
import { updateVaMapping, updateVaMappingOtherdomain } from './mm/va-mapping';
import { multicall } from './multicall';
import { physdevOp, physdevOpCompat } from './physdev';
import { fpuTaskswitch } from './privileged';
import { schedOp, schedOpCompat } from './sched-op';
import { setTimerOp } from './timers';
import { dom0Only, platformOp, sysctl, xenoprofOp, xenpmuOp } from './toolstack-ops';
import { setTrapTable } from './traps';
import { vcpuOp } from './vcpu-op';
import { xenVersion } from './version';

/** Calls a handler by number. Also what a multicall calls its entries through. */
function call(number: u32, a0: u32, a1: u32, a2: u32, a3: u32, a4: u32): i32 {
  switch (number) {
    case Hypercall.SetTrapTable:
      return setTrapTable(a0);
    case Hypercall.MmuUpdate:
      return judged(mmuUpdate(a0, a1, a2, a3));
    case Hypercall.SetGdt:
      return judged(setGdt(a0, a1));
    case Hypercall.StackSwitch:
      return stackSwitch(a0, a1);
    case Hypercall.SetCallbacks:
      return setCallbacks(a0, a1, a2, a3);
    case Hypercall.FpuTaskswitch:
      return fpuTaskswitch(a0);
    case Hypercall.SchedOpCompat:
      return schedOpCompat(a0, a1);
    case Hypercall.PlatformOp:
      return platformOp(a0);
    case Hypercall.SetDebugreg:
      return setDebugRegister(a0, a1);
    case Hypercall.GetDebugreg:
      return getDebugRegister(a0);
    case Hypercall.UpdateDescriptor:
      return judged(updateDescriptor(a0, a1, a2, a3));
    case Hypercall.MemoryOp:
      return memoryOp(a0, a1);
    case Hypercall.Multicall:
      return multicall(a0, a1, traced);
    case Hypercall.UpdateVaMapping:
      return judged(updateVaMapping(a0, a1, a2, a3));
    case Hypercall.SetTimerOp:
      return setTimerOp(a0, a1);
    case Hypercall.EventChannelOpCompat:
      return eventChannelOpCompat(a0);
    case Hypercall.XenVersion:
      return xenVersion(a0, a1);
    case Hypercall.ConsoleIo:
      return consoleIo(a0, a1, a2);
    case Hypercall.PhysdevOpCompat:
      return physdevOpCompat(a0);
    case Hypercall.GrantTableOp:
      return grantTableOp(a0, a1, a2);
    case Hypercall.VmAssist:
      return vmAssist(a0, a1);
    case Hypercall.UpdateVaMappingOtherdomain:
      return judged(updateVaMappingOtherdomain(a0, a1, a2, a3, a4));
    default:
      return callRest(number, a0, a1, a2, a3);
  }
}

/** The hypercalls that came with Xen 3. */
function callRest(number: u32, a0: u32, a1: u32, a2: u32, a3: u32): i32 {
  switch (number) {
    case Hypercall.Iret:
      return iretHypercall();
    case Hypercall.VcpuOp:
      return vcpuOp(a0, a1, a2);
    case Hypercall.MmuextOp:
      return mmuext(a0, a1, a2, a3);
    case Hypercall.NmiOp:
      return nmiOp(a0, a1);
    case Hypercall.SchedOp:
      return schedOp(a0, a1);
    case Hypercall.CallbackOp:
      return callbackOp(a0, a1);
    case Hypercall.EventChannelOp:
      return eventChannelOp(a0, a1);
    case Hypercall.PhysdevOp:
      return physdevOp(a0, a1);
    default:
      return callForTools(number, a0, a1, a2);
  }
}

/** The hypercalls of toolstacks and of hardware-assisted guests. */
function callForTools(number: u32, a0: u32, a1: u32, a2: u32): i32 {
  switch (number) {
    case Hypercall.XenoprofOp:
      return xenoprofOp(a0);
    case Hypercall.HvmOp:
      return hvmOp(a0, a1);
    case Hypercall.Sysctl:
      return sysctl(a0);
    case Hypercall.Domctl:
      return domctl(a0);
    case Hypercall.PagingDomctlContinued:
      return pagingDomctlContinued(a0);
    case Hypercall.DmOp:
      return dmOp(a0, a1, a2);
    case Hypercall.KexecOp:
    case Hypercall.HypfsOp:
    case Hypercall.Mca:
      return dom0Only();
    case Hypercall.XenpmuOp:
      return xenpmuOp();
    default:
      return -Errno.ENOSYS;
  }
}

/** mmuext_op, which may change the LDT: the processor's register follows. */
function mmuext(operations: u32, count: u32, done: u32, domid: u32): i32 {
  const rc = judged(mmuextOp(operations, count, done, domid));
  loadLdtr(currentVcpu());
  return rc;
}

/** Carries out the sentence of an old Xen on a domain that asked for an illegal update. */
function judged(rc: i32): i32 {
  if (rc !== Verdict.Kill) return rc;
  crash(Crash.IllegalUpdate, refusal().rule);
  return -Errno.EINVAL;
}

/** An entry of a multicall: a hypercall with a record of its own, a part of the multicall's. */
function traced(number: u32, a0: u32, a1: u32, a2: u32, a3: u32, a4: u32, a5: u32): i32 {
  forget();
  if (!isTracing()) return call(number, a0, a1, a2, a3, a4);
  const entry = open(number, a0, a1, a2, a3, a4, a5);
  const rc = call(number, a0, a1, a2, a3, a4);
  close(entry, rc);
  return rc;
}

/** Starts the record of a hypercall; what is recorded until it is closed is part of it. */
function open(number: u32, a0: u32, a1: u32, a2: u32, a3: u32, a4: u32, a5: u32): TraceRecord {
  const entry = record(TraceEvent.Hypercall, number);
  entry.arg0 = a0;
  entry.arg1 = a1;
  entry.arg2 = a2;
  entry.arg3 = a3;
  entry.arg4 = a4;
  entry.arg5 = a5;
  return entry;
}

/** Ends the record of a hypercall. One that continues has its own number as result, which is what EAX then holds, as on real Xen. */
function close(entry: TraceRecord, rc: i32): void {
  if (xenState().continuing !== 0) {
    entry.flags |= <u16>TraceFlag.Interrupted;
    entry.result = entry.code;
    return;
  }
  if (currentDomain().state !== DomainState.Alive) entry.flags |= <u16>TraceFlag.Unanswered;
  entry.result = rc;
  if (rc < 0) tellRefusal(entry);
}

/** Answers `int 0x82` of the guest kernel: the running vCPU's registers are arguments and result. */
export function hypercall(): void {
  const r = vcpu();
  const at = machine();
  at.count += 1;
  at.tick += 1;
  charge(HYPERCALL_TICKS);
  forget();
  const number = <u32>r.eax;
  const before = <u32>r.ip;
  // Most handlers return behind the instruction; iret says itself where to.
  r.ip = (r.ip + at.length) & 0xffffffff;
  const rc = at.tracing === 0 ? run(number) : runRecorded(number, before);
  if (takeContinuation()) {
    r.ip = before;
    repeat(number);
  } else {
    r.eax = <u32>rc;
  }
}

function run(number: u32): i32 {
  const r = vcpu();
  return call(number, <u32>r.ebx, <u32>r.ecx, <u32>r.edx, <u32>r.esi, <u32>r.edi);
}

/** The same with a record. */
function runRecorded(number: u32, ip: u32): i32 {
  const r = vcpu();
  const entry = open(number, <u32>r.ebx, <u32>r.ecx, <u32>r.edx, <u32>r.esi, <u32>r.edi, <u32>r.ebp);
  entry.ip = ip;
  machine().openRecord = <u32>changetype<usize>(entry);
  const rc = run(number);
  machine().openRecord = 0;
  close(entry, rc);
  return rc;
}

/** Leaves the registers so that the guest makes the call again where it stopped. */
function repeat(number: u32): void {
  const r = vcpu();
  const count = argumentCount(number);
  r.ebx = againArgument(0);
  if (count > 1) r.ecx = againArgument(1);
  if (count > 2) r.edx = againArgument(2);
  if (count > 3) r.esi = againArgument(3);
}
