/**
 * A domain that cannot go on is ended, and says why on the emergency console: cause, registers, top of the stack. The rest of the
 * machine lives on. Source: xen/common/domain.c, __domain_crash; xen/arch/x86/traps.c, show_registers.
 */
import { Crash } from '../abi/crash';
import { Shutdown } from '../abi/sched';
import { SCRATCH } from '../base/memory-map';
import { Domain, DomainState } from '../layout/domain';
import { machine } from '../layout/machine-state';
import { domainOf, Vcpu } from '../layout/vcpu';
import { Segment, segment, vcpu } from '../layout/vcpu-state';
import { putByte, putDecimal, putHex, putText } from './console-ring';
import { currentVcpu } from './domains';
import { fetch } from './guest';
import { shutdownDomain } from './shutdown';

/** Ends the running domain because of a fault of its own. */
export function crash(why: Crash, detail: u32): void {
  crashDomain(currentVcpu(), why, detail);
}

/** Ends the domain of vCPU `v`, which is the running one, or any if the guest itself asked. */
export function crashDomain(v: Vcpu, why: Crash, detail: u32): void {
  const domain = domainOf(v);
  if (domain.state !== DomainState.Alive) return;
  domain.crash = why;
  domain.crashDetail = detail;
  report(domain, v, why, detail);
  shutdownDomain(domain, Shutdown.Crash);
}

function report(domain: Domain, v: Vcpu, why: Crash, detail: u32): void {
  putText('(ringside) domain ');
  putDecimal(domain.domid);
  putText(' vCPU ');
  putDecimal(v.id);
  putText(' crashed: ');
  sayCause(why, detail);
  putByte(10);
  sayRegisters();
  saySegments();
  sayStack();
}

/** The cause, in one sentence. */
function sayCause(why: Crash, detail: u32): void {
  switch (why) {
    case Crash.NoHandler:
      putText('no handler for exception ');
      putDecimal(detail);
      putText(', error code ');
      putHex(machine().errorCode, 4);
      break;
    case Crash.Stack:
      putText('no room for an exception frame on the kernel stack at ');
      putHex(detail);
      break;
    case Crash.IretStack:
      putText('iret found no frame on the stack at ');
      putHex(detail);
      break;
    case Crash.Asked:
      putText('the guest said so');
      break;
    case Crash.NoFailsafe:
      putText('a segment cannot be loaded and there is no failsafe callback');
      break;
    default:
      putText(causeWithDetail(why));
      putHex(detail);
  }
}

/** Causes whose detail is a hexadecimal number at the end of the sentence. */
function causeWithDetail(why: Crash): string {
  switch (why) {
    case Crash.HandlerSelector:
      return 'a handler has a code selector that cannot be loaded: ';
    case Crash.StackSelector:
      return 'the kernel stack has a selector that cannot be loaded: ';
    case Crash.IretRing:
      return 'iret to ring 0 asked for, with code selector ';
    case Crash.IllegalUpdate:
      return 'illegal update of a page table, which this Xen punishes so; rule ';
    case Crash.NullCallback:
      return 'no callback registered for event ';
    case Crash.BadRoot:
      return 'its top page table cannot be used: frame ';
    default:
      return 'an instruction it may not run: ';
  }
}

function sayRegister(name: string, value: u64): void {
  putText(name);
  putHex(<u32>value);
}

function sayRegisters(): void {
  const r = vcpu();
  putText('  eip ');
  putHex(segment(Segment.Cs).selector, 4);
  putByte(58);
  putHex(<u32>r.ip);
  sayRegister('  eflags ', machine().eflags);
  putText('  ring ');
  putDecimal(r.cpl);
  sayRegister('\n  eax ', r.eax);
  sayRegister('  ebx ', r.ebx);
  sayRegister('  ecx ', r.ecx);
  sayRegister('  edx ', r.edx);
  sayRegister('\n  esi ', r.esi);
  sayRegister('  edi ', r.edi);
  sayRegister('  ebp ', r.ebp);
  sayRegister('  esp ', r.esp);
  sayRegister('\n  cr0 ', r.cr0);
  sayRegister('  cr2 ', r.cr2);
  sayRegister('  cr3 ', r.cr3);
  sayRegister('  cr4 ', r.cr4);
  putByte(10);
}

function saySegment(name: string, index: u32): void {
  putText(name);
  putHex(segment(index).selector, 4);
}

function saySegments(): void {
  saySegment('  cs ', Segment.Cs);
  saySegment('  ss ', Segment.Ss);
  saySegment('  ds ', Segment.Ds);
  saySegment('  es ', Segment.Es);
  saySegment('  fs ', Segment.Fs);
  saySegment('  gs ', Segment.Gs);
  putByte(10);
}

/** The sixteen words at the stack pointer, as far as they can be read. */
function sayStack(): void {
  const top = <u32>(segment(Segment.Ss).base + vcpu().esp);
  putText('  stack');
  for (let i: u32 = 0; i < 16; i++) {
    if (!fetch(SCRATCH, top + (i << 2), 4)) {
      putText(' ...');
      break;
    }
    if (i === 8) putText('\n       ');
    putByte(32);
    putHex(load<u32>(SCRATCH));
  }
  putByte(10);
}
