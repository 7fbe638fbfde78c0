import type { SharedPage } from '../../../web/core/core';
import { writeDomainTree } from '../../../web/toolstack/xenstore/domain-tree';
import { XenstoreServer } from '../../../web/toolstack/xenstore/server';
import { StoreRing } from '../../../web/toolstack/xenstore/store-ring';
import { encode, HEADER_BYTES, Message, readHeader, toBytes, toText } from '../../../web/toolstack/xenstore/wire';

const RING = 1024;
const [REQ_PROD, REQ_CONS, RSP_CONS, RSP_PROD] = [2052, 2048, 2056, 2060];

/** A page outside of any machine. */
export function loosePage(): SharedPage & { touches: number } {
  const buffer = new ArrayBuffer(4096);
  const page = {
    view: new DataView(buffer),
    bytes: new Uint8Array(buffer),
    touches: 0,
    touched: () => void page.touches++,
  };
  return page;
}

/** A server with the tree of domain 1. */
export function serverWithDomain(): XenstoreServer {
  const server = new XenstoreServer();
  const ring = { port: 1, mfn: 1 };
  const names = { name: 'guest', uuid: '0', image: 'guest', commandLine: '' };
  writeDomainTree(server, { domid: 1, ...names, memory: 65536, vcpus: 1, ramdisk: false, store: ring, console: ring });
  return server;
}

/** A domain at its end of the xenstore ring. */
export class GuestEnd {
  readonly page = loosePage();
  readonly server = serverWithDomain();
  readonly client = this.server.introduce(1);
  events = 0;
  readonly ring = new StoreRing(this.page, this.client, this.server, () => void this.events++);
  private received = new Uint8Array(0);
  private nextId = 1;

  index(offset: number): number {
    return this.page.view.getUint32(offset, true);
  }

  /** Writes as many bytes as fit; answers how many did. */
  write(bytes: Uint8Array): number {
    const prod = this.index(REQ_PROD);
    const count = Math.min(bytes.length, RING - ((prod - this.index(REQ_CONS)) >>> 0));
    for (let i = 0; i < count; i++) this.page.bytes[(prod + i) % RING] = bytes[i] as number;
    this.page.view.setUint32(REQ_PROD, prod + count, true);
    return count;
  }

  /** Sends all bytes, letting the server work whenever the ring is full, and reading what it says. */
  send(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) {
      done += this.write(bytes.subarray(done));
      this.ring.serve();
      this.read();
    }
  }

  /** Takes what the server wrote. */
  read(): void {
    for (let used = 1; used; ) {
      const [cons, prod] = [this.index(RSP_CONS), this.index(RSP_PROD)];
      used = (prod - cons) >>> 0;
      const fresh = Uint8Array.from({ length: used }, (_, i) => this.page.bytes[RING + ((cons + i) % RING)] as number);
      this.received = Uint8Array.from([...this.received, ...fresh]);
      this.page.view.setUint32(RSP_CONS, prod, true);
      if (used) this.ring.serve();
    }
  }

  /** The whole messages received so far, as `TYPE text` with NULs as bars. */
  messages(): string[] {
    const found: string[] = [];
    while (this.received.length >= HEADER_BYTES) {
      const { type, length } = readHeader(this.received);
      if (this.received.length < HEADER_BYTES + length) break;
      found.push(
        `${type} ${toText(this.received.subarray(HEADER_BYTES, HEADER_BYTES + length)).replaceAll('\0', '|')}`,
      );
      this.received = this.received.slice(HEADER_BYTES + length);
    }
    return found;
  }

  /** Sends one request, its payload's NULs written as bars, and answers what came back. */
  ask(type: Message, payload: string, transactionId = 0): string[] {
    this.send(
      encode({ type, requestId: this.nextId++, transactionId, payload: toBytes(payload.replaceAll('|', '\0')) }),
    );
    return this.messages();
  }

  /** Starts a transaction. */
  begin(): number {
    return Number(/^6 (\d+)\|$/.exec(this.ask(Message.TransactionStart, '|')[0] ?? '')?.[1]);
  }
}
