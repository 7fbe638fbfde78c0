import { describe, expect, it } from 'vitest';
import { ConsoleBackend } from '../../web/backends/console/console-backend';
import { ConsoleRing } from '../../web/backends/console/console-ring';
import { ConsoleText } from '../../web/backends/console/console-text';
import { loosePage } from '../xenstore/support/guest-end';

const [IN_CONS, IN_PROD, OUT_PROD] = [3072, 3076, 3084];
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

/** A domain's end of a console, and the back end. */
class Ends {
  readonly page = loosePage();
  events = 0;
  readonly shown: string[] = [];
  readonly backend = new ConsoleBackend(new ConsoleRing(this.page, () => void this.events++), (part) =>
    this.shown.push(text(part)),
  );

  print(value: string): void {
    const prod = this.page.view.getUint32(OUT_PROD, true);
    for (const [i, byte] of bytes(value).entries()) this.page.bytes[1024 + ((prod + i) % 2048)] = byte;
    this.page.view.setUint32(OUT_PROD, prod + value.length, true);
  }

  read(most = 1024): string {
    const [cons, prod] = [this.page.view.getUint32(IN_CONS, true), this.page.view.getUint32(IN_PROD, true)];
    const count = Math.min(most, prod - cons);
    this.page.view.setUint32(IN_CONS, cons + count, true);
    return text(Uint8Array.from({ length: count }, (_, i) => this.page.bytes[(cons + i) % 1024] as number));
  }
}

describe('the console back end', () => {
  it('takes what the domain prints, round and round', () => {
    const ends = new Ends();
    let all = '';
    for (let i = 0; i < 100; i++) {
      const line = `line ${i} ${'-'.repeat(i)}\n`;
      ends.print(line);
      ends.backend.serve();
      all += line;
    }
    expect(ends.shown.join('')).toBe(all);
    expect(ends.events).toBe(100);
    expect(text(ends.backend.text.since(0).bytes)).toBe(all);
  });

  it('does nothing when nothing is to be done', () => {
    const ends = new Ends();
    ends.backend.serve();
    expect([ends.events, ends.page.touches]).toEqual([0, 0]);
  });

  it('lives with indices that make no sense', () => {
    const ends = new Ends();
    ends.page.view.setUint32(OUT_PROD, 9999, true);
    ends.backend.serve();
    expect(ends.shown).toEqual([]);
    ends.page.view.setUint32(IN_PROD, 5000, true);
    ends.backend.type(bytes('abc'));
    expect(ends.backend.drained).toBe(false);
  });

  it('hands over more than the ring holds as the domain reads', () => {
    const ends = new Ends();
    const long = Array.from({ length: 5000 }, (_, i) => String.fromCharCode(97 + (i % 26))).join('');
    ends.backend.type(bytes(long));
    let got = '';
    while (!ends.backend.drained) {
      got += ends.read(700);
      ends.backend.serve();
    }
    expect(got).toBe(long);
  });

  it('is the same after it was saved and restored', () => {
    const [original, copy] = [new Ends(), new Ends()];
    original.print('hello');
    original.backend.serve();
    original.backend.type(bytes('x'.repeat(1500)));
    copy.backend.restore(original.backend.save());
    expect(copy.backend.hash()).toBe(original.backend.hash());
    expect(copy.backend.save()).toEqual(original.backend.save());
    original.print('!');
    original.backend.serve();
    expect(copy.backend.hash()).not.toBe(original.backend.hash());
  });
});

describe('the console text', () => {
  it('keeps the newest in bounded memory and says where it begins', () => {
    const kept = new ConsoleText(10_000);
    let all = '';
    for (let i = 0; i < 30_000; i++) {
      const word = `${i} `;
      kept.append(bytes(word));
      all += word;
    }
    expect(kept.total).toBe(all.length);
    expect(kept.total - kept.first).toBeGreaterThanOrEqual(10_000);
    expect(kept.total - kept.first).toBeLessThan(10_000 + 2 * 0x10000);
    const { from, bytes: rest } = kept.since(0);
    expect(text(rest)).toBe(all.slice(from));
    expect(text(kept.since(all.length - 3).bytes)).toBe(all.slice(-3));
    expect(kept.since(all.length + 5).bytes).toHaveLength(0);
  });
});
