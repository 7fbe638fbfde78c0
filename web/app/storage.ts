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

/** Remembers. */
export function remember(key: string, value: string): void {
  memory.set(key, value);
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Refused or full: memory has it.
  }
}
