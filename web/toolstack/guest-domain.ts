import { TraceEvent } from '../../assembly/abi/trace-event';
import { ConsoleBackend } from '../backends/console/console-backend';
import { ConsoleRing } from '../backends/console/console-ring';
import { SerialLine } from '../backends/console/serial-line';
import type { Core } from '../core/core';
import type { DomainControl } from './control';
import type { BuiltDomain, Channel } from './domain-builder';
import type { CheckedDomain } from './scenario';
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

/** What a domain with its back ends is made from. */
export interface GuestParts {
  core: Core;
  control: DomainControl;
  /** The domain, before its first instruction. */
  built: BuiltDomain;
  checked: CheckedDomain;
  /** A hash that its identifier is made of, so that it is the same every time. */
  identity: string;
  xenstore: XenstoreServer;
  /** Hears what its console shows. */
  shown: (bytes: Uint8Array) => void;
}

/** A domain with what serves it from domain 0: its console and its ring to the store. */
export class GuestDomain {
  readonly console: ConsoleBackend;
  readonly control: DomainControl;
  readonly built: BuiltDomain;
  /** What it is called; no other domain of the machine has that name. */
  readonly name: string;
  /** Its identifier in the store. */
  readonly uuid: string;
  private readonly core: Core;
  private readonly storeRing: StoreRing | undefined;

  constructor({ core, control, built, checked, identity, xenstore, shown }: GuestParts) {
    this.core = core;
    this.control = control;
    this.built = built;
    this.name = checked.name;
    this.uuid = uuidFrom(identity);
    const { store, console } = built;
    const wire = console ? new ConsoleRing(core.page(console.mfn), this.sender(console)) : new SerialLine(core);
    const drained = (bytes: Uint8Array): void => {
      this.trace(Traffic.ConsoleOut, bytes.length);
      shown(bytes);
    };
    this.console = new ConsoleBackend(wire, drained, consoleName(built.domid));
    if (store && console) this.storeRing = this.connectStore(xenstore, checked, store, console);
  }

  get domid(): number {
    return this.built.domid;
  }

  private sender({ port }: Channel): () => void {
    return () => {
      this.core.exports.eventSend(port);
    };
  }

  private connectStore(server: XenstoreServer, checked: CheckedDomain, store: Channel, console: Channel): StoreRing {
    const { domain, name } = checked;
    writeDomainTree(server, {
      domid: this.domid,
      name,
      uuid: this.uuid,
      memory: domain.memory * 1024,
      vcpus: domain.vcpus,
      image: domain.name,
      commandLine: domain.commandLine,
      ramdisk: domain.ramdisk !== undefined,
      store: { port: store.guestPort, mfn: store.mfn },
      console: { port: console.guestPort, mfn: console.mfn },
    });
    const client = server.introduce(this.domid);
    const passing = (isReply: boolean, type: number, requestId: number, bytes: number): void =>
      this.trace(isReply ? Traffic.StoreReply : Traffic.StoreRequest, bytes, type, requestId);
    return new StoreRing(this.core.page(store.mfn), client, server, this.sender(store), passing);
  }

  private trace(code: Traffic, bytes: number, type = 0, requestId = 0): void {
    this.core.trace(TraceEvent.Ring, this.domid, (record) => {
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

  /** Sends what the store has for it. Answers whether there was anything it could take. */
  serveStore(): boolean {
    return this.storeRing?.serve() ?? false;
  }

  /** Types bytes to the domain. */
  type(bytes: Uint8Array): void {
    this.trace(Traffic.ConsoleIn, bytes.length);
    this.console.type(bytes);
  }

  /** Destroys the domain and closes the control plane's ends of its channels. Nothing may be served or typed to it any more. */
  destroy(): void {
    const { store, console } = this.built;
    this.control.ask('destroy');
    for (const channel of [store, console]) if (channel) this.core.exports.eventClose(channel.port);
  }
}

/** A console's name among the machine's state: the first domain's is part of the hashes that old links hold. */
function consoleName(domid: number): string {
  return domid <= 1 ? 'console' : `console ${domid}`;
}

/** A domain's identifier made from a hash. Version and variant as in RFC 4122. */
function uuidFrom(hash: string): string {
  const part = (from: number, to: number): string => hash.slice(from, to);
  return `${part(0, 8)}-${part(8, 12)}-4${part(12, 15)}-8${part(15, 18)}-${part(18, 30)}`;
}
