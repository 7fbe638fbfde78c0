import { describe, expect, it } from 'vitest';
import { Message } from '../../web/toolstack/xenstore/wire';
import { GuestEnd } from './support/guest-end';

const OK = 'OK|';
const error = (code: string): string[] => [`${Message.Error} ${code}|`];

describe('nodes', () => {
  it('are created with everything above them, and belong to who creates them', () => {
    const guest = new GuestEnd();
    expect(guest.ask(Message.Write, 'data/a/b/c|value')).toEqual([`11 ${OK}`]);
    expect(guest.ask(Message.Read, '/local/domain/1/data/a/b/c|')).toEqual(['2 value']);
    expect(guest.ask(Message.Read, 'data/a|')).toEqual(['2 ']);
    expect(guest.ask(Message.Directory, 'data/a|')).toEqual(['1 b|']);
    expect(guest.ask(Message.GetPerms, 'data/a/b|')).toEqual(['3 n1|']);
  });

  it('are removed with everything below them', () => {
    const guest = new GuestEnd();
    guest.ask(Message.Write, 'data/a/b/c|1');
    expect(guest.ask(Message.Rm, 'data/a|')).toEqual([`13 ${OK}`]);
    expect(guest.ask(Message.Read, 'data/a/b/c|')).toEqual(error('ENOENT'));
    expect(guest.ask(Message.Directory, 'data|')).toEqual(['1 ']);
    expect(guest.server.store.account(1).nodes).toBe(new GuestEnd().server.store.account(1).nodes);
  });

  it.each([
    ['no NUL', 'data', 'EINVAL'],
    ['two strings', 'data|more|', 'EINVAL'],
    ['a trailing slash', 'data/|', 'EINVAL'],
    ['two slashes', 'data//a|', 'EINVAL'],
    ['a space', 'da ta|', 'EINVAL'],
    ['nothing', '|', 'EINVAL'],
    ['what is not there', 'data/none|', 'ENOENT'],
    ['what may not be read', '/tool/xenstored|', 'EACCES'],
    ['what is not there where nothing may be read', '/tool/none|', 'EACCES'],
    ['a special path', '@releaseDomain|', 'EINVAL'],
  ])('are not read by %s', (_, payload, code) => {
    expect(new GuestEnd().ask(Message.Read, payload)).toEqual(error(code));
  });

  it('have paths of 2048 characters behind the domain’s directory, and no more', () => {
    const guest = new GuestEnd();
    const path = `data/${'a'.repeat(2043)}`;
    expect(guest.ask(Message.Read, `${path}|`)).toEqual(error('ENOENT'));
    expect(guest.ask(Message.Read, `${path}a|`)).toEqual(error('EINVAL'));
  });

  it('are listed in parts when the list is long', () => {
    const guest = new GuestEnd();
    for (const name of ['x', 'y', 'z']) guest.ask(Message.Write, `data/${name}|`);
    expect(guest.ask(Message.DirectoryPart, 'data|0|')[0]).toMatch(/^22 \d+\|x\|y\|z\|\|$/);
    expect(guest.ask(Message.DirectoryPart, 'data|2|')[0]).toMatch(/^22 \d+\|y\|z\|\|$/);
    expect(guest.ask(Message.DirectoryPart, 'data|6|')[0]).toMatch(/^22 \d+\|\|$/);
    expect(guest.ask(Message.DirectoryPart, 'data|')).toEqual(error('EINVAL'));
  });
});

describe('permissions', () => {
  it('are the owner’s to change, but not the owner', () => {
    const guest = new GuestEnd();
    guest.ask(Message.Write, 'data/a|');
    expect(guest.ask(Message.SetPerms, 'data/a|r1|w0|')).toEqual([`14 ${OK}`]);
    expect(guest.ask(Message.GetPerms, 'data/a|')).toEqual(['3 r1|w0|']);
    expect(guest.ask(Message.SetPerms, 'data/a|n0|')).toEqual(error('EPERM'));
    expect(guest.ask(Message.SetPerms, 'data/a|n55|')).toEqual(error('ENOENT'));
    expect(guest.ask(Message.SetPerms, 'data/a|x1|')).toEqual(error('EINVAL'));
    expect(guest.ask(Message.SetPerms, 'data/a|n|')).toEqual(error('EINVAL'));
    expect(guest.ask(Message.SetPerms, 'data/a|')).toEqual(error('EINVAL'));
    expect(guest.ask(Message.SetPerms, 'domid|n1|')).toEqual(error('EACCES'));
    expect(guest.ask(Message.SetPerms, 'data/a|n1|r0|r0|r0|r0|r0|')).toEqual(error('ENOSPC'));
  });

  it('are inherited', () => {
    const guest = new GuestEnd();
    guest.ask(Message.Write, 'data/a|');
    guest.ask(Message.SetPerms, 'data/a|b1|r0|');
    guest.ask(Message.Write, 'data/a/b|');
    expect(guest.ask(Message.GetPerms, 'data/a/b|')).toEqual(['3 b1|r0|']);
  });

  it('keep what belongs to domain 0 from being written', () => {
    const guest = new GuestEnd();
    expect(guest.ask(Message.Write, 'domid|2')).toEqual(error('EACCES'));
    expect(guest.ask(Message.Write, '/local/domain/2/x|2')).toEqual(error('EACCES'));
    expect(guest.ask(Message.Rm, '/|')).toEqual(error('EACCES'));
  });
});

describe('watches', () => {
  it('fire once at first, then for the node and what is below it', () => {
    const guest = new GuestEnd();
    expect(guest.ask(Message.Watch, 'data|t|')).toEqual([`4 ${OK}`, '15 data|t|']);
    expect(guest.ask(Message.Write, 'data/a/b|1')).toEqual(['15 data/a/b|t|', `11 ${OK}`]);
    expect(guest.ask(Message.Rm, 'data/a|')).toEqual(['15 data/a|t|', `13 ${OK}`]);
    expect(guest.ask(Message.Unwatch, 'data|t|')).toEqual([`5 ${OK}`]);
    expect(guest.ask(Message.Write, 'data/a|1')).toEqual([`11 ${OK}`]);
  });

  it('answer in the kind of path they were set with', () => {
    const guest = new GuestEnd();
    guest.ask(Message.Watch, '/local/domain/1/data|abs|');
    expect(guest.ask(Message.Write, 'data/a|')[0]).toBe('15 /local/domain/1/data/a|abs|');
  });

  it('fire below a removed node only where they were set exactly', () => {
    const guest = new GuestEnd();
    guest.ask(Message.Write, 'data/a/b|');
    guest.ask(Message.Watch, 'data/a/b|exact|');
    guest.ask(Message.Watch, 'data|above|');
    expect(guest.ask(Message.Rm, 'data/a|')).toEqual(['15 data/a/b|exact|', '15 data/a|above|', `13 ${OK}`]);
  });

  it('are one each, and end', () => {
    const guest = new GuestEnd();
    guest.ask(Message.Watch, 'data|t|');
    expect(guest.ask(Message.Watch, 'data|t|')).toEqual(error('EEXIST'));
    expect(guest.ask(Message.Unwatch, 'data|u|')).toEqual(error('ENOENT'));
    expect(guest.ask(Message.Watch, '@releaseDomain|t|')).toEqual([`4 ${OK}`, '15 @releaseDomain|t|']);
    expect(guest.ask(Message.ResetWatches, '|')).toEqual([`21 ${OK}`]);
    expect(guest.ask(Message.Write, 'data/a|')).toEqual([`11 ${OK}`]);
  });

  it('are at most 129', () => {
    const guest = new GuestEnd();
    const codes = Array.from({ length: 131 }, (_, i) => guest.ask(Message.Watch, `data|${i}|`)[0]);
    expect(codes.filter((code) => code === `4 ${OK}`)).toHaveLength(129);
    expect(codes[130]).toBe(error('E2BIG')[0]);
  });
});

describe('transactions', () => {
  it('are seen by others when they end, and fire their watches then', () => {
    const guest = new GuestEnd();
    guest.ask(Message.Watch, 'data|t|');
    const id = guest.begin();
    expect(guest.ask(Message.Write, 'data/a|1', id)).toEqual([`11 ${OK}`]);
    expect(guest.ask(Message.Read, 'data/a|')).toEqual(error('ENOENT'));
    expect(guest.ask(Message.Read, 'data/a|', id)).toEqual(['2 1']);
    expect(guest.ask(Message.TransactionEnd, 'T|', id)).toEqual(['15 data/a|t|', `7 ${OK}`]);
    expect(guest.ask(Message.Read, 'data/a|')).toEqual(['2 1']);
  });

  it('leave nothing behind when they are given up', () => {
    const guest = new GuestEnd();
    const before = { ...guest.server.store.account(1) };
    const id = guest.begin();
    guest.ask(Message.Write, 'data/a/b|1', id);
    guest.ask(Message.Rm, 'drivers|', id);
    expect(guest.ask(Message.TransactionEnd, 'F|', id)).toEqual([`7 ${OK}`]);
    expect(guest.ask(Message.Read, 'data/a|')).toEqual(error('ENOENT'));
    expect(guest.server.store.account(1)).toEqual(before);
  });

  it.each([
    ['a node it read', Message.Write, 'data/a|2', 'EAGAIN'],
    ['a node it saw missing', Message.Write, 'data/none|2', 'EAGAIN'],
    ['a node it read, which went', Message.Rm, 'data/a|', 'EAGAIN'],
    ['something else', Message.Write, 'drivers/x|2', undefined],
  ])('end with a conflict when another changed %s', (_, type, payload, code) => {
    const guest = new GuestEnd();
    guest.ask(Message.Write, 'data/a|1');
    const id = guest.begin();
    guest.ask(Message.Read, 'data/a|', id);
    guest.ask(Message.Read, 'data/none|', id);
    guest.ask(type, payload);
    expect(guest.ask(Message.TransactionEnd, 'T|', id)).toEqual(code ? error(code) : [`7 ${OK}`]);
  });

  it('are refused when they make no sense', () => {
    const guest = new GuestEnd();
    const id = guest.begin();
    expect(guest.ask(Message.TransactionStart, '|', id)).toEqual(error('EBUSY'));
    expect(guest.ask(Message.TransactionEnd, 'X|', id)).toEqual(error('EINVAL'));
    expect(guest.ask(Message.TransactionEnd, 'T|')).toEqual(error('ENOENT'));
    expect(guest.ask(Message.Read, 'domid|', 999)).toEqual(error('ENOENT'));
    expect(guest.ask(Message.TransactionEnd, 'T|', id)).toEqual([`7 ${OK}`]);
    const ids = Array.from({ length: 12 }, () => guest.begin());
    expect(ids.filter((number) => number > 0)).toHaveLength(11);
  });
});

describe('limits', () => {
  it('hold a node to 2 kB and a domain to 1000 nodes', () => {
    const guest = new GuestEnd();
    expect(guest.ask(Message.Write, `data/a|${'x'.repeat(2048 - 24 - 8 - 1)}`)).toEqual([`11 ${OK}`]);
    expect(guest.ask(Message.Write, `data/a|${'x'.repeat(2048 - 24 - 8)}`)).toEqual(error('ENOSPC'));
    let made = guest.server.store.account(1).nodes;
    for (let i = 0; made < 1000; i++, made++) {
      if (i % 50 === 0) made++;
      expect(guest.ask(Message.Mkdir, `data/d${Math.floor(i / 50)}/${i}|`)).toEqual([`12 ${OK}`]);
    }
    expect(guest.server.store.account(1).nodes).toBe(1000);
    expect(guest.ask(Message.Mkdir, 'data/more|')).toEqual(error('ENOSPC'));
  });

  it('tell what only domain 0 may ask from what nobody may', () => {
    const guest = new GuestEnd();
    expect(guest.ask(Message.Introduce, '1|2|3|')).toEqual(error('EACCES'));
    expect(guest.ask(Message.IsDomainIntroduced, '1|')).toEqual(error('EACCES'));
    expect(guest.ask(20 as Message, '|')).toEqual(error('ENOSYS'));
    expect(guest.ask(Message.WatchEvent, '|')).toEqual(error('ENOSYS'));
    expect(guest.ask(Message.GetDomainPath, '12|')).toEqual(['10 /local/domain/12|']);
  });
});
