/**
 * Answers of ours that are not real Xen's, each with the reason. A test fails for a difference that is not here, and for
 * one that is here and no longer exists.
 *
 * @typedef {object} Difference
 * @property {string[]} questions as `compareProbe` names them
 * @property {string[]} goldens files of test/oracle/golden in which it shows, without their ending
 * @property {string} reason
 */

/** @type {Difference[]} */
export const DIFFERENCES = [
  {
    questions: ['P xen_version(capabilities)'],
    goldens: ['32-domU', '32-dom0', '32-nolinear'],
    reason: 'The text names the kinds of guest a Xen runs. Ours runs no 64-bit ones yet, and does not claim to.',
  },
  {
    questions: ['T ring 1: iret with NT', 'T ring 3: iret with NT'],
    goldens: ['traps-domU', 'traps-dom0'],
    reason:
      'Xen 4.17 runs its guests on a 64-bit processor, where IRET with NT set is #GP(0). Ours is a 32-bit one, where it is a task ' +
      'return, here through an empty back link: #TS(0). Intel SDM Vol. 2A, IRET.',
  },
  {
    questions: [
      'P for devices: physdev_op(23, zeros)',
      'P for devices: physdev_op(23, self)',
      'P by old numbers: physdev_op compat(23, zeros)',
    ],
    goldens: ['tools-domU'],
    reason:
      'get_free_pirq sets a number aside for an interrupt of a device. Domains here have no devices, and are told that there is no such call.',
  },
  {
    questions: ['P for devices: memory_op(13, self)'],
    goldens: ['tools-domU'],
    reason:
      'set_memory_map: on real Xen a domain may replace the map that memory_map shows it. Here the map stays as the builder made it.',
  },
];
