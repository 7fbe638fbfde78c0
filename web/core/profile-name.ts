/** Names of the validator's rule sets, as the command line and links spell them. */
export type ProfileName = '2002-11' | '2003-01' | '2004-02' | 'xen-3.2' | 'xen-4.17' | 'xen-4.17-nolinear';
