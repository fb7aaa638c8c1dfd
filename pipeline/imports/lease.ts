import { and, eq, sql } from "drizzle-orm";
import type { Logger } from "pino";
import { imports } from "../../drizzle/schema/import.ts";
import { type Database, type Tx, withSystem } from "../../tenancy/database.ts";
import { type Claim, LEASE_SECONDS } from "./claimImport.ts";

/** Another worker has the import now, or it was cancelled: nothing more may be written for it. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}

export interface Lease extends Claim {
  /** Aborts when the lease is lost or the process is to stop. */
  readonly signal: AbortSignal;
  /** Gives the import back; others may take it after `seconds`. */
  release(seconds: number): Promise<void>;
}

const RENEW_EVERY_MS = 3_000;

/** Keeps the claim alive until it is released, lost, or `stop` aborts. */
export function holdLease(
  { db, log }: { readonly db: Database; readonly log: Logger },
  claim: Claim,
  stop: AbortSignal,
): Lease {
  const lost = new AbortController();
  const timer = setInterval(() => {
    setLease(db, claim, LEASE_SECONDS).then(
      (held) => held || lost.abort(new LeaseLost(claim.importId)),
      (error: unknown) =>
        log.warn({ err: error, import: claim.importId }, "an import's lease was not renewed"),
    );
  }, RENEW_EVERY_MS);
  return {
    ...claim,
    signal: AbortSignal.any([stop, lost.signal]),
    release: async (seconds) => {
      clearInterval(timer);
      await setLease(db, claim, seconds);
    },
  };
}

async function setLease(db: Database, claim: Claim, seconds: number): Promise<boolean> {
  const leasedUntil = sql`now() + ${seconds} * interval '1 second'`;
  const rows = await withSystem(db, "imports: lease", (tx) =>
    tx.update(imports).set({ leasedUntil }).where(isOwn(claim)).returning({ id: imports.id }),
  );
  return rows.length > 0;
}

function isOwn({ tenantId, importId, worker }: Claim) {
  return and(eq(imports.tenantId, tenantId), eq(imports.id, importId), eq(imports.worker, worker));
}

type Change = {
  [K in keyof typeof imports.$inferInsert]?: (typeof imports.$inferInsert)[K] | ReturnType<typeof sql>;
};

/** Changes the import in the tenant's transaction, if the lease is still ours. @throws LeaseLost, which undoes the rest. */
export async function updateOwned(tx: Tx, claim: Claim, change: Change): Promise<void> {
  const rows = await tx.update(imports).set(change).where(isOwn(claim)).returning({ id: imports.id });
  if (rows.length === 0) throw new LeaseLost(claim.importId);
}
