import type { Permission } from './permissions';
import { StoreFailure } from './wire';

/** A node. Never changed in place: a write puts a new one in its stead, so snapshots are free. */
export interface StoreNode {
  /** Counts every change of the store; a transaction compares it. */
  generation: number;
  permissions: readonly Permission[];
  data: Uint8Array;
  /** Names of the children, in the order in which they came. */
  children: readonly string[];
}

/** Generation of a node that is not there. */
export const ABSENT = -1;

/** What a domain may use of the store. Source: xenstored_core.c, quota_*. */
export const QUOTA = {
  /** Nodes it may own. */
  nodes: 1000,
  watches: 128,
  /** Bytes of one node, header and permissions included. */
  nodeBytes: 2048,
  transactions: 10,
  permissionsPerNode: 5,
  /** Nodes touched by one transaction. */
  nodesPerTransaction: 1024,
  /** Requests read but not yet answered in full. */
  outstanding: 20,
  /** Bytes of everything it owns. */
  memory: 2 * 1024 * 1024 + 512 * 1024,
} as const;

const HEADER = 24;
const PERMISSION = 8;

/** Bytes xenstored needs for a node: they decide about its quota. */
export function nodeBytes(node: StoreNode): number {
  const names = node.children.reduce((sum, name) => sum + name.length + 1, 0);
  return HEADER + PERMISSION * node.permissions.length + node.data.length + names;
}

/** What a domain has used. */
export interface Account {
  nodes: number;
  memory: number;
}

/** The tree itself: every node by its absolute path, and what each domain owns of it. */
export class Store {
  readonly nodes = new Map<string, StoreNode>();
  readonly accounts = new Map<number, Account>();
  generation = 0;

  /** What a domain has used so far. */
  account(domid: number): Account {
    let account = this.accounts.get(domid);
    if (!account) {
      account = { nodes: 0, memory: 0 };
      this.accounts.set(domid, account);
    }
    return account;
  }

  /** The next generation. */
  nextGeneration(): number {
    return ++this.generation;
  }

  /** Puts a node at a path, whoever owned the one before. */
  put(path: string, node: StoreNode): void {
    this.release(path);
    const owner = this.account(ownerOf(node));
    owner.nodes++;
    owner.memory += nodeBytes(node) + path.length;
    this.nodes.set(path, node);
  }

  /** Takes a node away. */
  delete(path: string): void {
    this.release(path);
    this.nodes.delete(path);
  }

  /** Throws ENOMEM's stand-in when a domain has no memory left for so many bytes more. */
  checkMemory(domid: number, bytes: number): void {
    if (domid !== 0 && this.account(domid).memory + bytes >= QUOTA.memory) throw new StoreFailure('EIO');
  }

  private release(path: string): void {
    const node = this.nodes.get(path);
    if (!node) return;
    const owner = this.account(ownerOf(node));
    owner.nodes--;
    owner.memory -= nodeBytes(node) + path.length;
  }
}

/** The domain that owns a node. */
export function ownerOf(node: StoreNode): number {
  return node.permissions[0]?.domid ?? 0;
}
