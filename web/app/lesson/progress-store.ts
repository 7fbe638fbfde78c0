import { progressEntries, progressOn, type ScreenProgress } from '../../lessons';
import { isKept, onRemembered, recallKeys, remember } from '../storage';

/** What comes before the name of an entry. */
const HEAD = 'progress/';

/**
 * Keeps a reader's progress in this browser. Each thing done is an entry of its own in the storage, and is never changed: a tab reads what
 * another has written only after a while, so one that wrote everything anew would erase what it has not seen yet.
 */
export class ProgressStore {
  private entries: ReadonlySet<string> = storedEntries();
  private stop: (() => void) | undefined;

  /**
   * @param lesson its name
   * @param changed called when another tab went on
   */
  constructor(
    private readonly lesson: string,
    private readonly changed: () => void,
  ) {}

  /** Hears of other tabs from now on. */
  open(): void {
    this.stop = onRemembered(HEAD, () => {
      this.entries = storedEntries();
      this.changed();
    });
  }

  /** Hears nothing more. */
  close(): void {
    this.stop?.();
  }

  /** All of it lasts longer than this page. */
  get isKept(): boolean {
    return isKept(HEAD);
  }

  /** What was done on a screen. */
  of(screen: string): ScreenProgress {
    return progressOn(this.entries, `${this.lesson}/${screen}`);
  }

  /** Something more was done on a screen. */
  add(screen: string, more: Partial<ScreenProgress>): void {
    for (const entry of progressEntries(`${this.lesson}/${screen}`, more)) remember(HEAD + entry, 'done');
    this.entries = storedEntries();
  }
}

function storedEntries(): Set<string> {
  return new Set(recallKeys(HEAD));
}
