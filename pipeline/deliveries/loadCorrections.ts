import { idHash } from "../../events/identity.ts";
import type { TenantsReader } from "../../warehouse/client.ts";
import {
  type CorrectionRow,
  findCorrectionsById,
  findCorrectionsOf,
} from "../../warehouse/queries/pipeline/identity.ts";
import { epochOf } from "../../warehouse/time.ts";
import { RETRACTED } from "../fold/liveEvents.ts";
import { nextLookups } from "../fold/nextLookups.ts";
import { identityKey } from "../fold/order.ts";
import type { Correction, FoldEvent } from "../fold/types.ts";

/** Rounds of following corrections; a longer chain is folded as far as it was followed. */
const MAX_ROUNDS = 16;

/** Corrections that reach the events, by tenant key, looked up for all of them at once, round by round. */
export async function loadCorrections(
  reader: TenantsReader,
  events: readonly FoldEvent[],
): Promise<ReadonlyMap<number, readonly Correction[]>> {
  const found = new Map<number, Map<string, Correction>>();
  const asked = new Set<string>();
  let fresh: Correction[] = [];
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const wanted = nextLookups(round === 0 ? events : [], fresh, asked);
    if (wanted.length === 0) break;
    for (const { source, id } of wanted) asked.add(identityKey(source, id));
    fresh = keepNew(found, await askFor(reader, wanted, round));
  }
  return new Map([...found].map(([tenantKey, byId]) => [tenantKey, [...byId.values()]]));
}

/** The first round's identities are events at hand: what targets them is asked for, what they are is known. */
async function askFor(
  reader: TenantsReader,
  wanted: readonly { readonly source: string; readonly id: string }[],
  round: number,
): Promise<CorrectionRow[]> {
  const hashes = wanted.map(({ source, id }) => idHash(source, id));
  const byId = round === 0 ? [] : findCorrectionsById(reader, hashes);
  return (await Promise.all([findCorrectionsOf(reader, hashes), byId])).flat();
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
