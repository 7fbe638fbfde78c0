import type { SharedPage } from '../../core/core';
import type { Client } from './client';
import type { XenstoreServer } from './server';
import { QUOTA } from './store';
import { HEADER_BYTES, MAX_PAYLOAD, readHeader } from './wire';

/** struct xenstore_domain_interface. Source: xen/include/public/io/xs_wire.h. */
const RING_BYTES = 1024;
const [REQUESTS, REPLIES] = [0, 1024];
const [REQ_CONS, REQ_PROD, RSP_CONS, RSP_PROD] = [2048, 2052, 2056, 2060];
const ERROR = 2072;

/** Values of the error field. */
const enum RingError {
  Indices = 2,
  Protocol = 3,
}

/** Told of every message that passes, for the trace. */
export type Passing = (isReply: boolean, type: number, requestId: number, bytes: number) => void;

/**
 * The server's end of a domain's xenstore ring. Requests and replies are streams of bytes in two rings of 1 KB: a message may come in
 * any number of pieces. Source: tools/xenstore/xenstored_domain.c, readchn and writechn; xenstored_core.c, handle_input.
 */
export class StoreRing {
  constructor(
    private readonly page: SharedPage,
    private readonly client: Client,
    private readonly server: XenstoreServer,
    private readonly notify: () => void,
    private readonly passing: Passing = () => {},
  ) {
    client.queued = (message) => {
      const header = readHeader(message);
      passing(true, header.type, header.requestId, header.length);
    };
  }

  /** Reads what the domain sent and sends what waits, until neither makes progress. Answers whether there was anything. */
  serve(): boolean {
    let moved = false;
    while (!this.client.ignored && (this.receive() || this.send())) moved = true;
    if (!moved) return false;
    this.server.touched();
    this.page.touched();
    this.notify();
    return true;
  }

  private index(offset: number): number {
    return this.page.view.getUint32(offset, true);
  }

  /** Bytes between two indices, or nothing where the domain wrote nonsense: it is ignored from then on. */
  private filled(cons: number, prod: number): number | undefined {
    const used = (this.index(prod) - this.index(cons)) >>> 0;
    if (used <= RING_BYTES) return used;
    this.ignore(RingError.Indices);
    return undefined;
  }

  private ignore(error: RingError): void {
    this.page.view.setUint32(ERROR, error, true);
    this.client.ignored = true;
    this.client.reset();
    this.server.touched();
    this.page.touched();
  }

  /** Takes one piece of a request. Answers whether there was one. */
  private receive(): boolean {
    const { client } = this;
    if (client.outstanding >= QUOTA.outstanding || client.store.account(client.domid).memory >= QUOTA.memory)
      return false;
    const available = this.filled(REQ_CONS, REQ_PROD);
    if (!available) return false;
    const have = client.incoming.length;
    const wanted = have < HEADER_BYTES ? HEADER_BYTES : HEADER_BYTES + readHeader(client.incoming).length;
    const from = this.index(REQ_CONS) % RING_BYTES;
    const count = Math.min(available, wanted - have, RING_BYTES - from);
    const incoming = new Uint8Array(have + count);
    incoming.set(client.incoming);
    incoming.set(this.page.bytes.subarray(REQUESTS + from, REQUESTS + from + count), have);
    client.incoming = incoming;
    this.page.view.setUint32(REQ_CONS, this.index(REQ_CONS) + count, true);
    this.consider();
    return true;
  }

  /** Hands a request to the server once it is whole. */
  private consider(): void {
    const { client } = this;
    if (client.incoming.length < HEADER_BYTES) return;
    const { type, requestId, transactionId, length } = readHeader(client.incoming);
    if (length > MAX_PAYLOAD) {
      this.ignore(RingError.Protocol);
      return;
    }
    if (client.incoming.length < HEADER_BYTES + length) return;
    const payload = client.incoming.slice(HEADER_BYTES);
    client.incoming = new Uint8Array(0);
    this.passing(false, type, requestId, length);
    this.server.handle(client, { type, requestId, transactionId, payload });
  }

  /** Sends as much as there is room for. Answers whether anything went. */
  private send(): boolean {
    if (!this.client.outgoing.length) return false;
    const used = this.filled(RSP_CONS, RSP_PROD);
    if (used === undefined || used === RING_BYTES) return false;
    const prod = this.index(RSP_PROD);
    const bytes = this.client.take(RING_BYTES - used);
    const first = Math.min(bytes.length, RING_BYTES - (prod % RING_BYTES));
    this.page.bytes.set(bytes.subarray(0, first), REPLIES + (prod % RING_BYTES));
    this.page.bytes.set(bytes.subarray(first), REPLIES);
    this.page.view.setUint32(RSP_PROD, prod + bytes.length, true);
    return true;
  }
}
