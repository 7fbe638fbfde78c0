import { deedsOf, progressOn, type ScreenProgress } from '../../lessons';
import { isKept, onRemembered, recallKeys, remember } from '../storage';

/** What comes before the name of a deed. */
const HEAD = 'progress/';

/**
 * Keeps a reader's progress in this browser. Each thing done is an entry of its own in the storage, and is never changed: a tab reads what
 * another has written only after a while, so one that wrote everything anew would erase what it has not seen yet.
 */
export class ProgressStore {
  private deeds: ReadonlySet<string> = storedDeeds();
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
      this.deeds = storedDeeds();
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
    return progressOn(this.deeds, `${this.lesson}/${screen}`);
  }

  /** Something more was done on a screen. */
  add(screen: string, more: Partial<ScreenProgress>): void {
    for (const deed of deedsOf(`${this.lesson}/${screen}`, more)) remember(HEAD + deed, 'done');
    this.deeds = storedDeeds();
  }
}

function storedDeeds(): Set<string> {
  return new Set(recallKeys(HEAD));
}
