import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Tells a component when its own box has another size, before that is painted; and the first size it has in a page. */
export class OnResize implements ReactiveController {
  private readonly observer: ResizeObserver;

  constructor(
    private readonly host: ReactiveControllerHost & Element,
    resized: () => void,
  ) {
    this.observer = new ResizeObserver(resized);
    host.addController(this);
  }

  hostConnected(): void {
    this.observer.observe(this.host);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
  }
}
