type Task = () => void;

/** What draws in the next frame. */
const draws = new Set<Task>();
/** What waits until all of that has drawn. */
const measures = new Set<Task>();
/** A frame is asked for. */
let isAsked = false;
/** What draws in this frame has begun; what measures has not. */
let isDrawing = false;

/** Runs a task in the next frame; one that waits already, once. */
export function toDraw(task: Task): void {
  draws.add(task);
  ask();
}

/**
 * Runs a task when the components that draw in a frame have updated, and before it is painted: whoever asks for heights then makes the
 * browser lay the page out once. Asked amid the drawing it is this frame, and no further one is asked for.
 */
export function toMeasure(task: Task): void {
  measures.add(task);
  if (!isDrawing) ask();
}

/** Runs a task no more. */
export function forget(task: Task): void {
  draws.delete(task);
  measures.delete(task);
}

/** Two callbacks of one frame: components update between them. */
function ask(): void {
  if (isAsked) return;
  isAsked = true;
  requestAnimationFrame(() => {
    isAsked = false;
    isDrawing = true;
    runAll(draws);
  });
  requestAnimationFrame(() => {
    isDrawing = false;
    runAll(measures);
  });
}

/** Runs what waits now, once each; one that fails is told of, and stops no other. */
function runAll(tasks: Set<Task>): void {
  for (const task of [...tasks]) {
    if (!tasks.delete(task)) continue;
    try {
      task();
    } catch (error) {
      reportError(error);
    }
  }
}
