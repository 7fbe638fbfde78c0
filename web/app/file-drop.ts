import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** A file dragged over the page may be dropped anywhere on it. */
export class FileDrop implements ReactiveController {
  /** A file hangs over the page. */
  hovering = false;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly dropped: (file: File) => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    window.addEventListener('dragover', this.over);
    window.addEventListener('dragleave', this.leave);
    window.addEventListener('drop', this.drop);
  }

  hostDisconnected(): void {
    window.removeEventListener('dragover', this.over);
    window.removeEventListener('dragleave', this.leave);
    window.removeEventListener('drop', this.drop);
  }

  private readonly over = (event: DragEvent): void => {
    event.preventDefault();
    this.setHovering(true);
  };

  /** Only leaving the window counts: the events of elements inside it name where the pointer goes. */
  private readonly leave = (event: DragEvent): void => this.setHovering(event.relatedTarget !== null);

  private readonly drop = (event: DragEvent): void => {
    event.preventDefault();
    this.setHovering(false);
    const file = event.dataTransfer?.files[0];
    if (file) this.dropped(file);
  };

  private setHovering(hovering: boolean): void {
    if (hovering === this.hovering) return;
    this.hovering = hovering;
    this.host.requestUpdate();
  }
}
