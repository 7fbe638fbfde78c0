/** What differs between the builds (site, element, single file, command line): made by scripts/vite/lanes.mjs. */
declare module 'virtual:ringside' {
  /** Starts a worker that runs web/core/worker.ts. The command line has none: it drives the machine in its own thread. */
  export function makeWorker(): Worker;
  /** The same program in this thread, offered through a port. */
  export function machineHere(port: MessagePort): Promise<void>;
  /** The machine: a URL to stream where there is one, else its bytes. */
  export function wasmSource(): Promise<string | ArrayBuffer>;
  /**
   * What comes with the guests, by path from the project's root: images, line tables (NAME.lines.json) and sources. The element carries those
   * of the lessons and `hello`, the command line none.
   */
  export const files: Readonly<Record<string, () => Promise<Uint8Array>>>;
  /** The committed guests of tutorials/images/, by file name without `.elf`. */
  export const images: Readonly<Record<string, () => Promise<Uint8Array>>>;
  /** The site's folder with what a lecturer takes away (element, single page, deck), from the page on; undefined where there is none. */
  export const takeaway: string | undefined;
  /** Version and commit of this build, as in `0.1.0+0123456789`. */
  export const version: string;
}
