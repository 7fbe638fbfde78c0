/** Looks so often, in ms, whether an element in the viewport is hidden by what is around it. */
const LOOK = 200;

/** A person can see the element. Slide decks keep neighbouring slides laid out but transparent, which intersection alone does not tell. */
export function isShown(element: Element): boolean {
  return !document.hidden && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
}

/** Tells whenever an element comes into view or goes out of it; the first time only that it came. Returns what stops the watching. */
export function watchSeen(element: Element, changed: (seen: boolean) => void): () => void {
  let seen = false;
  let near = false;
  let timer: ReturnType<typeof setInterval> | undefined;
  const look = (): void => {
    const now = near && isShown(element);
    if (now === seen) return;
    seen = now;
    changed(now);
  };
  const observer = new IntersectionObserver((entries) => {
    near = entries.at(-1)?.isIntersecting === true;
    clearInterval(timer);
    if (near) timer = setInterval(look, LOOK);
    look();
  });
  observer.observe(element);
  document.addEventListener('visibilitychange', look);
  return () => {
    clearInterval(timer);
    observer.disconnect();
    document.removeEventListener('visibilitychange', look);
  };
}
