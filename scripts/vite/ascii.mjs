// @ts-check

/** The code units beyond ASCII as escapes: the same text in strings, templates, regular expressions and names of JavaScript. */
const escaped = (/** @type {string} */ code) =>
  code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * Makes scripts plain ASCII, so that they mean the same in a page of any encoding.
 *
 * @returns {import('vite').Plugin}
 */
export function ascii() {
  return {
    name: 'ringside:ascii',
    generateBundle(_options, bundle) {
      for (const chunk of Object.values(bundle)) if (chunk.type === 'chunk') chunk.code = escaped(chunk.code);
    },
  };
}
