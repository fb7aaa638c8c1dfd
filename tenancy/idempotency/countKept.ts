import { eq } from "drizzle-orm";
import { LRUCache } from "lru-cache";
import { idempotencyKeys } from "../../drizzle/schema/idempotency.ts";
import type { Database, Tx } from "../database.ts";
import { MAX_KEPT_REQUESTS } from "./keptRequest.ts";

/** Counting a tenant's rows costs the more the more it has: what this process adds is counted on, for a minute. */
const RECOUNT_MS = 60_000;

type Counts = LRUCache<string, { count: number }>;
const countsOf = new WeakMap<Database, Counts>();

/** Whether one more request of the owner may be kept; exact to what other processes added within a minute. */
export async function hasRoom(db: Database, tx: Tx, owner: string): Promise<boolean> {
  const counts = of(db);
  let known = counts.get(owner);
  if (!known) {
    known = { count: await tx.$count(idempotencyKeys, eq(idempotencyKeys.tenantId, owner)) };
    counts.set(owner, known);
  }
  return known.count < MAX_KEPT_REQUESTS;
}

/** Takes note of a row that was added. */
export function countKept(db: Database, owner: string): void {
  const known = of(db).get(owner);
  if (known) known.count += 1;
}

function of(db: Database): Counts {
  const known = countsOf.get(db) ?? new LRUCache({ max: 20_000, ttl: RECOUNT_MS });
  countsOf.set(db, known);
  return known;
}
