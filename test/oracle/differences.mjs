/**
 * Answers of ours that are not real Xen's, each with the reason. A test fails for a difference that is not here, and for
 * one that is here and no longer exists.
 *
 * @typedef {object} Difference
 * @property {string} question as `compareProbe` names it
 * @property {string[]} goldens files of test/oracle/golden in which it shows, without their ending
 * @property {string} reason
 */

/** @type {Difference[]} */
export const DIFFERENCES = [
  {
    question: 'P xen_version(capabilities)',
    goldens: ['32-domU', '32-dom0', '32-nolinear'],
    reason: 'The text names the kinds of guest a Xen runs. Ours runs no 64-bit ones yet, and does not claim to.',
  },
];
