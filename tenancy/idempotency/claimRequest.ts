import { and, eq, sql } from "drizzle-orm";
import { idempotencyKeys as keys } from "../../drizzle/schema/idempotency.ts";
import type { Tx } from "../database.ts";
import { newId } from "../id.ts";
import { countKept, hasRoom } from "./countKept.ts";
import {
  type Claim,
  KEPT_HOURS,
  type KeptAnswer,
  type KeptDeps,
  type KeyedRequest,
  LEASE_SECONDS,
  ownerOf,
  sealedFor,
  withOwner,
} from "./keptRequest.ts";

export type ClaimResult =
  | { readonly state: "mine"; readonly claim: Claim }
  | { readonly state: "answered"; readonly answer: KeptAnswer }
  /** Another attempt is at work; after so many seconds it counts as dead. */
  | { readonly state: "in_flight"; readonly seconds: number }
  /** The key was used for another request. */
  | { readonly state: "mismatch" }
  /** The tenant has as many kept as it may. */
  | { readonly state: "full" };

/**
 * Begins a request that is to be done once: it is this caller's to do (then `keepAnswer` or `releaseRequest` must
 * follow), or somebody did it already, or does so now. An attempt that said nothing for 30 s gives up its place.
 */
export function claimRequest(deps: KeptDeps, request: KeyedRequest): Promise<ClaimResult> {
  return withOwner(deps.db, request, async (tx) => {
    const full = !(await hasRoom(deps.db, tx, ownerOf(request)));
    const worker = newId("wrk_");
    const taken = full ? null : await take(tx, request, worker);
    if (taken?.isNew) countKept(deps.db, ownerOf(request));
    if (taken) return { state: "mine", claim: { ...request, worker } };
    const known = await look(tx, deps, request);
    return known ?? (full ? { state: "full" } : { state: "in_flight", seconds: 1 });
  });
}

/** Takes the place if it is free, was kept long enough, or is held by an attempt that must be dead. */
async function take(
  tx: Tx,
  request: KeyedRequest,
  worker: string,
): Promise<{ readonly isNew: boolean } | null> {
  const [row] = await tx.execute<{ is_new: boolean }>(sql`
    INSERT INTO idempotency_keys AS k (tenant_id, id, request_hash, worker, leased_until)
    VALUES (${ownerOf(request)}, ${request.id}, ${request.requestHash}, ${worker},
            now() + ${LEASE_SECONDS} * interval '1 second')
    ON CONFLICT (tenant_id, id) DO UPDATE
      SET request_hash = excluded.request_hash, worker = excluded.worker, leased_until = excluded.leased_until,
          status = NULL, answer = NULL, created_at = now()
      WHERE k.created_at < now() - ${KEPT_HOURS} * interval '1 hour'
         OR (k.status IS NULL AND k.leased_until < now() AND k.request_hash = excluded.request_hash)
    RETURNING xmax = 0 AS is_new`);
  return row ? { isNew: row.is_new } : null;
}

async function look(tx: Tx, { keyring }: KeptDeps, request: KeyedRequest): Promise<ClaimResult | null> {
  const [row] = await tx
    .select({
      requestHash: keys.requestHash,
      status: keys.status,
      answer: keys.answer,
      seconds: sql<number>`ceil(extract(epoch FROM ${keys.leasedUntil} - now()))::int`,
    })
    .from(keys)
    .where(and(eq(keys.tenantId, ownerOf(request)), eq(keys.id, request.id)));
  if (!row) return null;
  if (row.requestHash !== request.requestHash) return { state: "mismatch" };
  if (row.status === null || row.answer === null)
    return { state: "in_flight", seconds: Math.max(1, row.seconds) };
  const kept = JSON.parse(keyring.decrypt(row.answer, sealedFor(request)).toString("utf8"));
  return { state: "answered", answer: { status: row.status, ...kept } };
}
