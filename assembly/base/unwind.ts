/**
 * Leaves all wasm frames: the host throws one preallocated object, catches it at the border, and calls the export `unwound`. Whoever
 * unwinds has first written down why (`MachineState.exit`). Does not return.
 */
// @ts-ignore: a decorator on a declaration is asc's way to name an import
@external("env", "unwind")
export declare function unwind(): void;
