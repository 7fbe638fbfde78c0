/** A line of two texts side by side: in both, or only in the one before or the one after. Numbers are from 1. */
export interface DiffLine {
  text: string;
  before?: number;
  after?: number;
}

/** The lines of two texts: what is in both by a longest common subsequence, removed lines before those that replace them. */
export function lineDiff(before: readonly string[], after: readonly string[]): DiffLine[] {
  const lengths = commonLengths(before, after);
  const width = after.length + 1;
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const same = i < before.length && j < after.length && before[i] === after[j];
    if (same) lines.push({ text: before[i++] as string, before: i, after: ++j });
    else if (i < before.length && (j === after.length || longer(lengths, (i + 1) * width + j, i * width + j + 1)))
      lines.push({ text: before[i++] as string, before: i });
    else lines.push({ text: after[j++] as string, after: j });
  }
  return lines;
}

const longer = (lengths: Uint32Array, a: number, b: number): boolean => (lengths[a] ?? 0) >= (lengths[b] ?? 0);

/** Length of the longest common subsequence of the rests from each pair of lines on, row by row of the text before. */
function commonLengths(before: readonly string[], after: readonly string[]): Uint32Array {
  const width = after.length + 1;
  const lengths = new Uint32Array((before.length + 1) * width);
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const at = i * width + j;
      lengths[at] =
        before[i] === after[j]
          ? (lengths[at + width + 1] ?? 0) + 1
          : Math.max(lengths[at + width] ?? 0, lengths[at + 1] ?? 0);
    }
  }
  return lengths;
}
