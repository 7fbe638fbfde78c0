/**
 * Version of what positions mean: raised by every change after which a guest stands elsewhere, or in another state, after the same
 * number of instructions (charges, scheduling, the builder's layout ...). Links and logs of another version name other states.
 */
export const SEMANTICS = 5;
