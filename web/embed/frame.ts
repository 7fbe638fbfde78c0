import type { RingsideDemo } from './ringside-demo';

/** Keys a presenter needs: pressed in the frame, they are told to the page around it. */
const FORWARDED: ReadonlySet<string> = new Set(['PageUp', 'PageDown', 'Escape', 'F5', 'b', '.']);
/** What reveal.js does for a key, by the names of its own message interface. */
const REVEAL: Readonly<Record<string, string>> = { PageDown: 'next', PageUp: 'prev' };
/** Events of the element that the page around it hears. */
const EVENTS = ['ready', 'state', 'marker', 'step', 'seek', 'error'].map((name) => `ringside-${name}`);
/** What the page around may ask for by `{ ringside: 1, call, arguments, id }`. */
const CALLS = ['load', 'run', 'pause', 'step', 'back', 'seek', 'nextMarker', 'prevMarker', 'permalink'] as const;
type Call = (typeof CALLS)[number];

/** Attributes come from the address: `embed.html#scenario=...&at=...`. Nothing else of the element can be set by it. */
function attributesFrom(hash: string, element: HTMLElement): void {
  const known = (element.constructor as typeof RingsideDemo).observedAttributes;
  for (const [name, value] of new URLSearchParams(hash.replace(/^#/, ''))) {
    if (known.includes(name)) element.setAttribute(name, value);
  }
}

/** A count is a bigint; not every page around knows what to do with one. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value ?? null, (_, part) => (typeof part === 'bigint' ? Number(part) : part)));
}

/** Fills a frame with one element, and speaks with the page around it: keys and events go out, calls come in. */
export function frameElement(frame: Window): void {
  const { document, parent } = frame;
  const element = document.createElement('ringside-demo') as RingsideDemo;
  const tell = (message: object): void => parent.postMessage({ ringside: 1, ...message }, '*');
  element.style.setProperty('--ringside-height', '100vh');
  element.site = './';
  attributesFrom(frame.location.hash, element);
  for (const name of EVENTS) {
    element.addEventListener(name, (event) => tell({ event: name, detail: plain((event as CustomEvent).detail) }));
  }
  frame.addEventListener('message', (event) => void answer(element, event, tell));
  frame.addEventListener('hashchange', () => attributesFrom(frame.location.hash, element));
  frame.addEventListener('keydown', (event) => forward(event, parent, tell));
  document.body.append(element);
}

/** Does what the page around asks; decks of reveal.js say `slide:start` and `slide:stop`. */
async function answer(element: RingsideDemo, { data }: MessageEvent, tell: (message: object) => void): Promise<void> {
  if (data === 'slide:start') return element.autoplay ? element.run() : element.load();
  if (data === 'slide:stop') return element.state === 'idle' ? undefined : element.pause();
  if (data?.ringside !== 1 || !CALLS.includes(data.call)) return;
  const method = element[data.call as Call] as (...values: unknown[]) => Promise<unknown>;
  try {
    tell({ id: data.id, result: plain(await method.apply(element, data.arguments ?? [])) });
  } catch (error) {
    tell({ id: data.id, error: error instanceof Error ? error.message : String(error) });
  }
}

/** A key that is the deck's: told twice, in words of our own and in those of reveal.js, which knows no others. */
function forward(event: KeyboardEvent, parent: Window, tell: (message: object) => void): void {
  if (event.defaultPrevented || !FORWARDED.has(event.key)) return;
  tell({ key: event.key });
  const method = REVEAL[event.key];
  if (method) parent.postMessage(JSON.stringify({ method }), '*');
  if (event.key === 'Escape') parent.focus();
  else event.preventDefault();
}
