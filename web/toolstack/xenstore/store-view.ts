import { absolutePath, childOf, isValidPath, nameOf, parentOf } from './path';
import { Access, accessFor, type Permission } from './permissions';
import { nodeBytes, QUOTA, type Store, type StoreNode } from './store';
import type { Transaction } from './transaction';
import { StoreFailure } from './wire';

/** Tells watchers of a change at once, or notes it in the transaction. `node` is what stood or stands there. */
export type Changed = (path: string, exact: boolean, node: StoreNode, before?: readonly Permission[]) => void;

/** The tree as one client sees it: with its rights, its quota and, inside a transaction, its private versions. */
export class StoreView {
  constructor(
    private readonly store: Store,
    readonly domid: number,
    private readonly home: string,
    private readonly transaction: Transaction | undefined,
    private readonly changed: Changed,
  ) {}

  /** The absolute form of a path as a client may write it. */
  absolute(path: string): string {
    return absolutePath(path, this.home);
  }

  /** A node whatever the rights on it. */
  peek(path: string): StoreNode | undefined {
    return this.transaction ? this.transaction.read(path) : this.store.nodes.get(path);
  }

  /** Whether the client has no limits. */
  get privileged(): boolean {
    return this.domid === 0;
  }

  /**
   * The node at an absolute path, if the client has these rights on it.
   *
   * Errors: EINVAL for a path that cannot be; else ENOENT or EACCES, but a client that has no rights above learns only EACCES.
   * Source: xenstored_core.c, get_node.
   */
  get(path: string, rights: number): StoreNode {
    if (!isValidPath(path)) throw new StoreFailure('EINVAL');
    const node = this.peek(path);
    const permitted = node !== undefined && (accessFor(this.domid, node.permissions) & rights) === rights;
    if (permitted) return node;
    throw new StoreFailure(this.rightsAbove(path) & rights ? (node ? 'EACCES' : 'ENOENT') : 'EACCES');
  }

  /** Like `get`, but without complaint when there is none. */
  find(path: string, rights: number): StoreNode | undefined {
    try {
      return this.get(path, rights);
    } catch (error) {
      if (error instanceof StoreFailure && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }

  /** Rights on the nearest node above that exists. */
  private rightsAbove(path: string): number {
    for (let above = parentOf(path); ; above = parentOf(above)) {
      const node = this.peek(above);
      if (node) return accessFor(this.domid, node.permissions);
      if (above === '/') return Access.None;
    }
  }

  /** Replaces a node's value, creating it and what is missing above. Errors: ENOSPC over quota. */
  write(path: string, data: Uint8Array): void {
    const node = this.find(path, Access.Write);
    const written = node ? this.put(path, { ...node, data }) : this.create(path, data);
    this.changed(path, false, written);
  }

  /** Creates a node without a value unless it exists. */
  mkdir(path: string): void {
    if (this.find(path, Access.Write)) return;
    this.changed(path, false, this.create(path, new Uint8Array(0)));
  }

  /** Replaces the list of who may do what. */
  setPermissions(path: string, node: StoreNode, permissions: readonly Permission[]): void {
    const written = this.put(path, { ...node, permissions });
    this.changed(path, false, written, node.permissions);
  }

  /**
   * Creates a node and what is missing above it. A new node has its parent's permissions; one that an unprivileged domain creates is
   * its own. Source: xenstored_core.c, construct_node and create_node.
   */
  private create(path: string, data: Uint8Array): StoreNode {
    const missing = [path];
    let above = parentOf(path);
    while (!this.peek(above)) {
      missing.push(above);
      above = parentOf(above);
    }
    const parent = this.peek(above) as StoreNode;
    const permissions = this.inherited(parent.permissions);
    const fresh = missing.map((name, i): [string, StoreNode] => {
      const below = missing[i - 1];
      const children = below === undefined ? [] : [nameOf(below)];
      return [name, { generation: 0, permissions, data: i === 0 ? data : new Uint8Array(0), children }];
    });
    const extended = { ...parent, children: [...parent.children, nameOf(missing.at(-1) as string)] };
    this.checkRoom(missing.length, [...fresh.map(([, node]) => node), extended]);
    if (this.transaction) this.transaction.createdNodes = true;
    const written = fresh.map(([name, node]) => this.put(name, node));
    this.put(above, extended);
    return written[0] as StoreNode;
  }

  private inherited(permissions: readonly Permission[]): readonly Permission[] {
    const [owner, ...others] = permissions;
    if (this.privileged || !owner) return permissions;
    return [{ ...owner, domid: this.domid }, ...others];
  }

  /** Refuses before anything is written what would pass a quota half-way. */
  private checkRoom(count: number, nodes: readonly StoreNode[]): void {
    if (this.privileged) return;
    const owned = this.store.account(this.domid).nodes;
    if (owned + (this.transaction ? 0 : count - 1) >= QUOTA.nodes) throw new StoreFailure('ENOSPC');
    if (nodes.some((node) => nodeBytes(node) >= QUOTA.nodeBytes)) {
      if (this.transaction) this.transaction.failed = true;
      throw new StoreFailure('ENOSPC');
    }
  }

  /** Writes one node under a new generation. `unchecked` writes may pass the quota: those that only take something away. */
  private put(path: string, node: StoreNode, unchecked = false): StoreNode {
    if (!unchecked && !this.privileged) {
      const bytes = nodeBytes(node);
      if (bytes >= QUOTA.nodeBytes) {
        if (this.transaction) this.transaction.failed = true;
        throw new StoreFailure('ENOSPC');
      }
      this.store.checkMemory(this.domid, bytes);
    }
    const written = { ...node, generation: this.store.nextGeneration() };
    if (this.transaction) this.transaction.write(path, written);
    else this.store.put(path, written);
    return written;
  }

  /** Removes a node with everything below it, the deepest first. The node must exist. */
  remove(path: string): void {
    this.removeTree(path, path);
    this.forget(path);
  }

  private removeTree(path: string, root: string): void {
    const node = this.peek(path);
    if (!node) return;
    for (const name of node.children) {
      const child = childOf(path, name);
      this.removeTree(child, root);
      this.forget(child);
    }
    // Watchers' rights come from the node and its parent, so they are told while both are still there.
    this.changed(path, path !== root, node);
    if (this.transaction) this.transaction.write(path, undefined);
    else this.store.delete(path);
  }

  /** Takes a name from its parent's list. */
  private forget(path: string): void {
    const above = parentOf(path);
    const parent = this.peek(above);
    if (!parent) return;
    const children = parent.children.filter((name) => name !== nameOf(path));
    this.put(above, { ...parent, children }, true);
  }
}
