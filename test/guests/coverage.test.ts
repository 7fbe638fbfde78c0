import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/lib/paths.mjs';
import { CallReader, comparedCalls } from '../oracle/compared-calls';
import { knownCalls } from '../oracle/known-calls';
import { NOT_COMPARED } from '../oracle/not-compared';
import { ASKED, COMMAND } from '../oracle/probes.mjs';
import { coreModule, guestImage, runTo, scenario, watched } from '../support/machine';

/** Calls that a probe compares with real Xen: it is run here as an ordinary domain, with its trace read. */
function comparedBy({ probe, golden }: (typeof ASKED)[number]): Set<string> {
  const reader = new CallReader();
  const what = scenario('hello', { image: guestImage(`test/${probe}`), name: probe, commandLine: COMMAND });
  const { machine, text } = watched(coreModule(), what, { trace: (records) => reader.take(records) });
  expect(runTo(machine)).toBe('ended');
  return comparedCalls(reader.calls, text(), readFileSync(at(golden), 'latin1'));
}

describe('every sub-operation is held against something', () => {
  const asDomU = ASKED.filter(({ environment }) => environment === 'domU');
  const compared = new Set(asDomU.flatMap((asked) => [...comparedBy(asked)]));
  const listed = NOT_COMPARED.map(({ call }) => call);
  const known = knownCalls();

  it('is compared with real Xen, or stands in a list with its reason', () => {
    expect(known.length).toBeGreaterThan(200);
    expect(known.filter((call) => !compared.has(call) && !listed.includes(call))).toEqual([]);
  });

  it('as many as the evidence says', () => {
    const evidence = readFileSync(at('docs/hypervisor-evidence.md'), 'utf8').replaceAll(/\s+/g, ' ');
    expect(evidence).toContain(`Of ${known.length} hypercalls and sub-operations`);
    expect(evidence).toContain(`${known.length - listed.length} are compared`);
  });

  it('the list has nothing that is compared, or that nobody knows', () => {
    expect(listed.filter((call) => compared.has(call) || !known.includes(call))).toEqual([]);
  });

  it.each(NOT_COMPARED)('$call is held by a test that there is', ({ reason, held }) => {
    expect(reason).toMatch(/.{20}/);
    expect(existsSync(at(held.file)), held.file).toBe(true);
    expect(readFileSync(at(held.file), 'utf8')).toContain(held.test);
  });
});

describe('a call counts as compared', () => {
  const call = (more: object) => ({ names: ['a'], result: -22, shown: 0, isPart: false, isPrint: false, ...more });
  const golden = 'P|first|-22|EINVAL\nP|  value|0|bits=0x1f\nP|second|-1|EPERM\n';
  const [behindFirst, behindSecond] = [golden.indexOf('P|second'), golden.length];
  const compare = (calls: Parameters<typeof comparedCalls>[0], text = golden) => [
    ...comparedCalls(calls, text, golden),
  ];

  it('when a right answer behind it says what it returned', () => {
    expect(compare([call({})])).toEqual(['a']);
    expect(compare([call({ result: 31 })])).toEqual(['a']);
    expect(compare([call({ result: -5 })])).toEqual([]);
  });

  it('not when the answer is another than real Xen’s', () => {
    expect(compare([call({})], golden.replace('-22|EINVAL', '-22|ENOENT'))).toEqual([]);
  });

  it('not when another call was made before the answer', () => {
    const later = call({ names: ['b'], result: -1, shown: behindFirst });
    expect(compare([call({ result: -1 }), later])).toEqual(['b']);
    expect(compare([call({ shown: behindFirst, result: -1 }), later])).toEqual(['b']);
    expect(compare([call({ shown: behindSecond })])).toEqual([]);
  });

  it('though the probe’s console was told of bytes, or a handler returned, in between', () => {
    const between = [call({ names: ['send'], isPrint: true }), call({ names: ['iret'], result: 7 })];
    expect(compare([call({}), ...between])).toContain('a');
  });
});
