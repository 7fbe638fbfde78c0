import { homeOf } from './path';
import type { Store } from './store';
import type { Transaction } from './transaction';
import type { Watch } from './watches';
import { encode, joined, MAX_PAYLOAD, Message, type Packet, toBytes } from './wire';

/** A message on its way to a client. */
export interface Outgoing {
  bytes: Uint8Array;
  /** Bytes already taken. */
  sent: number;
  isEvent: boolean;
  /** Of an event that may be left out while an equal one waits: its text. */
  text?: string;
}

/** One client of the store: a domain behind its ring, with its watches, its transactions and what waits to be sent to it. */
export class Client {
  readonly home: string;
  readonly watches: Watch[] = [];
  readonly transactions = new Map<number, Transaction>();
  nextTransaction = 1;
  readonly outgoing: Outgoing[] = [];
  /** Bytes of an unfinished request. */
  incoming: Uint8Array = new Uint8Array(0);
  /** The client broke the protocol: nothing more is read or sent. */
  ignored = false;
  /** Hears of every message that is queued, for the trace. */
  queued: (message: Uint8Array) => void = () => {};

  constructor(
    readonly domid: number,
    readonly store: Store,
  ) {
    this.home = homeOf(domid);
  }

  /** Replies waiting to be taken. */
  get outstanding(): number {
    return this.outgoing.filter((message) => !message.isEvent).length;
  }

  /** Queues a reply. One that is too long becomes an error. */
  reply(request: Packet, type: number, payload: Uint8Array): void {
    if (payload.length > MAX_PAYLOAD) {
      this.reply(request, Message.Error, toBytes('E2BIG\0'));
      return;
    }
    this.queue({ bytes: encode({ ...request, type, payload }), sent: 0, isEvent: false });
  }

  /** Queues an event, unless the same one waits already. Special paths are told every time. */
  event(path: string, token: string): void {
    const text = joined([path, token]);
    if (text.length > MAX_PAYLOAD) return;
    if (!path.startsWith('@') && this.outgoing.some((message) => message.text === text)) return;
    const packet = { type: Message.WatchEvent, requestId: 0, transactionId: 0, payload: toBytes(text) };
    this.queue({ bytes: encode(packet), sent: 0, isEvent: true, ...(!path.startsWith('@') && { text }) });
  }

  private queue(message: Outgoing): void {
    this.outgoing.push(message);
    this.queued(message.bytes);
    this.store.account(this.domid).memory += message.bytes.length;
  }

  /** Takes at most `room` bytes of what waits. */
  take(room: number): Uint8Array {
    const parts: number[] = [];
    while (parts.length < room) {
      const message = this.outgoing[0];
      if (!message) break;
      const part = message.bytes.subarray(message.sent, message.sent + room - parts.length);
      parts.push(...part);
      message.sent += part.length;
      if (message.sent < message.bytes.length) break;
      this.outgoing.shift();
      this.store.account(this.domid).memory -= message.bytes.length;
    }
    return Uint8Array.from(parts);
  }

  /** Drops everything it asked for: it broke the protocol, or is gone. */
  reset(): void {
    this.dropWatches();
    this.dropTransactions();
    for (const { bytes } of this.outgoing) this.store.account(this.domid).memory -= bytes.length;
    this.outgoing.length = 0;
    this.incoming = new Uint8Array(0);
  }

  /** Forgets all watches. */
  dropWatches(): void {
    for (const { path, token } of this.watches) this.store.account(this.domid).memory -= path.length + token.length;
    this.watches.length = 0;
  }

  /** Ends all transactions without their effect. */
  dropTransactions(): void {
    for (const transaction of this.transactions.values()) transaction.release();
    this.transactions.clear();
  }
}
