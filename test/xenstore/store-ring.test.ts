import { describe, expect, it } from 'vitest';
import { encode, Message, toBytes } from '../../web/toolstack/xenstore/wire';
import { GuestEnd } from './support/guest-end';

const READ_DOMID = encode({ type: Message.Read, requestId: 7, transactionId: 0, payload: toBytes('domid\0') });

describe('the xenstore ring', () => {
  it('takes a request in pieces of any size', () => {
    for (const size of [1, 3, 15, 16, 17]) {
      const guest = new GuestEnd();
      for (let at = 0; at < READ_DOMID.length; at += size) guest.send(READ_DOMID.subarray(at, at + size));
      expect(guest.messages()).toEqual(['2 1']);
    }
  });

  it('wraps at every offset', () => {
    const guest = new GuestEnd();
    for (let i = 0; i < 200; i++) expect(guest.ask(Message.Read, 'name|')).toEqual(['2 guest']);
    expect(guest.index(2048)).toBeGreaterThan(3 * 1024);
  });

  it('waits for room, and loses nothing', () => {
    const guest = new GuestEnd();
    const data = 'x'.repeat(1900);
    expect(guest.ask(Message.Write, `data/big|${data}`)).toEqual(['11 OK|']);
    guest.write(encode({ type: Message.Read, requestId: 1, transactionId: 0, payload: toBytes('data/big\0') }));
    guest.ring.serve();
    expect(guest.index(2060) - guest.index(2056)).toBe(1024);
    guest.ring.serve();
    expect(guest.index(2060) - guest.index(2056)).toBe(1024);
    guest.read();
    expect(guest.messages()).toEqual([`2 ${data}`]);
  });

  it('stops reading from a domain that never takes its replies', () => {
    const guest = new GuestEnd();
    let sent = 0;
    for (let i = 0; i < 500; i++) {
      sent += guest.write(READ_DOMID);
      guest.ring.serve();
    }
    expect(guest.client.outgoing.length).toBeLessThanOrEqual(20);
    expect(sent).toBeLessThan(5000);
  });

  it('notifies once for whatever it did, and not for nothing', () => {
    const guest = new GuestEnd();
    guest.ring.serve();
    expect(guest.events).toBe(0);
    guest.write(READ_DOMID);
    guest.ring.serve();
    expect(guest.events).toBe(1);
    expect(guest.page.touches).toBe(1);
  });

  it('ignores a domain whose indices make no sense', () => {
    const guest = new GuestEnd();
    guest.page.view.setUint32(2052, 5000, true);
    guest.ring.serve();
    expect(guest.index(2072)).toBe(2);
    expect(guest.client.ignored).toBe(true);
    guest.page.view.setUint32(2052, 0, true);
    guest.write(READ_DOMID);
    guest.ring.serve();
    expect(guest.index(2060)).toBe(0);
  });

  it('ignores a domain that announces too long a payload', () => {
    const guest = new GuestEnd();
    guest.ask(Message.Watch, 'data|token|');
    const header = READ_DOMID.slice(0, 16);
    new DataView(header.buffer).setUint32(12, 4097, true);
    guest.write(header);
    guest.ring.serve();
    expect(guest.index(2072)).toBe(3);
    expect(guest.client.watches).toEqual([]);
  });
});
