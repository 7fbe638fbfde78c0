import { afterEach, describe, expect, it, vi } from 'vitest';
import type { ProgressStore } from '../../web/app/lesson/progress-store';

/**
 * Storage as browsers have it: a tab reads its own copy at once, what it writes comes to the others only later, entry by entry. The last to
 * write an entry decides it.
 */
class SharedStorage {
  readonly kept = new Map<string, string>();
  private readonly under: (() => void)[] = [];

  /** A tab's view of it, with the methods of the DOM's Storage that we use. */
  view(): Storage {
    const copy = new Map(this.kept);
    const view = {
      get length() {
        return copy.size;
      },
      key: (at: number) => [...copy.keys()][at] ?? null,
      getItem: (key: string) => copy.get(key) ?? null,
      setItem: (key: string, value: string) => {
        copy.set(key, value);
        this.under.push(() => this.kept.set(key, value));
      },
      clear: () => {
        copy.clear();
        this.under.push(() => this.kept.clear());
      },
    };
    return view as unknown as Storage;
  }

  /** What was written arrives. */
  arrive(): void {
    for (const write of this.under.splice(0)) write();
  }
}

/** What a tab hears of others. */
interface Tab {
  store: ProgressStore;
  /** Runs something with this tab's storage. */
  use<T>(work: (store: ProgressStore) => T): T;
  /** Another tab has written a key; null: all are gone. */
  hear(key: string | null): void;
}

/** A tab with the lesson open: modules of its own, as a page has. */
async function tab(storage: Storage | undefined, changed = () => {}): Promise<Tab> {
  let heard: ((event: { key: string | null }) => void) | undefined;
  const use = <T>(work: () => T): T => {
    vi.stubGlobal('localStorage', storage);
    vi.stubGlobal('window', {
      addEventListener: (_: string, listener: typeof heard) => {
        heard = listener;
      },
      removeEventListener: () => {
        heard = undefined;
      },
    });
    return work();
  };
  vi.resetModules();
  const { ProgressStore } = await import('../../web/app/lesson/progress-store');
  const store = use(() => new ProgressStore('lesson', changed));
  use(() => store.open());
  return { store, use: (work) => use(() => work(store)), hear: (key) => use(() => heard?.({ key })) };
}

describe('progress in two tabs', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('loses nothing, though neither has seen yet what the other wrote', async () => {
    const shared = new SharedStorage();
    const [one, two] = [await tab(shared.view()), await tab(shared.view())];
    one.use((store) => store.add('a', { visited: true, tried: [2] }));
    two.use((store) => store.add('a', { tried: [0] }));
    two.use((store) => store.add('b', { visited: true, solved: true }));
    one.use((store) => store.add('c', { visited: true }));
    shared.arrive();
    const later = await tab(shared.view());
    expect(later.store.of('a')).toEqual({ visited: true, tried: [0, 2], solved: false });
    expect(later.store.of('b')).toEqual({ visited: true, tried: [], solved: true });
    expect(later.store.of('c')).toEqual({ visited: true, tried: [], solved: false });
  });

  it('is told when the other goes on, and not of other things that are remembered', async () => {
    const shared = new SharedStorage();
    let times = 0;
    const view = shared.view();
    const reader = await tab(view, () => times++);
    const writer = await tab(shared.view());
    writer.use((store) => store.add('a', { visited: true }));
    shared.arrive();
    for (const [key, value] of shared.kept) {
      reader.use(() => view.setItem(key, value));
      reader.hear(key);
    }
    expect(times).toBe(shared.kept.size);
    expect(times).toBeGreaterThan(0);
    expect(reader.store.of('a').visited).toBe(true);
    reader.hear('ringside.theme');
    reader.hear('another-site-of-this-host');
    expect(times).toBe(shared.kept.size);
  });

  it('lasts as long as the page where storage is refused, and says so', async () => {
    const refused = new Proxy({} as Storage, {
      get() {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    const only = await tab(refused);
    only.use((store) => store.add('a', { visited: true, tried: [1] }));
    expect(only.store.isKept).toBe(false);
    expect(only.use((store) => store.of('a'))).toEqual({ visited: true, tried: [1], solved: false });
  });

  it('is kept as soon as there is room for all of it, and not before', async () => {
    const shared = new SharedStorage();
    const view = shared.view();
    const write = view.setItem.bind(view);
    let room = 0;
    view.setItem = (key, value) => {
      if (view.getItem(key) === null && room-- <= 0) throw new DOMException('full', 'QuotaExceededError');
      write(key, value);
    };
    const only = await tab(view);
    only.use((store) => store.add('a', { visited: true, tried: [1] }));
    room = 1;
    only.use((store) => store.add('a', { visited: true }));
    expect(only.store.isKept).toBe(false);
    only.use((store) => store.add('a', {}));
    expect(only.store.isKept).toBe(false);
    room = 9;
    only.use((store) => store.add('b', { visited: true }));
    expect(only.store.isKept).toBe(true);
    shared.arrive();
    expect((await tab(shared.view())).store.of('a')).toEqual({ visited: true, tried: [1], solved: false });
  });

  it('is gone from every tab when one forgets everything', async () => {
    let times = 0;
    const view = new SharedStorage().view();
    const reader = await tab(view, () => times++);
    reader.use((store) => store.add('a', { visited: true }));
    view.clear();
    reader.hear(null);
    expect(times).toBe(1);
    expect(reader.store.of('a').visited).toBe(false);
  });

  it('leaves alone what it does not know', async () => {
    const shared = new SharedStorage();
    const strange = {
      'ringside.progress': '{"ringside-progress":99,"screens":{}}',
      'ringside.progress/lesson/a/tried/x': '',
      'ringside.progress/lesson/a/tried/-1': '',
      'ringside.progress/lesson/a/dreamt': '',
      'ringside.progress/lesson/a': '',
    };
    for (const [key, value] of Object.entries(strange)) shared.kept.set(key, value);
    const reader = await tab(shared.view());
    expect(reader.store.of('a')).toEqual({ visited: false, tried: [], solved: false });
    reader.use((store) => store.add('a', { tried: [3] }));
    shared.arrive();
    expect(Object.fromEntries(shared.kept)).toMatchObject(strange);
    expect((await tab(shared.view())).store.of('a').tried).toEqual([3]);
  });
});
