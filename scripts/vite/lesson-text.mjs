// @ts-check
import { readFileSync } from 'node:fs';
import { compileGlossary, compileLesson } from '../lib/lesson-markdown.mjs';
import { ROOT } from '../lib/paths.mjs';

/**
 * Lets a module import `lesson.md`, which gives its screens, and `glossary.md`, which gives its terms
 * (web/lesson-text.d.ts). What does not fit fails the build with file and line.
 *
 * @returns {import('vite').Plugin}
 */
export function lessonText() {
  return {
    name: 'ringside:lesson-text',
    enforce: 'pre',
    load(id) {
      const file = id.split('?', 1)[0] ?? id;
      const isLesson = file.endsWith('/lesson.md');
      if (!isLesson && !file.endsWith('/glossary.md')) return undefined;
      this.addWatchFile(file);
      const text = readFileSync(file, 'utf8');
      const data = isLesson ? compileLesson(text, file.replace(`${ROOT}/`, '')) : compileGlossary(text);
      return { code: `export default ${JSON.stringify(data)};`, moduleType: 'js' };
    },
  };
}
