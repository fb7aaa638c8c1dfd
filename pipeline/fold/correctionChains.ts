import { compareText, identityKey } from "./order.ts";
import type { Correction } from "./types.ts";

/**
 * What a correction does to its target: `replaces` (something live stands in the target's place),
 * `removes` (a retraction in force), `void` (it was itself retracted).
 */
type Effect = "replaces" | "removes" | "void";

interface Link {
  readonly key: string;
  readonly target: string;
  readonly correction: Correction;
}

export interface CorrectionChains {
  /** Whether the event of this identity key stands; true for an event that no correction concerns. */
  isLive(key: string): boolean;
}

/** Resolves corrections among each other; iterative, since senders decide how long a chain is. */
export function correctionChains(corrections: readonly Correction[]): CorrectionChains {
  const links = withoutCycles(toLinks(corrections));
  const incoming = Map.groupBy(links.values(), (link) => link.target);
  const ordered = lastLinksFirst(links, incoming);
  const effects = resolveEffects(ordered, incoming);
  const standing = resolveStanding(ordered, links, incoming, effects);
  return {
    isLive: (key) =>
      standing.get(key) !== false && (incoming.get(key) ?? []).every((link) => effects.get(link) === "void"),
  };
}

function toLinks(corrections: readonly Correction[]): Map<string, Link> {
  const links = new Map<string, Link>();
  for (const correction of corrections) {
    const key = identityKey(correction.source, correction.id);
    links.set(key, { key, target: identityKey(correction.source, correction.corrects), correction });
  }
  return links;
}

/** Drops what members of a cycle claim to correct. Each link has one target, so a walk meets its own trail. */
function withoutCycles(links: ReadonlyMap<string, Link>): Map<string, Link> {
  const kept = new Map(links);
  const visited = new Set<string>();
  for (const start of links.keys()) {
    const trail: string[] = [];
    let key: string | undefined = start;
    while (key !== undefined && links.has(key) && !visited.has(key)) {
      visited.add(key);
      trail.push(key);
      key = links.get(key)?.target;
    }
    const entry = key === undefined ? -1 : trail.indexOf(key);
    if (entry >= 0) for (const member of trail.slice(entry)) kept.delete(member);
  }
  return kept;
}

/** Orders links so that each comes after all that target it. */
function lastLinksFirst(links: ReadonlyMap<string, Link>, incoming: ReadonlyMap<string, Link[]>): Link[] {
  const open = new Map([...links.keys()].map((key) => [key, incoming.get(key)?.length ?? 0]));
  const ordered = [...links.values()].filter((link) => open.get(link.key) === 0);
  // The array grows while it is walked: each link is added once all that target it are in.
  for (const { target } of ordered) {
    const link = links.get(target);
    if (!link) continue;
    const left = (open.get(target) ?? 0) - 1;
    open.set(target, left);
    if (left === 0) ordered.push(link);
  }
  return ordered;
}

function resolveEffects(
  ordered: readonly Link[],
  incoming: ReadonlyMap<string, Link[]>,
): ReadonlyMap<Link, Effect> {
  const effects = new Map<Link, Effect>();
  for (const link of ordered) {
    const onIt = (incoming.get(link.key) ?? []).map((other) => effects.get(other));
    if (onIt.includes("replaces")) effects.set(link, "replaces");
    else if (onIt.includes("removes")) effects.set(link, "void");
    else effects.set(link, link.correction.retraction ? "removes" : "replaces");
  }
  return effects;
}

/** A link stands when it wins among the replacements of its target, and the target's own place stands. */
function resolveStanding(
  ordered: readonly Link[],
  links: ReadonlyMap<string, Link>,
  incoming: ReadonlyMap<string, Link[]>,
  effects: ReadonlyMap<Link, Effect>,
): ReadonlyMap<string, boolean> {
  const standing = new Map<string, boolean>();
  for (const link of ordered.toReversed()) {
    const rivals = (incoming.get(link.target) ?? []).filter((other) => effects.get(other) === "replaces");
    const wins = effects.get(link) === "replaces" && rivals.every((rival) => !isLater(rival, link));
    standing.set(link.key, wins && (!links.has(link.target) || standing.get(link.target) === true));
  }
  return standing;
}

function isLater(a: Link, b: Link): boolean {
  return (a.correction.at - b.correction.at || compareText(a.correction.id, b.correction.id)) > 0;
}
