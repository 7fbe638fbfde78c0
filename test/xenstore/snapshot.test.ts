import { expect, it } from 'vitest';
import { Message } from '../../web/toolstack/xenstore/wire';
import { GuestEnd } from './support/guest-end';

/** A guest in the middle of everything: a watch, two transactions, an unread event, half a request. */
function busy(): GuestEnd {
  const guest = new GuestEnd();
  guest.ask(Message.Watch, 'data|t|');
  guest.ask(Message.Write, 'data/a|1');
  const first = guest.begin();
  guest.begin();
  guest.ask(Message.Write, 'data/b|2', first);
  guest.client.event('data/x', 't');
  guest.client.incoming = new Uint8Array([2, 0, 0]);
  return guest;
}

it('a saved server is the same server, with the same hash', () => {
  const [original, copy] = [busy(), new GuestEnd()];
  expect(copy.server.hash()).not.toBe(original.server.hash());
  copy.server.restore(original.server.save());
  expect(copy.server.hash()).toBe(original.server.hash());
  expect(copy.server.save()).toEqual(original.server.save());
  original.client.incoming = new Uint8Array(0);
  copy.client.incoming = new Uint8Array(0);
  for (const guest of [original, copy]) {
    expect(guest.ask(Message.TransactionEnd, 'T|', 1)).toEqual(['15 data/x|t|', '15 data/b|t|', '7 OK|']);
  }
  expect(copy.server.hash()).toBe(original.server.hash());
});

it('every change changes the hash', () => {
  const guest = new GuestEnd();
  const seen = new Set([guest.server.hash()]);
  const requests: [Message, string][] = [
    [Message.Write, 'data/a|1'],
    [Message.Write, 'data/a|2'],
    [Message.SetPerms, 'data/a|r1|'],
    [Message.Watch, 'data|t|'],
    [Message.TransactionStart, '|'],
    [Message.Rm, 'data/a|'],
  ];
  for (const [type, payload] of requests) {
    guest.ask(type, payload);
    seen.add(guest.server.hash());
  }
  expect(seen.size).toBe(requests.length + 1);
});

it('a domain that is released takes its nodes with it', () => {
  const guest = new GuestEnd();
  guest.ask(Message.Write, 'data/a|1');
  guest.server.release(1);
  expect(guest.server.store.account(1)).toEqual({ nodes: 0, memory: 0 });
  expect(guest.server.read('/local/domain/1/data')).toBeUndefined();
  expect(guest.server.read('/local/domain/1/domid')).toBe('1');
});
