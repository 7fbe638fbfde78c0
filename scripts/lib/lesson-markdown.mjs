// @ts-check
import MarkdownIt from 'markdown-it';

/**
 * A screen of a lesson as it stands in its Markdown file.
 *
 * @typedef {{ line: number, fields: Record<string, string>, html: string, after?: string }} RawScreen
 */

const FENCE = '---';
/** What stands behind it is shown when the screen's question has been answered or skipped. */
const ANSWERED = '***';
const GLOSSARY = 'glossary:';

/** Markdown without HTML of its own; a link to `glossary:TERM` becomes a button that names the term. */
function makeMarkdown() {
  const markdown = new MarkdownIt({ html: false, typographer: false });
  const plain = (
    /** @type {any[]} */ tokens,
    /** @type {number} */ i,
    /** @type {any} */ options,
    /** @type {any} */ _,
    /** @type {any} */ self,
  ) => self.renderToken(tokens, i, options);
  /** The term of a link to the glossary, or undefined. */
  const termOf = (/** @type {any} */ token) => {
    const target = token?.attrGet('href') ?? '';
    return target.startsWith(GLOSSARY) ? decodeURIComponent(target.slice(GLOSSARY.length)) : undefined;
  };
  /** Links do not nest, so the one that closes is the one that was opened last. */
  let term = /** @type {string | undefined} */ (undefined);
  markdown.renderer.rules.link_open = (tokens, i, options, env, self) => {
    term = termOf(tokens[i]);
    if (term === undefined) tokens[i]?.attrSet('rel', 'noreferrer');
    return term === undefined
      ? plain(tokens, i, options, env, self)
      : `<button type="button" class="term" data-term="${markdown.utils.escapeHtml(term)}">`;
  };
  markdown.renderer.rules.link_close = (tokens, i, options, env, self) =>
    term === undefined ? plain(tokens, i, options, env, self) : '</button>';
  return markdown;
}

/**
 * The fields of a screen's head, a line each: `name: value`.
 *
 * @param {string[]} lines
 * @param {string} where for a reader
 */
function readFields(lines, where) {
  /** @type {Record<string, string>} */
  const fields = {};
  for (const line of lines.filter((text) => text.trim() !== '')) {
    const [, name, value] = /^(\w+):\s*(\S.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new Error(`${where}: "${line}" is no line like "title: words".`);
    if (name in fields) throw new Error(`${where}: ${name} stands there twice.`);
    fields[name] = value.trim();
  }
  return fields;
}

/**
 * Compiles a lesson's text. A screen is a head between two lines `---`, then Markdown up to the next head; a line `***` divides it into
 * what is there from the beginning and what comes with the answer.
 *
 * @param {string} text
 * @param {string} file for a reader
 * @returns {RawScreen[]} errors: a sentence with file and line
 */
export function compileLesson(text, file) {
  const markdown = makeMarkdown();
  const lines = text.split('\n');
  const fences = lines.flatMap((line, i) => (line.trimEnd() === FENCE ? [i] : []));
  if (fences[0] !== 0)
    throw new Error(`${file}:1: a lesson begins with the head of its first screen, between two lines ${FENCE}.`);
  if (fences.length % 2)
    throw new Error(`${file}:${(fences.at(-1) ?? 0) + 1}: this head has no closing line ${FENCE}.`);
  /** @type {RawScreen[]} */
  const screens = [];
  for (let i = 0; i < fences.length; i += 2) {
    const [from, to, next] = [fences[i] ?? 0, fences[i + 1] ?? 0, fences[i + 2] ?? lines.length];
    const fields = readFields(lines.slice(from + 1, to), `${file}:${from + 1}`);
    const body = lines.slice(to + 1, next);
    const divide = body.findIndex((line) => line.trimEnd() === ANSWERED);
    const render = (/** @type {string[]} */ part) => markdown.render(part.join('\n'));
    screens.push({
      line: from + 1,
      fields,
      html: render(divide < 0 ? body : body.slice(0, divide)),
      ...(divide >= 0 && { after: render(body.slice(divide + 1)) }),
    });
  }
  return screens;
}

/**
 * The rows of the first table of a Markdown file as terms: its first two columns.
 *
 * @param {string} text
 * @returns {{ term: string, meaning: string }[]}
 */
export function compileGlossary(text) {
  const rows = text.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => {
    const [, term = '', meaning = ''] = row.split('|').map((cell) => cell.trim());
    return { term, meaning: meaning.replaceAll('`', '') };
  });
}
