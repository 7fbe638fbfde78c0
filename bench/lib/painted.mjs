// @ts-check
// What a page is watched with, to tell when something that was done to it is painted.

/**
 * How long after an act of the reader's a page shows something else, in ms. `begin` names what is looked at; then comes the act, which may
 * lead to no other document; `painted` resolves behind the frame that shows it.
 *
 * @typedef {{ begin: (what: 'lesson' | 'home' | 'element', fromStart?: boolean) => void, painted: Promise<number> }} Watch
 */

/** Puts `watch` into a page, before anything of its own runs. It is run there, so it stands alone. */
export function installWatch() {
  /** Follows selectors through shadow roots. */
  const find = (/** @type {string[]} */ selectors) =>
    selectors.reduce(
      (/** @type {any} */ at, selector) => (at?.shadowRoot ?? at)?.querySelector(selector),
      /** @type {any} */ (document),
    );
  const LONGEST = 10_000;
  const ACTS = ['keydown', 'pointerdown', 'input'];
  const STRIP = ['rs-app', 'rs-lesson-page', 'rs-lesson-machine', 'rs-strip'];
  let isReady = false;
  addEventListener('ringside-ready', () => (isReady = true));

  /** What tells one picture from another; empty while there is none. */
  const READERS = {
    lesson: () => {
      const strip = find(STRIP)?.shadowRoot;
      const track = strip?.querySelector('.track');
      if (!track || track.ariaValueMax === '0') return '';
      // The thumb follows the pointer at once; the hash is the machine's.
      return strip.querySelector('.hash').textContent;
    },
    home: () => find(['rs-app', 'rs-home-page', '.verdict .place'])?.textContent ?? '',
    element: () => (isReady ? (find(['ringside-demo']).hash ?? '') : ''),
  };

  /** Resolves behind the frame that is being made: a message posted in it arrives when it is painted. */
  const painted = () =>
    new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve(undefined);
      };
      port2.postMessage(undefined);
    });

  /** Resolves with the moment of the reader's act, before the page hears of it. */
  const acted = () =>
    new Promise((/** @type {(at: number) => void} */ resolve) => {
      const heard = (/** @type {Event} */ event) => {
        for (const act of ACTS) removeEventListener(act, heard, { capture: true });
        resolve(event.timeStamp);
      };
      for (const act of ACTS) addEventListener(act, heard, { capture: true });
    });

  /** Waits for another picture; resolves in the frame that draws it. Where the strip is there, what changes in it is drawn by a frame; else a frame is asked for. */
  const changed = (/** @type {() => string} */ read, /** @type {string} */ before) =>
    new Promise((resolve, reject) => {
      const late = () => reject(new Error(`Nothing came for ${LONGEST} ms: there is still "${read()}".`));
      const timer = setTimeout(late, LONGEST);
      const strip = find(STRIP)?.shadowRoot;
      const look = () => {
        if (read() === before) return;
        clearTimeout(timer);
        clearInterval(poll);
        observer.disconnect();
        if (strip) resolve(undefined);
        else requestAnimationFrame(resolve);
      };
      const poll = strip ? 0 : setInterval(look, 1);
      const observer = new MutationObserver(look);
      if (strip) observer.observe(strip, { subtree: true, childList: true, characterData: true, attributes: true });
      look();
    });

  const watch = {
    painted: Promise.resolve(0),
    begin(/** @type {keyof typeof READERS} */ what, fromStart = false) {
      const read = READERS[what];
      const show = async () => {
        // What comes before the act is none of its doing.
        const [begun, before] = fromStart ? [0, ''] : [await acted(), read()];
        await changed(read, before);
        await painted();
        return performance.now() - begun;
      };
      watch.painted = show();
    },
  };
  Object.assign(globalThis, { watch });
}
