/** What differs between the builds (site, element, single file, command line): made by scripts/vite/lanes.mjs. */
declare module 'virtual:ringside' {
  /** Starts a worker that runs web/core/worker.ts. The command line has none: it drives the machine in its own thread. */
  export function makeWorker(): Worker;
  /** The machine: a URL to stream where there is one, else its bytes. */
  export function wasmSource(): Promise<string | ArrayBuffer>;
  /** The committed guests of tutorials/images/, by file name without `.elf`. */
  export const images: Readonly<Record<string, () => Promise<Uint8Array>>>;
  /** Version and commit of this build, as in `0.1.0+0123456789`. */
  export const version: string;
}
