import { expect, test } from 'vitest';
import { Hypercall } from '../../../assembly/abi/hypercall';
import { PageType, TYPE_SHIFT } from '../../../assembly/abi/page-type';
import { Profile } from '../../../assembly/abi/profile';
import { Rule } from '../../../assembly/abi/reason';
import { TraceFlag } from '../../../assembly/abi/trace-event';
import { FRAME_TABLE, PageInfo, type TraceRecord } from '../../../web/core/layout.gen';
import type { TraceFields } from '../../../web/explain';
import { hex } from '../../../web/explain/numbers';
import { refusalSentence } from '../../../web/explain/refusal';
import { coreModule } from '../../support/machine';
import type { Assembler } from '../../xen/assembler';
import { BASE, DATA, type Guest, type GuestOptions, XenMachine } from '../../xen/xen-machine';
import { hypercallCampaign } from './campaign';

const CALLS = 60_000;
const SELF = 0x7ff0;
const SPARE = BASE + 0x18000;
const SECOND = BASE + 0x19000;

/** Rules that say of a frame what is wrong with it; the others are of values, or of a table as a whole. */
const NAMES_FRAME = [
  ...[
    Rule.NoSuchFrame,
    Rule.ForeignFrame,
    Rule.TypeConflict,
    Rule.TypeCountFull,
    Rule.TotalCountFull,
    Rule.DeviceFrame,
  ],
  ...[Rule.CacheAttributes, Rule.FrameInUse, Rule.LinearUnknown, Rule.LinearOff, Rule.LinearWritable, Rule.LinearOther],
  ...[Rule.LinearNotValidated, Rule.LinearChained, Rule.PaeSlotShared, Rule.AlreadyPinned, Rule.NotPinned],
  ...[Rule.TargetForeign, Rule.TargetType],
];
/** Of these, those whose place is always the same slot, which they name in words of their own. */
const OWN_PLACE = [Rule.PaeSlotEmpty, Rule.PaeSlotShared, Rule.PaeSlotFixed];

/** Runs a guest to its end; answers its refusals. `arrange` is called before it runs. */
async function refusalsOf(
  program: (code: Assembler, guest: Guest) => void,
  options: Partial<GuestOptions> = {},
  arrange: (xen: XenMachine, guest: Guest) => void = () => undefined,
): Promise<TraceRecord[]> {
  // Frames are handed out in the same order in each machine, so that one tells what the next will have.
  const twin = (await XenMachine.of(() => undefined, options)).guest;
  const { xen, guest } = await XenMachine.of((code) => program(code, twin), options);
  arrange(xen, guest);
  xen.finish();
  return xen.trace().filter(({ flags }) => flags & TraceFlag.Refused);
}

const map = (code: Assembler, va: number, mfn: number, flags: number) =>
  code.hypercall(Hypercall.UpdateVaMapping, va, ((mfn << 12) | flags) >>> 0, 0, 2);

/** The frame-table record of a page of the guest. */
const infoOf = (xen: XenMachine, mfn: number) => new PageInfo(xen.core.memory, FRAME_TABLE + mfn * PageInfo.SIZE);

/** Asks by mmu_update for an entry of a table. */
function update(code: Assembler, maddr: number, entry: number): void {
  code
    .put(DATA, maddr)
    .put(DATA + 4, 0)
    .put(DATA + 8, entry)
    .put(DATA + 12, 0);
  code.hypercall(Hypercall.MmuUpdate, DATA, 1, 0, SELF);
}

function pin(code: Assembler, level: number, mfn: number): void {
  code
    .put(DATA, level - 1)
    .put(DATA + 4, mfn)
    .put(DATA + 8, 0);
  code.hypercall(Hypercall.MmuextOp, DATA, 1, 0, SELF);
}

/** Machine address of an entry of a directory that nothing else uses; and an entry that only reads. */
const slotOf = (directory: number): number => directory * 4096 + 4 * 100;
const readOnly = (mfn: number): number => ((mfn << 12) | 0x25) >>> 0;

/** Makes a pinned directory of an empty page; answers its frame. */
function makeDirectory(code: Assembler, guest: Guest, va: number): number {
  const mfn = guest.frameOf(va);
  map(code, va, mfn, 0x25);
  pin(code, 2, mfn);
  return mfn;
}

/** Counts that are full, which no guest of 128 MB can bring about, are put into the frame table by hand. */
const fullCounts = () =>
  refusalsOf(
    (code, guest) => {
      map(code, BASE + 0x1e000, guest.frameOf(SPARE), 0x25);
      map(code, BASE + 0x1e000, guest.frameOf(SECOND), 0x67);
    },
    {},
    (xen, guest) => {
      infoOf(xen, guest.frameOf(SPARE)).totalCount = 0xffffffff;
      infoOf(xen, guest.frameOf(SECOND)).typeInfo |= 0x03ffffff;
    },
  );

/** A directory that names another one, which has been pinned: too much for the first two Xens. */
const otherDirectory = (profile: Profile) => () =>
  refusalsOf(
    (code, guest) => {
      makeDirectory(code, guest, SPARE);
      update(code, slotOf(guest.root), readOnly(guest.frameOf(SPARE)));
    },
    { profile, twoLevel: true },
  );

/** Directories that name one another: the first names the second, the second may not name it back, and no third may name the first. */
const chains = () =>
  refusalsOf(
    (code, guest) => {
      const [first, second] = [SPARE, SECOND].map((va) => makeDirectory(code, guest, va)) as [number, number];
      update(code, slotOf(first), readOnly(second));
      update(code, slotOf(second), readOnly(first));
      update(code, slotOf(guest.root), readOnly(first));
    },
    { profile: Profile.Xen417, twoLevel: true },
  );

/** A shared page, to be mapped uncached. */
const uncached = () =>
  refusalsOf((code, guest) => map(code, SECOND, guest.record.sharedInfo, 0x77), { profile: Profile.Y2004M02 });

/** Descriptors, high word and low word, that no guest may have. */
const descriptors = (profile: Profile, twoLevel: boolean, list: readonly (readonly [number, number])[]) => () =>
  refusalsOf(
    (code, guest) => {
      for (const [high, low] of list)
        code.hypercall(Hypercall.UpdateDescriptor, guest.frameOf(SPARE) * 4096 + 8, 0, low, high);
    },
    { profile, twoLevel },
  );
/** A gate to Xen's code, a gate with reserved bits, 64-bit code; then a segment in Xen's part and one that reaches into it. */
const todays = descriptors(Profile.Xen417, false, [
  [0x0000ec00, 0xe0080000],
  [0x0000ece0, 0x00190000],
  [0x00afbb00, 0x0000ffff],
]);
const cut = descriptors(Profile.Xen32, true, [
  [0xfc4ff340, 0x0000ffff],
  [0xfc4ff33f, 0x0000ffff],
]);

/** A directory that names another one, whose check was preempted: that takes long, so the frame table is made to say so. */
const halfChecked = () =>
  refusalsOf(
    (code, guest) => update(code, slotOf(guest.root), readOnly(guest.frameOf(SPARE))),
    { twoLevel: true },
    (xen, guest) => {
      infoOf(xen, guest.frameOf(SPARE)).typeInfo = (PageType.L2 << TYPE_SHIFT) | 1;
    },
  );

/** A second PAE top table with the same table in its slot 3. */
const sharedSlot = () =>
  refusalsOf((code, guest) => {
    code.put(SPARE + 24, ((guest.mfn(21) << 12) | 1) >>> 0);
    map(code, SPARE, guest.frameOf(SPARE), 0x25);
    pin(code, 3, guest.frameOf(SPARE));
  });

const MADE = [
  ...[fullCounts, halfChecked, sharedSlot, chains, uncached, todays, cut],
  ...[otherDirectory(Profile.Y2003M01), otherDirectory(Profile.Y2002M11)],
];

/** All rules: those that have a sentence, which the compiler holds to be every one. */
function allRules(): Rule[] {
  const blank = { level: 0, slot: 0, mfn: 0, owner: 0, found: 0, wanted: 0, typeCount: 0, totalCount: 0, entry: 0n };
  const isRule = (rule: number) => !refusalSentence({ ...blank, rule } as TraceFields).includes('forbids it');
  return Array.from({ length: 128 }, (_, rule) => rule as Rule).filter(isRule);
}

/**
 * Every rule there is refuses something, and says why from its record alone. Most are met by random hypercalls; the rest by guests made
 * for them. A rule that nothing reaches fails here.
 */
test('every rule is met, and its sentence names what its record holds', async () => {
  const met = new Map<Rule, TraceRecord>();
  const note = (record: TraceRecord): void => {
    const isBetter = record.level > 0 && !met.get(record.rule)?.level;
    if (!met.has(record.rule) || isBetter) met.set(record.rule, record);
  };
  await hypercallCampaign({
    calls: CALLS,
    seed: 7,
    auditEvery: CALLS,
    checkEvery: CALLS,
    module: coreModule(),
    refused: note,
  });
  const random = met.size;
  for (const made of MADE) for (const one of await made()) note(one);
  expect(random).toBeGreaterThan(30);
  const rules = allRules().filter((rule) => rule !== Rule.None);
  expect(rules.filter((rule) => !met.has(rule))).toEqual([]);
  for (const record of met.values()) checkSentence(record);
});

function checkSentence(record: TraceRecord): void {
  const sentence = refusalSentence(record);
  const about = `rule ${record.rule}: ${sentence}`;
  expect(sentence, about).not.toMatch(/undefined|NaN|forbids it|\s{2}|^\s/);
  if (NAMES_FRAME.includes(record.rule)) expect(sentence, about).toContain(`frame ${hex(record.mfn)}`);
  if (record.level > 0 && !OWN_PLACE.includes(record.rule) && record.rule < Rule.AlreadyPinned)
    expect(sentence, about).toContain(`slot ${record.slot} of the L${record.level} table`);
  if (record.rule === Rule.ForeignFrame || record.rule === Rule.TargetForeign)
    expect(sentence, about).toMatch(/belongs to /);
}
