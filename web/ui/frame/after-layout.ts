import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { forget, toMeasure } from './frame';

/**
 * Does something for a component that needs the layout of one of its boxes, such as scrolling it: in the frame that draws the component, when
 * the others have updated too. Amid an update it would have the page laid out there and then, and once more behind it.
 *
 * A box that is not shown is waited for; one that is taken out of the page is forgotten.
 */
export class AfterLayout implements ReactiveController {
  private readonly tasks = new Map<Element, () => void>();
  /** Tells when a box that was not shown is. */
  private readonly observer = new ResizeObserver(() => this.run());

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    forget(this.run);
    this.observer.disconnect();
    this.tasks.clear();
  }

  /** Runs `task` when `box` is laid out; what waited for the same box is forgotten. */
  of(box: Element, task: () => void): void {
    this.tasks.set(box, task);
    toMeasure(this.run);
  }

  private readonly run = (): void => {
    for (const [box, task] of this.tasks) {
      const isShown = box.getClientRects().length > 0;
      if (box.isConnected && !isShown) {
        this.observer.observe(box);
        continue;
      }
      this.observer.unobserve(box);
      this.tasks.delete(box);
      if (isShown) task();
    }
  };
}
