import { Hypercall } from '../../../assembly/abi/hypercall';
import type { Call, Maker } from './maker';
import {
  exchangeMemory,
  mapAddress,
  mapForeign,
  memory,
  memoryQuery,
  mmuext,
  mmuUpdate,
  prepareDescriptors,
  prepareTable,
  setGdt,
  stackAndLdt,
  updateDescriptor,
} from './memory-forms';
import { callbacks, event, grant, odds, schedule, vcpu, yieldNow } from './other-forms';

type Form = (m: Maker) => Call;

/** Every kind of call, and how often it comes among 128. */
const FORMS: readonly (readonly [Form, number])[] = [
  [mmuUpdate, 16],
  [prepareTable, 10],
  [mmuext, 18],
  [mapAddress, 16],
  [mapForeign, 2],
  [memory, 8],
  [exchangeMemory, 3],
  [memoryQuery, 2],
  [setGdt, 3],
  [prepareDescriptors, 2],
  [updateDescriptor, 3],
  [stackAndLdt, 1],
  [grant, 16],
  [event, 10],
  [vcpu, 5],
  [callbacks, 2],
  [odds, 5],
  [schedule, 1],
  [yieldNow, 5],
];
const BAG = FORMS.flatMap(([form, times]) => Array<Form>(times).fill(form));

/** The next call of a guest; some are lists of calls. */
export function nextCall(m: Maker): Call {
  m.begin();
  if (!m.once(24)) return m.pick(BAG)(m);
  const list = Array.from({ length: 1 + m.below(5) }, () => {
    const [number = 0, ...args] = m.pick(BAG)(m);
    return [number, 0, ...Array.from({ length: 6 }, (_, i) => args[i] ?? 0)];
  });
  return [Hypercall.Multicall, m.put(list.flat()), list.length];
}
