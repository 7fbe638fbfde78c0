import { expect, it } from 'vitest';
import { type Ending, endingWords } from '../../web/lessons';

const line = (ending: Ending): string => Object.values(endingWords(ending)).join(' | ');

it('an ending reads as the table of a lesson wants it', () => {
  expect(line({ outcome: 'runs' })).toBe('runs | - | - | - | -');
  expect(line({ outcome: 'fault', error: 3, address: 0xbff01000 })).toBe(
    'fault | - | - | - | #PF error 3 at 0xbff01000',
  );
  expect(line({ outcome: 'refused', result: -22, rule: 'LinearWritable', level: 2, slot: 767 })).toBe(
    'refused | -EINVAL | 2 | 767 | linear, with write permission',
  );
  expect(line({ outcome: 'killed', rule: 'XenSlot', level: 2, slot: 1008 })).toBe('killed | - | 2 | 1008 | XenSlot');
});
