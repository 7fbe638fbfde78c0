/** Names of the validator's rule sets, as the command line and links spell them, the oldest first. */
export const PROFILE_NAMES = ['2002-11', '2003-01', '2004-02', 'xen-3.2', 'xen-4.17', 'xen-4.17-nolinear'] as const;

/** One of them. */
export type ProfileName = (typeof PROFILE_NAMES)[number];

/** A word that is one of them. */
export function isProfileName(word: unknown): word is ProfileName {
  return (PROFILE_NAMES as readonly unknown[]).includes(word);
}
