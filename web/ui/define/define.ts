/** Registers an element, unless a copy of this script did already: loading it twice does no harm. */
export function define(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}
