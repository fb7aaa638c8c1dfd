import { identityKey } from "./order.ts";
import type { Correction, FoldEvent } from "./types.ts";

export interface Identity {
  readonly source: string;
  readonly id: string;
}

/**
 * The identities for which the caller must still look up corrections: those that **target** the identity
 * and the one that **is** it. Both directions, because a correction that competes for the same target may
 * belong to another delivery. Add the found ones to `corrections` and the returned keys to `asked` and call
 * again until nothing is returned; `asked` also ends the walk in a cycle.
 */
export function nextLookups(
  events: readonly FoldEvent[],
  corrections: readonly Correction[],
  asked: ReadonlySet<string>,
): readonly Identity[] {
  const next = new Map<string, Identity>();
  const want = (source: string, id: string | null) => {
    if (id === null) return;
    const key = identityKey(source, id);
    if (!asked.has(key)) next.set(key, { source, id });
  };
  for (const { source, id, corrects } of [...events, ...corrections]) {
    want(source, id);
    want(source, corrects);
  }
  return [...next.values()];
}
