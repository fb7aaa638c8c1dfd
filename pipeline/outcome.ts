/** What a step says of its work: go on, leave it out, try the whole range again later, or give it up for good. */
export type Outcome =
  | { readonly kind: "ok" }
  | { readonly kind: "drop"; readonly reason: string }
  | { readonly kind: "retry"; readonly reason: string }
  | { readonly kind: "dead"; readonly reason: string };

export const ok: Outcome = { kind: "ok" };
export const drop = (reason: string): Outcome => ({ kind: "drop", reason });
export const retry = (reason: string): Outcome => ({ kind: "retry", reason });
export const dead = (reason: string): Outcome => ({ kind: "dead", reason });

/** Raised out of a stage whose step asked for a retry; the consumer pauses and hands the same range again. */
export class RetryLater extends Error {
  override readonly name = "RetryLater";
}
