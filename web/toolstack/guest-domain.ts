import { TraceEvent } from '../../assembly/abi/trace-event';
import { ConsoleBackend } from '../backends/console/console-backend';
import { ConsoleRing } from '../backends/console/console-ring';
import { SerialLine } from '../backends/console/serial-line';
import type { Core } from '../core/core';
import type { Scenario } from '../core/machine-api';
import type { BuiltDomain, Channel } from './domain-builder';
import { writeDomainTree } from './xenstore/domain-tree';
import type { XenstoreServer } from './xenstore/server';
import { StoreRing } from './xenstore/store-ring';

/** Kinds of ring traffic in the trace: the code of TraceEvent.Ring. */
const enum Traffic {
  ConsoleOut = 0,
  ConsoleIn = 1,
  StoreRequest = 2,
  StoreReply = 3,
}

/** A domain with what serves it from domain 0: its console and its ring to the store. */
export class GuestDomain {
  readonly console: ConsoleBackend;
  private readonly storeRing: StoreRing | undefined;

  /**
   * @param built the domain, before its first instruction
   * @param imageHash what its identifier is made of, so that it is the same every time
   * @param shown hears what its console shows
   */
  constructor(
    private readonly core: Core,
    readonly built: BuiltDomain,
    private readonly xenstore: XenstoreServer,
    scenario: Scenario,
    imageHash: string,
    shown: (bytes: Uint8Array) => void,
  ) {
    const { store, console } = built;
    const wire = console ? new ConsoleRing(core.page(console.mfn), this.sender(console)) : new SerialLine(core);
    this.console = new ConsoleBackend(wire, (bytes) => {
      this.trace(Traffic.ConsoleOut, bytes.length);
      shown(bytes);
    });
    if (store && console) this.storeRing = this.connectStore(scenario, imageHash, store, console);
  }

  private sender({ port }: Channel): () => void {
    return () => {
      this.core.exports.eventSend(port);
    };
  }

  private connectStore(scenario: Scenario, imageHash: string, store: Channel, console: Channel): StoreRing {
    const { domid } = this.built;
    writeDomainTree(this.xenstore, {
      domid,
      name: scenario.name.replace(/\.elf$/, '') || 'guest',
      uuid: uuidFrom(imageHash),
      memory: scenario.memory * 1024,
      vcpus: scenario.vcpus,
      image: scenario.name,
      commandLine: scenario.commandLine,
      ramdisk: scenario.ramdisk !== undefined,
      store: { port: store.guestPort, mfn: store.mfn },
      console: { port: console.guestPort, mfn: console.mfn },
    });
    const client = this.xenstore.introduce(domid);
    const passing = (isReply: boolean, type: number, requestId: number, bytes: number): void =>
      this.trace(isReply ? Traffic.StoreReply : Traffic.StoreRequest, bytes, type, requestId);
    return new StoreRing(this.core.page(store.mfn), client, this.xenstore, this.sender(store), passing);
  }

  private trace(code: Traffic, bytes: number, type = 0, requestId = 0): void {
    this.core.trace(TraceEvent.Ring, this.built.domid, (record) => {
      record.code = code;
      record.arg0 = BigInt(bytes);
      record.arg1 = BigInt(type);
      record.arg2 = BigInt(requestId);
    });
  }

  /** Serves whoever waits behind a port of the control plane that the domain woke. */
  serve(port: number): void {
    if (port === this.built.store?.port) this.storeRing?.serve();
    if (port === this.built.console?.port) this.console.serve();
  }

  /** Types bytes to the domain. */
  type(bytes: Uint8Array): void {
    this.trace(Traffic.ConsoleIn, bytes.length);
    this.console.type(bytes);
  }
}

/** A domain's identifier made from a hash. Version and variant as in RFC 4122. */
function uuidFrom(hash: string): string {
  const part = (from: number, to: number): string => hash.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-4${part(12, 15)}-8${part(15, 18)}-${part(18, 30)}`;
}
