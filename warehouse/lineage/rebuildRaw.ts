import type { CanonicalEvent } from "../../events/event.ts";
import { joinPersonal } from "../../events/personal/joinPersonal.ts";
import { contentHash } from "../../events/validate/canonicalJson.ts";
import type { Ctx } from "../../tenancy/context.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { openPersonal } from "../../tenancy/personal/openPersonal.ts";
import { toRefs } from "../refs.ts";
import type { EventRow } from "../tables.ts";
import { fromClickHouseTime } from "../time.ts";

/**
 * The event as the edge took it, put together again from its row and its sealed members. It is what was sent, but for
 * white space and order of members, instants in UTC, and a source or delivery_id that was filled in.
 */
export interface RebuiltRaw {
  /** `masked`: without its personal members; `erased`: nobody can read those any more. */
  readonly state: "readable" | "masked" | "erased";
  readonly body: CanonicalEvent;
  /** Whether its content's hash is the one noted when it was taken; null where members are missing. */
  readonly verified: boolean | null;
}

/** Rebuilds an event for a caller who may read events; personal members need `personal:read`. */
export async function rebuildRaw(
  ctx: Pick<Ctx, "db" | "tenant" | "scopes">,
  keyring: Keyring,
  row: EventRow,
): Promise<RebuiltRaw> {
  const rest = toCanonical(row);
  const whole = (body: CanonicalEvent): RebuiltRaw => ({
    state: "readable",
    body,
    verified: contentHash(body) === row.content_hash,
  });
  if (row.personal === "") return whole(rest);
  if (!ctx.scopes.has("personal:read")) return { state: "masked", body: rest, verified: null };
  const [opened] = await openPersonal({ db: ctx.db, keyring }, ctx.tenant.id, [row.personal]);
  if (opened === undefined || opened === null) return { state: "erased", body: rest, verified: null };
  return whole(joinPersonal(rest, opened));
}

function toCanonical(row: EventRow): CanonicalEvent {
  return {
    id: row.id,
    source: row.source,
    type: row.type,
    occurred_at: fromClickHouseTime(row.occurred_at),
    ...(row.delivery_id !== "" && { delivery_id: row.delivery_id }),
    ...toRefs(row),
    ...(row.lat !== null && row.lon !== null && { location: { lat: row.lat, lon: row.lon } }),
    ...(row.reason !== "" && { reason: row.reason }),
    ...(row.corrects !== "" && { corrects: row.corrects }),
    ...(row.received_hint !== null && { received_hint: fromClickHouseTime(row.received_hint) }),
    ...(row.data !== "" && { data: JSON.parse(row.data) as Record<string, unknown> }),
  };
}
