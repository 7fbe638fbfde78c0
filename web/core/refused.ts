/**
 * A request that cannot be done, in one sentence that names what was wrong and what to do. Thrown inside the control plane and
 * turned into a plain `Refusal` at its border (core/machine-api.ts), because a class does not survive a postMessage.
 */
export class Refused extends Error {
  override readonly name = 'Refused';
}

/** What to tell a person about anything thrown: a refusal's own sentence, else that the fault is ours. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Refused) return error.message;
  const text = error instanceof Error ? error.message : String(error);
  return `Ringside itself failed (${text}). Please report this with the guest that caused it.`;
}
