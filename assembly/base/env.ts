// What the host gives the machine. asc takes the name of an import's module from the name of the file: `env`.

/**
 * Leaves all wasm frames: the host throws one preallocated object, catches it at the border, and calls the export `unwound`. Whoever
 * unwinds has first written down why (`MachineState.exit`). Does not return.
 */
export declare function unwind(): void;
