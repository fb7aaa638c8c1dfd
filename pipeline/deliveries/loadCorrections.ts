import { idHash } from "../../events/identity.ts";
import type { TenantsReader } from "../../warehouse/client.ts";
import { type CorrectionRow, findCorrections } from "../../warehouse/queries/pipeline/identity.ts";
import { epochOf } from "../../warehouse/time.ts";
import { RETRACTED } from "../fold/liveEvents.ts";
import { type Identity, nextLookups } from "../fold/nextLookups.ts";
import { identityKey } from "../fold/order.ts";
import type { Correction, FoldEvent } from "../fold/types.ts";

/** Rounds of following corrections; a longer chain is folded as far as it was followed. */
const MAX_ROUNDS = 16;

/**
 * Corrections that reach the events, by tenant key, looked up for all of them at once, round by round: those that target
 * an identity, and the one that it is. Only an identity that was looked up both ways counts as asked.
 */
export async function loadCorrections(
  reader: TenantsReader,
  events: readonly FoldEvent[],
): Promise<ReadonlyMap<number, readonly Correction[]>> {
  const found = new Map<number, Map<string, Correction>>();
  const asked = new Set<string>();
  let wanted = nextLookups(events, [], asked);
  let unknown = targetsAmong(wanted, events);
  for (let round = 0; round < MAX_ROUNDS && wanted.length > 0; round += 1) {
    for (const { source, id } of unknown) asked.add(identityKey(source, id));
    const rows = await findCorrections(reader, { targets: hashes(wanted), ids: hashes(unknown) });
    const fresh = keepNew(found, rows);
    wanted = nextLookups([], fresh, asked);
    unknown = wanted;
  }
  return new Map([...found].map(([tenantKey, byId]) => [tenantKey, [...byId.values()]]));
}

/** What the events at hand are is known. What they correct may be a correction of another delivery. */
function targetsAmong(wanted: readonly Identity[], events: readonly FoldEvent[]): readonly Identity[] {
  const targets = new Set(
    events.flatMap(({ source, corrects }) => (corrects === null ? [] : [identityKey(source, corrects)])),
  );
  return wanted.filter(({ source, id }) => targets.has(identityKey(source, id)));
}

function hashes(of: readonly Identity[]): string[] {
  return of.map(({ source, id }) => idHash(source, id));
}

function keepNew(found: Map<number, Map<string, Correction>>, rows: readonly CorrectionRow[]): Correction[] {
  const fresh: Correction[] = [];
  for (const row of rows) {
    const ofTenant = found.get(row.tenant_key) ?? new Map<string, Correction>();
    found.set(row.tenant_key, ofTenant);
    if (ofTenant.has(row.hash)) continue;
    const correction = toCorrection(row);
    ofTenant.set(row.hash, correction);
    fresh.push(correction);
  }
  return fresh;
}

function toCorrection(row: CorrectionRow): Correction {
  const { source, id, corrects, type } = row;
  return { source, id, corrects, retraction: type === RETRACTED, at: epochOf(row.occurred_at) };
}
