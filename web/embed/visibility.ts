/** Looks again so often while an element is in the viewport but hidden by what is around it. */
const LOOK_AGAIN = 250;

/** A person can see the element. Slide decks keep neighbouring slides laid out but transparent, which intersection alone does not tell. */
function isSeen(element: Element): boolean {
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** Calls `seen` once, when the element is in view and not hidden. Returns what stops the waiting. */
export function whenSeen(element: Element, seen: () => void): () => void {
  let timer: ReturnType<typeof setInterval> | undefined;
  const observer = new IntersectionObserver((entries) => {
    clearInterval(timer);
    if (entries.at(-1)?.isIntersecting !== true) return;
    if (isSeen(element)) finish();
    else timer = setInterval(() => isSeen(element) && finish(), LOOK_AGAIN);
  });
  const stop = (): void => {
    clearInterval(timer);
    observer.disconnect();
  };
  const finish = (): void => {
    stop();
    seen();
  };
  observer.observe(element);
  return stop;
}
