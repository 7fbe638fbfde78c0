/**
 * Calls that Ringside knows and no probe compares with real Xen. A test fails for a call that is neither compared nor here, and for one that
 * is here and compared after all.
 */
export interface NotCompared {
  /** As `callName` names it. */
  call: string;
  /** Why it cannot be compared. */
  reason: string;
  /** What holds it instead: a test file, relative to the project, and words of the test's title. */
  held: { file: string; test: string };
}

export const NOT_COMPARED: readonly NotCompared[] = [
  {
    call: 'sched_op_compat(shutdown)',
    reason: 'It does not answer: the domain ends.',
    held: { file: 'test/xen/vcpu-and-sched-op.test.ts', test: 'shutdown by its old number' },
  },
  {
    call: 'physdev_op_compat(get_free_pirq)',
    reason: 'Domains here have no devices, and answer otherwise: test/oracle/differences.mjs.',
    held: { file: 'test/guests/probe.test.ts', test: '$probe as $environment' },
  },
];
