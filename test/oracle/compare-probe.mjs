import { maskProbe } from './mask.mjs';

/**
 * Answers by question. A heading (C) goes before the questions behind it, a question before those that belong to it ("  status"); one
 * asked again is numbered.
 */
function byQuestion(text) {
  const asked = new Map();
  const answers = new Map();
  let heading = '';
  let context = '';
  for (const line of maskProbe(text).split('\n').filter(Boolean)) {
    const [kind, question, ...answer] = line.split('|');
    if (kind === 'C') {
      heading = `${question}: `;
      continue;
    }
    if (!question.startsWith('  ')) context = heading + question;
    const full = question.startsWith('  ') ? `${context} >${question.slice(1)}` : context;
    const count = (asked.get(full) ?? 0) + 1;
    asked.set(full, count);
    answers.set(`${kind} ${full}${count > 1 ? ` #${count}` : ''}`, answer.join('|'));
  }
  return answers;
}

/**
 * Compares what a probe printed with a golden, question by question. A question that only one of them has is different.
 * @param {string} printed
 * @param {string} golden
 * @returns {{ total: number, equal: number, differences: { question: string, expected: string, got: string }[] }}
 */
export function compareProbe(printed, golden) {
  const got = byQuestion(printed);
  const expected = byQuestion(golden);
  const differences = [];
  for (const question of new Set([...expected.keys(), ...got.keys()])) {
    const pair = { expected: expected.get(question) ?? 'not asked', got: got.get(question) ?? 'not asked' };
    if (pair.expected !== pair.got) differences.push({ question, ...pair });
  }
  return { total: expected.size, equal: expected.size - differences.length, differences };
}

/**
 * Holds found differences against the listed ones.
 * @param {{ question: string }[]} found
 * @param {import('./differences.mjs').Difference[]} listed
 * @param {string} golden the golden's name: only what is listed for it counts
 * @returns {{ unlisted: string[], obsolete: string[] }} questions that differ and are not listed; listed ones that agree
 */
export function judgeDifferences(found, listed, golden) {
  const differing = found.map(({ question }) => question);
  const known = listed.filter(({ goldens }) => goldens.includes(golden)).flatMap(({ questions }) => questions);
  return {
    unlisted: differing.filter((question) => !known.includes(question)),
    obsolete: known.filter((question) => !differing.includes(question)),
  };
}
