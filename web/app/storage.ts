/** Remembers small settings. Where storage is refused (a sandboxed or third-party frame) they last as long as the page. */
const memory = new Map<string, string>();
const PREFIX = 'ringside.';

/** What was remembered, or undefined. */
export function recall(key: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + key) ?? memory.get(key);
  } catch {
    return memory.get(key);
  }
}

/** The keys that begin with `head` and under which something was remembered, without it. */
export function recallKeys(head: string): string[] {
  const keys = [...memory.keys()].map((key) => PREFIX + key);
  try {
    for (let at = 0; at < localStorage.length; at++) keys.push(localStorage.key(at) ?? '');
  } catch {
    // What this page remembers is all there is.
  }
  return [...new Set(keys)]
    .filter((key) => key.startsWith(PREFIX + head))
    .map((key) => key.slice(PREFIX.length + head.length));
}

/** Remembers. False when that lasts only as long as the page: storage is refused or full. */
export function remember(key: string, value: string): boolean {
  memory.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}

/** Calls `changed` when another tab remembers something under a key that begins with `head`; the answer ends that. */
export function onRemembered(head: string, changed: () => void): () => void {
  const heard = ({ key }: StorageEvent): void => {
    if (key?.startsWith(PREFIX + head)) changed();
  };
  window.addEventListener('storage', heard);
  return () => window.removeEventListener('storage', heard);
}
