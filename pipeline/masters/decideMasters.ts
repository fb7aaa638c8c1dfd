import { correctionChains } from "../fold/correctionChains.ts";
import { identityKey } from "../fold/order.ts";
import type { Correction } from "../fold/types.ts";
import type { MasterEvent } from "./masterEvent.ts";

export interface DecidedMaster {
  readonly event: MasterEvent;
  /** False where a correction stands in its place or a retraction removed it. */
  readonly live: boolean;
  readonly version: number;
}

/**
 * Which of one tenant's events are live, by the corrections known of them. Target and correction have different owners,
 * who may decide at once, each knowing less than all: the version grows with what was known, and who stores the last
 * part of a chain reads the whole. So the greatest version of an event is the right one, whoever wrote it and when.
 */
export function decideMasters(
  events: readonly MasterEvent[],
  corrections: readonly Correction[],
): readonly DecidedMaster[] {
  if (corrections.length === 0) return events.map((event) => ({ event, live: true, version: 1 }));
  const chains = correctionChains(corrections);
  const sizes = chainSizes(corrections);
  return events.map((event) => {
    const key = identityKey(event.source, event.id);
    return { event, live: chains.isLive(key), version: 1 + (sizes.get(key) ?? 0) };
  });
}

/** For each identity on a chain, how many corrections the chain has, with all its branches. */
function chainSizes(corrections: readonly Correction[]): ReadonlyMap<string, number> {
  const links = new Map(
    corrections.map(({ source, id, corrects }) => [identityKey(source, id), identityKey(source, corrects)]),
  );
  const incoming = Map.groupBy(links.keys(), (key) => links.get(key) ?? "");
  const sizes = new Map<string, number>();
  for (const start of links.keys()) {
    if (sizes.has(start)) continue;
    const chain = new Set([start]);
    // The set grows while it is walked.
    for (const key of chain)
      for (const next of [links.get(key), ...(incoming.get(key) ?? [])])
        if (next !== undefined) chain.add(next);
    const size = [...chain].filter((key) => links.has(key)).length;
    for (const key of chain) sizes.set(key, size);
  }
  return sizes;
}
