import icon from './icon.svg';

/** Gives the page its icon; from the script, because the single file may not refer to another one. */
export function setIcon(): void {
  const link = document.createElement('link');
  link.rel = 'icon';
  link.type = 'image/svg+xml';
  link.href = icon;
  document.head.append(link);
}
