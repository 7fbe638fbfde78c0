type Task = () => void;

/** What is to be drawn, and what waits until all of that is. */
const [draws, measures] = [new Set<Task>(), new Set<Task>()];
/** A frame is asked for. */
let isAsked = false;
/** This frame's drawing is done, its measuring is to come. */
let isDrawn = false;

/** Runs a task in the next frame; one that waits already, once. */
export function inNextFrame(task: Task): void {
  draws.add(task);
  ask();
}

/**
 * Runs a task when the components that are drawn in a frame have updated, and before it is painted: whoever asks for heights then makes the
 * browser lay the page out once. Asked amid the drawing it is this frame, and no further one is asked for.
 */
export function whenDrawn(task: Task): void {
  measures.add(task);
  if (!isDrawn) ask();
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
    isDrawn = true;
    runAll(draws);
  });
  requestAnimationFrame(() => {
    isDrawn = false;
    runAll(measures);
  });
}

function runAll(tasks: Set<Task>): void {
  const now = [...tasks];
  tasks.clear();
  for (const task of now) task();
}
