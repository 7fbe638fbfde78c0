import { Client, type Outgoing } from './client';
import type { XenstoreServer } from './server';
import type { Store, StoreNode } from './store';
import { type Touched, Transaction } from './transaction';
import type { Watch } from './watches';
import { toBytes, toText } from './wire';

/** A node in a saved state: bytes are text of a character a byte. */
type SavedNode = Omit<StoreNode, 'data'> & { data: string };
type SavedTouched = Omit<Touched, 'node'> & { node: SavedNode | null };

interface SavedTransaction {
  id: number;
  failed: boolean;
  createdNodes: boolean;
  bytes: number;
  owned: [number, number][];
  touched: [string, SavedTouched][];
}

interface SavedClient {
  domid: number;
  watches: Watch[];
  nextTransaction: number;
  transactions: SavedTransaction[];
  outgoing: (Omit<Outgoing, 'bytes'> & { bytes: string })[];
  incoming: string;
  ignored: boolean;
}

interface Saved {
  generation: number;
  domains: number[];
  nodes: [string, SavedNode][];
  accounts: [number, { nodes: number; memory: number }][];
  clients: SavedClient[];
}

const saveNode = (node: StoreNode): SavedNode => ({ ...node, data: toText(node.data) });
const loadNode = (node: SavedNode): StoreNode => ({ ...node, data: toBytes(node.data) });
const byKey = <K, V>(map: ReadonlyMap<K, V>): [K, V][] => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

function saveTransaction(transaction: Transaction): SavedTransaction {
  const { id, failed, createdNodes, bytes, owned, touched } = transaction;
  const saved = [...touched].map(([path, { node, ...rest }]): [string, SavedTouched] => [
    path,
    { ...rest, node: node ? saveNode(node) : null },
  ]);
  return { id, failed, createdNodes, bytes, owned: byKey(owned), touched: saved };
}

function saveClient(client: Client): SavedClient {
  const { domid, watches, nextTransaction, transactions, outgoing, incoming, ignored } = client;
  return {
    domid,
    watches,
    nextTransaction,
    transactions: byKey(transactions).map(([, transaction]) => saveTransaction(transaction)),
    outgoing: outgoing.map((message) => ({ ...message, bytes: toText(message.bytes) })),
    incoming: toText(incoming),
    ignored,
  };
}

/** Everything the server knows, as bytes: equal states give equal bytes. */
export function saveServer(server: XenstoreServer): Uint8Array {
  const { store } = server;
  const saved: Saved = {
    generation: store.generation,
    domains: [...server.domains].sort((a, b) => a - b),
    nodes: byKey(store.nodes).map(([path, node]) => [path, saveNode(node)]),
    accounts: byKey(store.accounts),
    clients: byKey(server.clients).map(([, client]) => saveClient(client)),
  };
  return new TextEncoder().encode(JSON.stringify(saved));
}

function loadTransaction(saved: SavedTransaction, store: Store, domid: number): Transaction {
  const transaction = new Transaction(saved.id, store, domid);
  for (const [path, { node, ...rest }] of saved.touched) {
    transaction.touched.set(path, { ...rest, permissions: rest.permissions, node: node ? loadNode(node) : undefined });
  }
  for (const [owner, change] of saved.owned) transaction.owned.set(owner, change);
  transaction.failed = saved.failed;
  transaction.createdNodes = saved.createdNodes;
  transaction.bytes = saved.bytes;
  return transaction;
}

function loadClient(client: Client, saved: SavedClient, store: Store): void {
  client.watches.splice(0, client.watches.length, ...saved.watches);
  client.transactions.clear();
  for (const transaction of saved.transactions) {
    client.transactions.set(transaction.id, loadTransaction(transaction, store, saved.domid));
  }
  client.nextTransaction = saved.nextTransaction;
  const outgoing = saved.outgoing.map((message) => ({ ...message, bytes: toBytes(message.bytes) }));
  client.outgoing.splice(0, client.outgoing.length, ...outgoing);
  client.incoming = toBytes(saved.incoming);
  client.ignored = saved.ignored;
}

/** Brings the server back to a saved state. Clients that were connected keep their identity, so rings stay attached. */
export function loadServer(server: XenstoreServer, bytes: Uint8Array): void {
  const saved = JSON.parse(new TextDecoder().decode(bytes)) as Saved;
  const { store } = server;
  store.generation = saved.generation;
  store.nodes.clear();
  for (const [path, node] of saved.nodes) store.nodes.set(path, loadNode(node));
  store.accounts.clear();
  for (const [domid, account] of saved.accounts) store.accounts.set(domid, account);
  server.domains.clear();
  for (const domid of saved.domains) server.domains.add(domid);
  server.clients.clear();
  for (const client of saved.clients) {
    const connected = server.known.get(client.domid) ?? new Client(client.domid, store);
    loadClient(connected, client, store);
    server.clients.set(client.domid, connected);
  }
}
