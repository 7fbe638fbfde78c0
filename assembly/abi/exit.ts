/** Why things stop: numbers that cpu/, xen/, pc/, run.ts and the host share. Read by both compilers. */

/** Why the CPU left its blocks. */
export const enum Exit {
  /** The instructions asked for are done. */
  Budget = 0,
  /** pv: an exception of the guest (vector, errorCode, hasErrorCode, address): the instruction has changed nothing, ip names it. */
  Exception = 1,
  /** pv: INT n, INT3, INTO (vector): ip names the instruction, `length` its bytes. */
  SoftwareInterrupt = 2,
  /** pv: an instruction that only ring 0 may run, or an I/O instruction IOPL forbids: see PrivilegedOp. Architecturally #GP(0). */
  Privileged = 3,
  /** HLT was run (bare machine): the vCPU waits for an interrupt. */
  Halt = 4,
  /** Bare machine: IN or OUT on a port (operand), of `register` bytes; OUT carries `value`; IN is answered with `completeIn`. */
  Io = 5,
  /** pv: a descriptor-table page that no frame backs yet is needed (operand: page number, register: 1 for the LDT). */
  DescriptorPage = 6,
  /** A captured store (see run.ts): address, `register` bytes, value. */
  Store = 7,
  /** Bare machine: triple fault. */
  Shutdown = 8,
  /** A breakpoint of the host (not the guest's) stands at ip. */
  Breakpoint = 9,
}

/** Instructions that exit with Exit.Privileged when a PV guest runs them. */
export const enum PrivilegedOp {
  /** MOV r32, CRn: operand n, register the destination. */
  ReadCr = 0,
  /** MOV CRn, r32: operand n, value. */
  WriteCr = 1,
  ReadDr = 2,
  WriteDr = 3,
  /** RDMSR: operand the MSR. */
  ReadMsr = 4,
  /** WRMSR: operand the MSR, value EDX:EAX. */
  WriteMsr = 5,
  Clts = 6,
  Wbinvd = 7,
  Invd = 8,
  /** IN: operand the port, register the width in bytes. */
  In = 9,
  /** OUT: operand the port, register the width, value. */
  Out = 10,
  /** INS and OUTS: operand the port. */
  StringIn = 11,
  StringOut = 12,
  Cli = 13,
  Sti = 14,
  Hlt = 15,
  Invlpg = 16,
  Lgdt = 17,
  Lidt = 18,
  Lldt = 19,
  Ltr = 20,
  Lmsw = 21,
  /** RDPMC with CR4.PCE clear, RDTSC with CR4.TSD set. */
  ReadCounter = 22,
  Sysexit = 23,
}

/** Why the core returned to the host. */
export const enum HostExit {
  /** The instructions asked for are done, or the tick asked for is reached. */
  Budget = 0,
  /** No vCPU can run before `MachineState.deadline`. */
  Idle = 1,
  /** A port of the control plane became pending, or the emergency console holds text. */
  Backend = 2,
  /** The trace ring is nearly full. */
  TraceFull = 3,
  /** A domain shut down, crashed or was destroyed. */
  DomainEnded = 4,
  /** Bare machine: the CPU shut down or the guest asked the machine to stop. */
  MachineEnded = 5,
  /** A breakpoint or watch condition of the host was met. */
  Stopped = 6,
}
