import { TraceEvent } from '../../assembly/abi/trace-event';
import { ConsoleBackend } from '../backends/console/console-backend';
import { ConsoleRing } from '../backends/console/console-ring';
import { SerialLine } from '../backends/console/serial-line';
import type { Core } from '../core/core';
import type { Scenario } from '../core/machine-api';
import type { BuiltDomain, Channel } from './domain-builder';
import { writeDomainTree } from './xenstore/domain-tree';
import { XenstoreServer } from './xenstore/server';
import { StoreRing } from './xenstore/store-ring';

/** Kinds of ring traffic in the trace: the code of TraceEvent.Ring. */
const enum Traffic {
  ConsoleOut = 0,
  ConsoleIn = 1,
  StoreRequest = 2,
  StoreReply = 3,
}

/** What serves a domain from domain 0: its console and the store. They act at the exact instruction that woke them. */
export class BackEnds {
  readonly xenstore = new XenstoreServer();
  readonly console: ConsoleBackend;
  private readonly storeRing: StoreRing | undefined;

  /**
   * @param imageHash what the domain's identifier is made of, so that it is the same every time
   * @param shown hears what the console shows
   * @param said hears what Xen itself says, which an ordinary domain never sees
   */
  constructor(
    private readonly core: Core,
    private readonly domain: BuiltDomain,
    scenario: Scenario,
    imageHash: string,
    shown: (bytes: Uint8Array) => void,
    private readonly said: (bytes: Uint8Array) => void,
  ) {
    const { store, console } = domain;
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
    const { domid } = this.domain;
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
    this.core.trace(TraceEvent.Ring, this.domain.domid, (record) => {
      record.code = code;
      record.arg0 = BigInt(bytes);
      record.arg1 = BigInt(type);
      record.arg2 = BigInt(requestId);
    });
  }

  /** Serves whoever the guest woke, and passes on what Xen's own console has. Answers whether there was anything. */
  serve(): boolean {
    const { exports } = this.core;
    let served = false;
    for (let port = exports.eventPending(); port >= 0; port = exports.eventPending()) {
      served = true;
      if (port === this.domain.store?.port) this.storeRing?.serve();
      if (port === this.domain.console?.port) this.console.serve();
    }
    return this.serveXenConsole() || served;
  }

  /** Xen's console is domain 0's as well. */
  private serveXenConsole(): boolean {
    if (!this.domain.console) return this.console.serve();
    const length = this.core.exports.consoleText();
    if (length > 0) this.said(this.core.exchange.slice(0, length));
    return length > 0;
  }

  /** Types bytes to the guest. */
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
