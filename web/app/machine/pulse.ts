import type { MachineApi } from '../../core/machine-api';

/** A worker is asked so often whether it is there, in ms. */
const PERIOD = 3000;
/** It answers between two slices of any run; silent for so long, it is gone. */
const SILENCE = 6000;
/** After a computer has slept, an answer may be a little later than the alarm. */
const GRACE = 1000;

/**
 * Watches over a worker that may end without a word: some browsers end one for its memory, and tell nobody. Calls `lost` once; the answer
 * ends the watch.
 */
export function watchPulse(api: MachineApi, lost: (error: Error) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isOver = false;
  const end = (): void => {
    isOver = true;
    clearTimeout(timer);
  };
  const giveUp = (): void => {
    end();
    lost(new Error('The machine stopped answering: the browser has ended it, or is too busy.'));
  };
  const beat = (): void => {
    timer = setTimeout(() => {
      timer = setTimeout(giveUp, GRACE);
    }, SILENCE);
    // A refusal of the question is an answer too.
    const answered = (): void => {
      clearTimeout(timer);
      if (!isOver) timer = setTimeout(beat, PERIOD);
    };
    api.inputs().then(answered, answered);
  };
  beat();
  return end;
}
