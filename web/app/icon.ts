/** Gives the page its icon where there is one beside it; the single file opened from disk has none, and may not ask for any. */
export function setIcon(): void {
  if (location.protocol === 'file:') return;
  const link = document.createElement('link');
  link.rel = 'icon';
  link.type = 'image/svg+xml';
  link.href = new URL('icon.svg', document.baseURI).href;
  document.head.append(link);
}
