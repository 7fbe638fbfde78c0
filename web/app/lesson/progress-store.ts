import {
  advanced,
  merge,
  type Progress,
  progressOn,
  readProgress,
  type ScreenProgress,
  writeProgress,
} from '../../lessons';
import { onRemembered, recall, remember } from '../storage';

const KEY = 'progress';

/** What is stored; nothing where that is no progress of ours. */
function stored(): Progress {
  const text = recall(KEY);
  if (text === undefined) return {};
  try {
    return readProgress(text);
  } catch {
    return {};
  }
}

/**
 * Keeps a reader's progress in this browser. Every write takes in what another tab has written meanwhile, so the last one never erases; what
 * another tab writes is taken in at once.
 */
export class ProgressStore {
  /** It lasts longer than this page. */
  isKept: boolean;
  private known: Progress = stored();
  private stop: (() => void) | undefined;

  /**
   * @param lesson its name
   * @param changed called when another tab went on
   */
  constructor(
    private readonly lesson: string,
    private readonly changed: () => void,
  ) {
    // A write finds out whether storage is refused, before there is anything to lose.
    this.isKept = this.write();
  }

  /** Hears of other tabs from now on. */
  open(): void {
    this.stop = onRemembered(KEY, () => {
      this.known = merge(this.known, stored());
      this.changed();
    });
  }

  /** Hears nothing more. */
  close(): void {
    this.stop?.();
  }

  /** What was done on a screen. */
  of(screen: string): ScreenProgress {
    return progressOn(this.known, `${this.lesson}/${screen}`);
  }

  /** Something more was done on a screen. */
  add(screen: string, more: Partial<ScreenProgress>): void {
    this.known = merge(stored(), advanced(this.known, `${this.lesson}/${screen}`, more));
    this.isKept = this.write();
  }

  private write(): boolean {
    return remember(KEY, writeProgress(this.known));
  }
}
