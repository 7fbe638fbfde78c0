import type { Client } from './client';
import { absolutePath, homeOf, isValidPath, parentOf } from './path';
import { Access, formatPermissions, parsePermissions } from './permissions';
import { QUOTA } from './store';
import type { StoreView } from './store-view';
import { Transaction } from './transaction';
import { eventPath } from './watches';
import { joined, MAX_PAYLOAD, Message, oneString, StoreFailure, strings, toBytes, toText } from './wire';

/** What a request works on. */
export interface Context {
  client: Client;
  view: StoreView;
  payload: Uint8Array;
  transaction: Transaction | undefined;
  server: StoreServices;
}

/** What requests need of the whole server. */
export interface StoreServices {
  /** Whether Xen has such a domain. */
  exists(domid: number): boolean;
  /** Whether a domain is connected to the store. */
  isIntroduced(domid: number): boolean;
  /** Makes a transaction's changes visible and tells watchers. */
  commit(transaction: Transaction): void;
}

/** A request: its reply's payload, and what is to be done after the reply is queued. */
export type Handler = (context: Context) => Uint8Array | { reply: Uint8Array; after: () => void };

/** How a request is let in. */
export interface RequestKind {
  handle: Handler;
  /** Only domain 0 may ask. */
  privileged?: boolean;
  /** The transaction's number does not matter. */
  outside?: boolean;
}

const OK = toBytes('OK\0');
const SPECIAL = '@';

const readDirectory: Handler = ({ view, payload }) =>
  toBytes(joined(view.get(view.absolute(oneString(payload)), Access.Read).children));

/** A part of a long list of children: generation, then names from a byte offset on; an empty name ends the list. */
const readDirectoryPart: Handler = ({ view, payload }) => {
  const [path = '', offsetText = '', ...more] = strings(payload);
  if (more.length || strings(payload).length !== 2) throw new StoreFailure('EINVAL');
  const node = view.get(view.absolute(path), Access.Read);
  const list = joined(node.children);
  const offset = leadingInteger(offsetText) >>> 0;
  const head = `${node.generation}\0`;
  if (offset >= list.length) return toBytes(`${head}\0`);
  const room = MAX_PAYLOAD - head.length - 1;
  let part = '';
  for (const name of list.slice(offset).split('\0').slice(0, -1)) {
    if (part.length + name.length >= room) break;
    part += `${name}\0`;
  }
  return toBytes(head + part + (offset + part.length === list.length ? '\0' : ''));
};

const readValue: Handler = ({ view, payload }) => view.get(view.absolute(oneString(payload)), Access.Read).data;

const write: Handler = ({ view, payload }) => {
  const end = payload.indexOf(0);
  if (end < 0) throw new StoreFailure('EINVAL');
  view.write(view.absolute(toText(payload.subarray(0, end))), payload.slice(end + 1));
  return OK;
};

const mkdir: Handler = ({ view, payload }) => {
  view.mkdir(view.absolute(oneString(payload)));
  return OK;
};

/** Removing what is not there succeeds where its parent is. */
const remove: Handler = ({ view, payload }) => {
  const path = view.absolute(oneString(payload));
  if (!view.find(path, Access.Write)) {
    if (!view.peek(parentOf(path))) throw new StoreFailure('ENOENT');
    return OK;
  }
  if (path === '/') throw new StoreFailure('EINVAL');
  view.remove(path);
  return OK;
};

const getPermissions: Handler = ({ view, payload }) =>
  toBytes(joined(formatPermissions(view.get(view.absolute(oneString(payload)), Access.Read).permissions)));

const setPermissions: Handler = ({ view, payload, server }) => {
  const [path = '', ...list] = strings(payload);
  if (list.length === 0) throw new StoreFailure('EINVAL');
  if (!view.privileged && list.length > QUOTA.permissionsPerNode) throw new StoreFailure('ENOSPC');
  const permissions = parsePermissions(list, (domid) => server.exists(domid));
  if (permissions[0]?.ignored) throw new StoreFailure('ENOENT');
  // The special paths belong to domain 0, so nobody else may change who sees them.
  if (path.startsWith(SPECIAL)) throw new StoreFailure(isSpecial(path) ? 'EACCES' : 'EINVAL');
  const absolute = view.absolute(path);
  const node = view.get(absolute, Access.Write | Access.Owner);
  if (!view.privileged && permissions[0]?.domid !== node.permissions[0]?.domid) throw new StoreFailure('EPERM');
  view.setPermissions(absolute, node, permissions);
  return OK;
};

const isSpecial = (path: string): boolean => path === '@introduceDomain' || path === '@releaseDomain';

/** The path and token of a watch request. */
function watchArguments({ client, payload }: Context): { path: string; token: string; relative: boolean } {
  const [given = '', token = '', ...more] = strings(payload);
  if (more.length || strings(payload).length !== 2) throw new StoreFailure('EINVAL');
  return { path: absolutePath(given, client.home), token, relative: !/^[/@]/.test(given) };
}

const watch: Handler = (context) => {
  const { client } = context;
  const added = watchArguments(context);
  const { path, token } = added;
  if (path.startsWith(SPECIAL) ? path.length > 2048 : !isValidPath(path)) throw new StoreFailure('EINVAL');
  if (client.watches.some((other) => other.path === path && other.token === token)) throw new StoreFailure('EEXIST');
  if (!context.view.privileged && client.watches.length > QUOTA.watches) throw new StoreFailure('E2BIG');
  client.watches.push(added);
  client.store.account(client.domid).memory += path.length + token.length;
  return { reply: OK, after: () => client.event(eventPath(added, path, client.domid), token) };
};

const unwatch: Handler = (context) => {
  const { client } = context;
  const { path, token } = watchArguments(context);
  const index = client.watches.findIndex((other) => other.path === path && other.token === token);
  if (index < 0) throw new StoreFailure('ENOENT');
  client.watches.splice(index, 1);
  client.store.account(client.domid).memory -= path.length + token.length;
  return OK;
};

const resetWatches: Handler = ({ client }) => {
  client.dropWatches();
  client.dropTransactions();
  return OK;
};

const startTransaction: Handler = ({ client, view, transaction }) => {
  if (transaction) throw new StoreFailure('EBUSY');
  if (!view.privileged && client.transactions.size > QUOTA.transactions) throw new StoreFailure('ENOSPC');
  client.store.nextGeneration();
  while (client.nextTransaction === 0 || client.transactions.has(client.nextTransaction)) {
    client.nextTransaction = (client.nextTransaction + 1) >>> 0;
  }
  const id = client.nextTransaction;
  client.nextTransaction = (id + 1) >>> 0;
  client.transactions.set(id, new Transaction(id, client.store, client.domid));
  return toBytes(`${id}\0`);
};

const endTransaction: Handler = ({ client, payload, transaction, server }) => {
  const verdict = oneString(payload);
  if (verdict !== 'T' && verdict !== 'F') throw new StoreFailure('EINVAL');
  if (!transaction) throw new StoreFailure('ENOENT');
  client.transactions.delete(transaction.id);
  transaction.release();
  if (verdict === 'T') server.commit(transaction);
  return OK;
};

/** The number a text begins with, as atoi reads it. */
function leadingInteger(text: string): number {
  return Number.parseInt(/^\s*[+-]?\d+/.exec(text)?.[0] ?? '0', 10) | 0;
}

const getDomainPath: Handler = ({ payload }) => toBytes(`${homeOf(leadingInteger(oneString(payload)) >>> 0)}\0`);

const isDomainIntroduced: Handler = ({ payload, server }) =>
  toBytes(server.isIntroduced(leadingInteger(oneString(payload)) >>> 0) ? 'T\0' : 'F\0');

/** What the toolstack does by calling the server itself; nobody asks for it over a ring. */
const notOverRing: Handler = () => {
  throw new StoreFailure('EINVAL');
};

/** Every request. Source: tools/xenstore/xenstored_core.c, wire_funcs. */
export const REQUESTS: Readonly<Partial<Record<number, RequestKind>>> = {
  [Message.Control]: { handle: notOverRing, privileged: true },
  [Message.Directory]: { handle: readDirectory },
  [Message.Read]: { handle: readValue },
  [Message.GetPerms]: { handle: getPermissions },
  [Message.Watch]: { handle: watch, outside: true },
  [Message.Unwatch]: { handle: unwatch, outside: true },
  [Message.TransactionStart]: { handle: startTransaction },
  [Message.TransactionEnd]: { handle: endTransaction },
  [Message.Introduce]: { handle: notOverRing, privileged: true },
  [Message.Release]: { handle: notOverRing, privileged: true },
  [Message.GetDomainPath]: { handle: getDomainPath },
  [Message.Write]: { handle: write },
  [Message.Mkdir]: { handle: mkdir },
  [Message.Rm]: { handle: remove },
  [Message.SetPerms]: { handle: setPermissions },
  [Message.IsDomainIntroduced]: { handle: isDomainIntroduced, privileged: true },
  [Message.Resume]: { handle: notOverRing, privileged: true },
  [Message.SetTarget]: { handle: notOverRing, privileged: true },
  [Message.ResetWatches]: { handle: resetWatches },
  [Message.DirectoryPart]: { handle: readDirectoryPart },
};
