import type { Permission } from './permissions';
import { ABSENT, nodeBytes, ownerOf, QUOTA, type Store, type StoreNode } from './store';
import { StoreFailure } from './wire';

/** What a transaction knows of one node it touched. */
export interface Touched {
  /** Generation when first seen. */
  generation: number;
  modified: boolean;
  /** The transaction's own version; absent where it found or left none. */
  node: StoreNode | undefined;
  /** Permissions when first seen: who lost access is told of the change all the same. */
  permissions: readonly Permission[] | undefined;
  /** Watches to fire at the end; `exact` only those set on this very node. */
  fire?: { exact: boolean };
}

/** What stands in the way of one node's change being told. */
export type Fire = (path: string, exact: boolean, before: readonly Permission[] | undefined) => void;

/**
 * Changes of one client that become visible at once, or not at all: a private version of every node it touched, and the generation
 * each had. Source: tools/xenstore/xenstored_transaction.c.
 */
export class Transaction {
  /** In the order of first touch, in which they are written at the end. */
  readonly touched = new Map<string, Touched>();
  /** Nodes gained and lost per owner: they count at the end. */
  readonly owned = new Map<number, number>();
  failed = false;
  createdNodes = false;
  /** Bytes of the private versions: they count for the client until the end. */
  bytes = 0;

  constructor(
    readonly id: number,
    private readonly store: Store,
    private readonly domid: number,
  ) {}

  /** The transaction's version of a node. Errors: ENOSPC when it touches too many. */
  read(path: string): StoreNode | undefined {
    return this.touch(path).node;
  }

  /** Replaces or removes the transaction's version. */
  write(path: string, node: StoreNode | undefined): void {
    const touched = this.touch(path);
    this.count(touched.node, -1);
    this.count(node, 1);
    touched.node = node;
    touched.modified = true;
  }

  /** Notes that watches are to fire; a wider order replaces a narrower. */
  queueFire(path: string, exact: boolean): void {
    const touched = this.touched.get(path);
    if (!touched) this.failed = true;
    else touched.fire = { exact: exact && (touched.fire?.exact ?? true) };
  }

  /** Gives back what it held. To be called once, however it ends. */
  release(): void {
    this.store.account(this.domid).memory -= this.bytes;
    this.bytes = 0;
  }

  /** Makes the changes visible. Errors: ENOMEM when a request in it failed half-way, ENOSPC over quota, EAGAIN on a conflict. */
  commit(fire: Fire): void {
    if (this.failed) throw new StoreFailure('ENOMEM');
    this.checkQuota();
    for (const [path, touched] of this.touched) {
      const now = this.store.nodes.get(path)?.generation ?? ABSENT;
      if (now !== touched.generation) throw new StoreFailure('EAGAIN');
    }
    for (const [path, touched] of this.touched) {
      if (!touched.modified) continue;
      if (touched.node) this.store.put(path, { ...touched.node, generation: this.store.nextGeneration() });
      else this.store.delete(path);
      if (touched.fire) fire(path, touched.fire.exact, touched.permissions);
    }
  }

  private checkQuota(): void {
    if (!this.createdNodes || this.domid === 0) return;
    for (const [domid, change] of this.owned) {
      if (domid !== 0 && this.store.account(domid).nodes + change >= QUOTA.nodes) throw new StoreFailure('ENOSPC');
    }
  }

  private touch(path: string): Touched {
    const known = this.touched.get(path);
    if (known) return known;
    if (this.domid !== 0 && this.touched.size >= QUOTA.nodesPerTransaction) {
      this.failed = true;
      throw new StoreFailure('ENOSPC');
    }
    const node = this.store.nodes.get(path);
    const touched: Touched = {
      generation: node?.generation ?? ABSENT,
      modified: false,
      node,
      permissions: node?.permissions,
    };
    if (node) this.hold(nodeBytes(node));
    this.touched.set(path, touched);
    return touched;
  }

  private count(node: StoreNode | undefined, sign: number): void {
    if (!node) return;
    const owner = ownerOf(node);
    this.owned.set(owner, (this.owned.get(owner) ?? 0) + sign);
    this.hold(sign * nodeBytes(node));
  }

  private hold(bytes: number): void {
    this.bytes += bytes;
    this.store.account(this.domid).memory += bytes;
  }
}
