import { maskProbe } from './mask.mjs';

/** Answers by question; a question asked again is numbered, as "  status" is after every grant. */
function byQuestion(text) {
  const asked = new Map();
  const answers = new Map();
  let context = '';
  for (const line of maskProbe(text).split('\n').filter(Boolean)) {
    const [kind, question, ...answer] = line.split('|');
    if (!question.startsWith('  ')) context = question;
    const full = question.startsWith('  ') ? `${context} >${question.slice(1)}` : question;
    const count = (asked.get(full) ?? 0) + 1;
    asked.set(full, count);
    answers.set(`${kind} ${full}${count > 1 ? ` #${count}` : ''}`, answer.join('|'));
  }
  return answers;
}

/**
 * Compares what the probe printed with a golden, question by question.
 * @param {string} printed
 * @param {string} golden
 * @returns {{ total: number, equal: number, differences: { question: string, expected: string, got: string }[] }}
 */
export function compareProbe(printed, golden) {
  const got = byQuestion(printed);
  const expected = byQuestion(golden);
  const differences = [];
  for (const [question, answer] of expected) {
    const ours = got.get(question) ?? 'not asked';
    if (ours !== answer) differences.push({ question, expected: answer, got: ours });
  }
  return { total: expected.size, equal: expected.size - differences.length, differences };
}
