import { Hasher } from '../../core/hash';
import type { StateObject } from '../../core/state-object';
import { Client } from './client';
import { childOf, homeOf, parentOf } from './path';
import { Access, accessFor, type Permission } from './permissions';
import { REQUESTS, type StoreServices } from './requests';
import { loadServer, saveServer } from './snapshot';
import { ownerOf, Store, type StoreNode } from './store';
import { StoreView } from './store-view';
import type { Transaction } from './transaction';
import { concerns, eventPath } from './watches';
import { Message, type Packet, StoreFailure, toBytes, toText } from './wire';

/** Permissions of nodes that only domain 0 sees. */
const PRIVATE: readonly Permission[] = [{ domid: 0, access: Access.None, ignored: false }];
const NOTHING = new Uint8Array(0);

/**
 * The xenstore server: one tree, its clients, and what each may see and do. Behaves as the C daemon of Xen 4.17, to the order of replies
 * and events and to its quotas. Source: tools/xenstore/xenstored_core.c, xenstored_domain.c, xenstored_watch.c.
 */
export class XenstoreServer implements StateObject, StoreServices {
  readonly name = 'xenstore';
  readonly store = new Store();
  readonly clients = new Map<number, Client>();
  /** Every client there ever was: one that is restored to a state in which it was connected must be the same, or its ring would lose it. */
  readonly known = new Map<number, Client>();
  /** Domains Xen knows, whether connected or not. */
  readonly domains = new Set<number>([0]);
  private hashed: bigint | undefined;

  constructor() {
    const node = (children: string[]): StoreNode => ({
      generation: this.store.nextGeneration(),
      permissions: PRIVATE,
      data: NOTHING,
      children,
    });
    this.store.put('/', node(['tool']));
    this.store.put('/tool', node(['xenstored']));
    this.store.put('/tool/xenstored', node([]));
  }

  /** Tells the server that Xen has a domain; permissions may name it from now on. */
  addDomain(domid: number): void {
    this.domains.add(domid);
    this.changed();
  }

  /** Connects a domain. */
  introduce(domid: number): Client {
    const client = new Client(domid, this.store);
    this.domains.add(domid);
    this.clients.set(domid, client);
    this.known.set(domid, client);
    this.fireSpecial('@introduceDomain');
    this.changed();
    return client;
  }

  /** Tells watchers that a domain ended; it stays connected until it is released. */
  domainEnded(): void {
    this.fireSpecial('@releaseDomain');
    this.changed();
  }

  /** Disconnects a domain that is gone and removes what it owned. */
  release(domid: number): void {
    this.clients.get(domid)?.reset();
    this.clients.delete(domid);
    this.domains.delete(domid);
    this.removeOwned('/', domid);
    this.fireSpecial('@releaseDomain');
    this.changed();
  }

  private removeOwned(path: string, domid: number): void {
    const node = this.store.nodes.get(path);
    if (!node) return;
    if (ownerOf(node) === domid) this.view().remove(path);
    else for (const name of node.children) this.removeOwned(childOf(path, name), domid);
  }

  exists(domid: number): boolean {
    return this.domains.has(domid);
  }

  isIntroduced(domid: number): boolean {
    return domid === 0 || this.clients.has(domid);
  }

  commit(transaction: Transaction): void {
    transaction.commit((path, exact, before) => this.fire(path, exact, this.store.nodes.get(path), before));
  }

  /** The tree with the rights of domain 0: the toolstack's own way in. */
  private view(): StoreView {
    return this.viewOf(0, homeOf(0), undefined);
  }

  private viewOf(domid: number, home: string, transaction: Transaction | undefined): StoreView {
    return new StoreView(this.store, domid, home, transaction, (path, exact, node, before) => {
      if (transaction) transaction.queueFire(path, exact);
      else this.fire(path, exact, node, before);
    });
  }

  /** Writes a node for the toolstack, with these permissions unless it inherits its parent's. */
  write(path: string, value: string, permissions?: readonly Permission[]): void {
    const view = this.view();
    view.write(path, toBytes(value));
    if (permissions) view.setPermissions(path, view.get(path, Access.None), permissions);
    this.changed();
  }

  /** The value of a node as text, for the toolstack; absent where there is none. */
  read(path: string): string | undefined {
    const node = this.store.nodes.get(path);
    return node && toText(node.data);
  }

  /** Removes a node and everything below it, for the toolstack. */
  remove(path: string): void {
    if (this.store.nodes.has(path)) this.view().remove(path);
    this.changed();
  }

  /** Answers one request: queues its reply and whatever events it causes. */
  handle(client: Client, packet: Packet): void {
    this.changed();
    try {
      const kind = REQUESTS[packet.type];
      if (!kind) throw new StoreFailure('ENOSYS');
      if (kind.privileged && client.domid !== 0) throw new StoreFailure('EACCES');
      const id = kind.outside ? 0 : packet.transactionId;
      const transaction = client.transactions.get(id);
      if (id !== 0 && !transaction) throw new StoreFailure('ENOENT');
      const view = this.viewOf(client.domid, client.home, transaction);
      const result = kind.handle({ client, view, payload: packet.payload, transaction, server: this });
      client.reply(packet, packet.type, result instanceof Uint8Array ? result : result.reply);
      if (!(result instanceof Uint8Array)) result.after();
    } catch (error) {
      if (!(error instanceof StoreFailure)) throw error;
      client.reply(packet, Message.Error, toBytes(`${error.code}\0`));
    }
  }

  /** Tells every client that watches a node and may know of it. `before`: permissions it had until now. */
  private fire(
    path: string,
    exact: boolean,
    node: StoreNode | undefined,
    before: readonly Permission[] | undefined,
  ): void {
    for (const client of this.clients.values()) {
      if (!client.watches.length || !this.mayKnow(client.domid, path, node, before)) continue;
      for (const watch of client.watches) {
        if (concerns(watch, path, exact)) client.event(eventPath(watch, path, client.domid), watch.token);
      }
    }
  }

  /** A client learns of a change if it may read the node, could read it before, or may read its parent. */
  private mayKnow(
    domid: number,
    path: string,
    node: StoreNode | undefined,
    before: readonly Permission[] | undefined,
  ): boolean {
    const readable = (permissions: readonly Permission[]): boolean =>
      (accessFor(domid, permissions) & Access.Read) !== 0;
    if (before && readable(before)) return true;
    if (!node) return false;
    const parent = this.store.nodes.get(parentOf(path));
    return readable(node.permissions) || (parent !== undefined && readable(parent.permissions));
  }

  /** Special paths are told to domain 0 only. */
  private fireSpecial(path: string): void {
    const client = this.clients.get(0);
    for (const watch of client?.watches ?? []) if (watch.path === path) client?.event(path, watch.token);
  }

  private changed(): void {
    this.hashed = undefined;
  }

  save(): Uint8Array {
    return saveServer(this);
  }

  restore(bytes: Uint8Array): void {
    loadServer(this, bytes);
    this.changed();
  }

  hash(): bigint {
    this.hashed ??= new Hasher().bytes(this.save()).digest();
    return this.hashed;
  }

  /** To be called when what a client has sent or been sent changed outside of `handle`. */
  touched(): void {
    this.changed();
  }
}
