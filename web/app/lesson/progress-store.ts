import {
  advanced,
  merge,
  NewerProgress,
  type Progress,
  progressOn,
  readProgress,
  type ScreenProgress,
  writeProgress,
} from '../../lessons';
import { onRemembered, recall, remember } from '../storage';

const KEY = 'progress';

/** What is stored: nothing where that is no progress of ours, undefined where a newer Ringside wrote it. */
function stored(): Progress | undefined {
  const text = recall(KEY);
  if (text === undefined) return {};
  try {
    return readProgress(text);
  } catch (error) {
    return error instanceof NewerProgress ? undefined : {};
  }
}

/**
 * Keeps a reader's progress in this browser. Every write takes in what another tab has written meanwhile, so the last one never erases; what
 * another tab writes is taken in at once. What a newer Ringside wrote is left alone.
 */
export class ProgressStore {
  /** It lasts longer than this page. */
  isKept: boolean;
  private known: Progress = stored() ?? {};
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
      this.known = merge(this.known, stored() ?? {});
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
    this.known = merge(stored() ?? {}, advanced(this.known, `${this.lesson}/${screen}`, more));
    this.isKept = this.write();
  }

  /** False when it lasts only as long as this page. */
  private write(): boolean {
    return stored() !== undefined && remember(KEY, writeProgress(this.known));
  }
}
