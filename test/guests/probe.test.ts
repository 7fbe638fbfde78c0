import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { runProbe } from '../../scripts/lib/run-probe.mjs';
import { compareProbe, judgeDifferences } from '../oracle/compare-probe.mjs';
import { DIFFERENCES } from '../oracle/differences.mjs';
import { ASKED } from '../oracle/probes.mjs';

describe('the probes get real Xen’s answers', () => {
  it.each(ASKED)('$probe as $environment', (asked) => {
    const { text, status, said } = runProbe(asked);
    expect(status, said).toBe(0);
    const { differences } = compareProbe(text, readFileSync(at(asked.golden), 'latin1'));
    const { unlisted, obsolete } = judgeDifferences(differences, DIFFERENCES, path.basename(asked.golden, '.txt'));
    expect(differences.filter(({ question }) => unlisted.includes(question))).toEqual([]);
    expect(obsolete, 'listed in test/oracle/differences.mjs, but equal').toEqual([]);
  });
});
