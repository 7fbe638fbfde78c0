/**
 * Remembers small settings. What storage refuses (in a sandboxed or third-party frame, or full) lasts as long as the page, and is offered
 * again with whatever comes next.
 */
const refused = new Map<string, string>();
const PREFIX = 'ringside.';

/** What was remembered, or undefined. */
export function recall(key: string): string | undefined {
  try {
    return refused.get(key) ?? localStorage.getItem(PREFIX + key) ?? undefined;
  } catch {
    return refused.get(key);
  }
}

/** The keys that begin with `head` and under which something was remembered, without it. */
export function recallKeys(head: string): string[] {
  const keys = [...refused.keys()].map((key) => PREFIX + key);
  try {
    for (let at = 0; at < localStorage.length; at++) keys.push(localStorage.key(at) ?? '');
  } catch {
    // What it refused is all there is.
  }
  return [...new Set(keys)]
    .filter((key) => key.startsWith(PREFIX + head))
    .map((key) => key.slice(PREFIX.length + head.length));
}

/** Remembers. */
export function remember(key: string, value: string): void {
  refused.set(key, value);
  for (const [name, text] of refused) {
    try {
      localStorage.setItem(PREFIX + name, text);
      refused.delete(name);
    } catch {
      // It stays among what was refused.
    }
  }
}

/** What was remembered under keys that begin with `head` lasts longer than the page. */
export function isKept(head: string): boolean {
  return ![...refused.keys()].some((key) => key.startsWith(head));
}

/** Calls `changed` when another tab remembers something under a key that begins with `head`, or everything is forgotten; the answer ends that. */
export function onRemembered(head: string, changed: () => void): () => void {
  const heard = ({ key }: StorageEvent): void => {
    if (key === null || key.startsWith(PREFIX + head)) changed();
  };
  window.addEventListener('storage', heard);
  return () => window.removeEventListener('storage', heard);
}
