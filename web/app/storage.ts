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

/** Calls `changed` when another tab remembers something under a key; the answer ends that. */
export function onRemembered(key: string, changed: () => void): () => void {
  const heard = (event: StorageEvent): void => {
    if (event.key === PREFIX + key) changed();
  };
  window.addEventListener('storage', heard);
  return () => window.removeEventListener('storage', heard);
}
