import { Refused } from './refused';

/** Where the core may come from: a compiled module, its bytes, or a URL to fetch. */
export type WasmSource = WebAssembly.Module | ArrayBuffer | string;

/** Compiles from a URL while it arrives; a server that names the wrong type makes us wait for the whole. */
async function compileFrom(url: string): Promise<WebAssembly.Module> {
  const answer = await fetch(url);
  if (!answer.ok) {
    throw new Refused(`The machine could not be loaded: ${url} answered ${answer.status}. Reload the page.`);
  }
  const spare = answer.clone();
  try {
    return await WebAssembly.compileStreaming(answer);
  } catch {
    return WebAssembly.compile(await spare.arrayBuffer());
  }
}

/**
 * Compiles the core.
 *
 * Errors: Refused when it cannot be fetched, or when the page's content security policy forbids WebAssembly.
 */
export async function loadCore(source: WasmSource): Promise<WebAssembly.Module> {
  try {
    if (typeof source === 'string') return await compileFrom(source);
    return source instanceof WebAssembly.Module ? source : await WebAssembly.compile(source);
  } catch (error) {
    if (error instanceof Refused) throw error;
    const why = error instanceof Error ? error.message : String(error);
    throw new Refused(
      `The machine could not be started (${why}). A page with a content security policy must allow 'wasm-unsafe-eval'.`,
    );
  }
}
