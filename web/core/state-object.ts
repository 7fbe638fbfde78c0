/**
 * State that a guest can see but that lives in TypeScript: a back end, the store. Each stands in the machine's registry
 * (replay/state-registry.ts), which saves, restores and hashes them with the core.
 */
export interface StateObject {
  /** Unique in the registry; part of the hash. */
  readonly name: string;
  /** All of it, as bytes. Equal states give equal bytes. */
  save(): Uint8Array;
  /** Brings it back to what `save` gave. */
  restore(bytes: Uint8Array): void;
  /** 64 bits over what `save` would give, cheaper than that where it can be; undefined while there is nothing in it. */
  hash(): bigint | undefined;
}
