/**
 * What build/ringside.wasm exports: numbers in, numbers out (assembly/index.ts). Calls from `domainCreate` on are the control
 * interface: what the control plane asks of the hypervisor in the name of domain 0. Those that can fail answer a negative `Errno`.
 */
export interface WasmExports {
  /** Clears everything and makes a machine of `frames` frames; `bare` is 1 for the machine without Xen. */
  create(frames: number, bare: number): void;
  /** Runs at most `limit` instructions, stopping at the first boundary where the tick is `untilTick` or later. Answers a `HostExit`. */
  run(limit: number, untilTick: bigint): number;
  /** To be called after the unwind object was caught: repairs what the fault interrupted. */
  unwound(): void;
  /** 64 bits over everything a guest can see; independent of caches, slices and trace settings. */
  stateHash(): bigint;
  /** Drops every cache; changes nothing that can be seen. */
  flushCaches(): void;
  /** 1: blocks of one instruction. */
  setStepping(on: number): void;
  /** 1: trace records are written. */
  setTracing(on: number): void;
  /** 1: run() answers HostExit.Stopped after each hypercall. */
  setStopAtHypercall(on: number): void;
  /** EFLAGS of the running vCPU, its lazy part worked out. */
  eflags(): number;
  /** Says that the host wrote to machine frame `mfn`: drops decoded code and translations that came from it. */
  touch(mfn: number): void;
  /** Watches bytes at a machine address, all in one frame; 0 bytes: none. See `WatchState`. 0: they cannot be watched. */
  setWatch(maddr: number, bytes: number): number;
  /** Notes what the host itself changed of the watched bytes since the machine last ran. */
  checkWatch(): void;
  /** 1: what each step does is noted in `StepLog`. Changes nothing that can be seen. */
  setObserving(on: number): void;
  /** Recounts every type and use of every frame; answers abi/audit.ts, `Mismatch`. */
  audit(): number;

  domainCreate(domid: number, pages: number, profile: number, format: number): number;
  /** Lets the domain have vCPUs 0 to count - 1. */
  domainMaxVcpus(domid: number, count: number): number;
  /** The domain's share of the processor against others'; 256 is usual. */
  domainSetWeight(domid: number, weight: number): number;
  /** Gives the domain a frame as its page `pfn`; answers the frame. */
  domainAllocPage(domid: number, pfn: number): number;
  domainPinTable(domid: number, mfn: number, level: number): number;
  /** Starts vCPU `vcpu` from the vcpu_guest_context at EXCHANGE. */
  vcpuSetContext(domid: number, vcpu: number): number;
  domainUnpause(domid: number): number;
  domainPause(domid: number): number;
  domainDestroy(domid: number): number;
  /** Frame of the domain's shared_info. */
  sharedInfoFrame(domid: number): number;
  /** Publishes a grant entry for the domain before it runs. */
  grantPrefill(domid: number, ref: number, mfn: number, toDomid: number): number;
  /** Uses a page that a domain grants to domain 0; `writes` is 1 to write to it. Answers a handle. */
  grantMap(domid: number, ref: number, writes: number): number;
  /** Lets go of it. */
  grantUnmap(handle: number): number;
  /** The machine frame behind a handle. */
  grantFrame(handle: number): number;
  /** A new unbound port of the domain, which `remote` may bind; answers the port. */
  eventAllocUnbound(domid: number, remote: number): number;
  /** Binds the domain's port; answers the control plane's own. */
  eventBind(domid: number, remotePort: number): number;
  /** Sends over a port of the control plane. */
  eventSend(port: number): number;
  /** Closes a port of the control plane. */
  eventClose(port: number): number;
  /** The next pending port of the control plane, which it clears, or -1. */
  eventPending(): number;
  /** Moves text of Xen's own console, or what the bare machine's serial port sent, to EXCHANGE; answers its length in bytes. */
  consoleText(): number;
  /** A byte was typed at the serial port: the bare machine's, or Xen's, which keeps it for domain 0. 0 when there is no room for it. */
  serialInput(byte: number): number;
  /** Bytes typed at the serial port that nobody has read yet. */
  serialWaiting(): number;
}
