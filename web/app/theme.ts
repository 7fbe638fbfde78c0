import { recall, remember } from './storage';

/** The person's choice of colours: the system's, light, or dark. */
export type Theme = 'auto' | 'light' | 'dark';

const ORDER: readonly Theme[] = ['auto', 'light', 'dark'];
const SCHEMES = { auto: 'light dark', light: 'light', dark: 'dark' } satisfies Record<Theme, string>;

/** The remembered choice. */
export function storedTheme(): Theme {
  const stored = recall('theme');
  return ORDER.find((theme) => theme === stored) ?? 'auto';
}

/** Draws the page in a theme and remembers it. */
export function applyTheme(theme: Theme): void {
  document.documentElement.style.colorScheme = SCHEMES[theme];
  remember('theme', theme);
}

/** The theme a press of the button changes to. */
export function nextTheme(theme: Theme): Theme {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'auto';
}
