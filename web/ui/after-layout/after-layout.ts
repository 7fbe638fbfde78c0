import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Does something for a component when its box has been laid out next, in the same frame and before it is painted.
 *
 * Who asks for a height or sets a scroll position amid an update makes the browser lay the page out there and then, and once more when the
 * other components have updated too. Here all of it is known already; and what is hidden waits until it has a box.
 */
export class AfterLayout implements ReactiveController {
  private readonly tasks = new Map<Element, () => void>();
  /** It is told of every element that it begins to observe, between the layout and the paint of a frame; and again when one gets its box. */
  private readonly observer = new ResizeObserver((entries) => {
    for (const { target } of entries) if (target.getClientRects().length > 0) this.run(target);
  });

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
    this.tasks.clear();
  }

  /** Runs `task` when `box` is laid out; what waited for the same box is forgotten. */
  of(box: Element, task: () => void): void {
    this.tasks.set(box, task);
    this.observer.unobserve(box);
    this.observer.observe(box);
  }

  private run(box: Element): void {
    const task = this.tasks.get(box);
    this.tasks.delete(box);
    this.observer.unobserve(box);
    task?.();
  }
}
