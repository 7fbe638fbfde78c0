import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { compareProbe, judgeDifferences } from './compare-probe.mjs';
import { DIFFERENCES } from './differences.mjs';
import { maskProbe, maskPvGrub } from './mask.mjs';
import { ASKED } from './probes.mjs';

describe('masks', () => {
  it('hide the version, the date, the time and the progress bar of PV-GRUB, and nothing else', () => {
    const bar = '\x1b[3;39H      [ grub.cfg  608B  100%  5.03KiB/s ]\x1b[3;1H';
    const shown = `${bar}error: no disk.\n\rGNU GRUB  version 2.06-13\n\rDAY=21\n\rHOUR=3\n\rroot=memdisk\n\r`;
    expect(maskPvGrub(shown)).toBe(
      'error: no disk.\n\rGNU GRUB  version <version>\n\rDAY=<time>\n\rHOUR=<time>\n\rroot=memdisk\n\r',
    );
  });

  it('keep the probe’s results and hide frames, fault addresses and flags of arithmetic', () => {
    const lines = ['noise', 'P|a|-22|EINVAL', 'P|b|0|mfn=0x2524', 'T|c|trap 14|err=0x3 cr2=0xc0112018'];
    expect(maskProbe(lines.join('\r\n'))).toBe('P|a|-22|EINVAL\nP|b|0|mfn=<mfn>\nT|c|trap 14|err=0x3 cr2=<cr2>\n');
    expect(maskProbe('F|eflags after sti|0x296')).toBe(maskProbe('F|eflags after sti|0x202'));
    expect(maskProbe('F|eflags after sti|0x296')).not.toBe(maskProbe('F|eflags after sti|0x96'));
  });
});

describe('the comparison of probes', () => {
  const golden = 'P|map|0|\nP|  done|0|done=0x1\nP|map|0|\nP|  done|0|done=0x2\n';

  it('tells questions of the same name apart', () => {
    const printed = golden.replace('0x2', '0x3');
    expect(compareProbe(printed, golden)).toEqual({
      total: 4,
      equal: 3,
      differences: [{ question: 'P map > done #2', expected: '0|done=0x2', got: '0|done=0x3' }],
    });
  });

  it('counts a question that was never asked as different', () => {
    expect(compareProbe('P|map|0|\n', golden)).toMatchObject({ total: 4, equal: 1 });
    expect(compareProbe(`${golden}P|new|0|\n`, golden).differences).toHaveLength(1);
  });
});

describe('headings and flags', () => {
  it('a heading goes before the questions behind it', () => {
    const text = 'C|one\nP|map|0|\nC|two\nP|map|-22|EINVAL\nP|  done|0|done=0x0\n';
    const { differences } = compareProbe(text, '');
    expect(differences.map(({ question }) => question)).toEqual(['P one: map', 'P two: map', 'P two: map > done']);
  });

  it('hides RF and the error code of software interrupts', () => {
    expect(maskProbe('T|hlt|trap 13|err=0x0 eip+0 flags=0x10002 esp0')).toBe(
      'T|hlt|trap 13|err=0x0 eip+0 flags=0x2 esp0\n',
    );
    expect(maskProbe('T|ring 3: int 0x21|trap 13|err=0x212 eip+0')).toBe(
      'T|ring 3: int 0x21|trap 13|err=<err> eip+0\n',
    );
  });
});

describe('what real Xen was asked', () => {
  const answers = ({ golden }: (typeof ASKED)[number]) =>
    readFileSync(at(golden), 'latin1').match(/^[PTF]\|/gm)?.length ?? 0;
  const readme = readFileSync(at('test/oracle/README.md'), 'utf8');
  const asDomU = ASKED.filter(({ environment }) => environment === 'domU');

  it.each(asDomU)('$probe: as many as the README says', (asked) => {
    expect(readme).toMatch(new RegExp(`\\| \`${asked.probe}\` +\\| ${answers(asked)} `));
  });

  it('is more than 600 facts', () => {
    const total = asDomU.reduce((sum, asked) => sum + answers(asked), 0);
    expect(total).toBeGreaterThan(600);
    expect(readme).toMatch(new RegExp(`\\| together +\\| ${total} `));
  });
});

describe('the list of differences', () => {
  const listed = [{ questions: ['P map'], goldens: ['here'], reason: 'for a test' }];

  it('reports a difference that it does not have', () => {
    const found = [{ question: 'P map' }, { question: 'P unmap' }];
    expect(judgeDifferences(found, listed, 'here')).toEqual({ unlisted: ['P unmap'], obsolete: [] });
    expect(judgeDifferences(found, listed, 'elsewhere').unlisted).toEqual(['P map', 'P unmap']);
  });

  it('reports a difference that it has and that exists no longer', () => {
    expect(judgeDifferences([], listed, 'here')).toEqual({ unlisted: [], obsolete: ['P map'] });
    expect(judgeDifferences([], listed, 'elsewhere').obsolete).toEqual([]);
  });

  it('has fewer than ten, each with a reason', () => {
    expect(DIFFERENCES.length).toBeLessThan(10);
    for (const { reason } of DIFFERENCES) expect(reason.length).toBeGreaterThan(40);
  });
});
