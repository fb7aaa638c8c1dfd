import { sql } from "drizzle-orm";
import { findImport } from "../../events/imports/readImports.ts";
import { FileProblem } from "../../events/imports/rows/fileProblem.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import type { Gate } from "./awaitRoom.ts";
import type { Claim } from "./claimImport.ts";
import type { ImportDeps, Work } from "./deps.ts";
import { announceImport, failImport, finishImport } from "./endImport.ts";
import { judgeImport } from "./judgeImport.ts";
import { holdLease, type Lease, LeaseLost, updateOwned } from "./lease.ts";
import { readFiles } from "./readFiles.ts";
import { settleImport } from "./settleImport.ts";

/** After something unforeseen the import is tried again, by whoever comes first. */
const RETRY_SECONDS = 5;

/** Brings a claimed import to its end from whatever state it is in. Never rejects. */
export async function workOn(deps: ImportDeps, gate: Gate, claim: Claim, stop: AbortSignal): Promise<void> {
  const lease = holdLease(deps, claim, stop);
  let retryAfter = 0;
  try {
    await bringToEnd(await openWork(deps, gate, lease));
  } catch (error) {
    if (error instanceof LeaseLost || lease.signal.aborted) {
      deps.log.info({ import: claim.importId }, "work on an import ends before its end");
    } else {
      deps.log.warn({ err: error, import: claim.importId }, "an import waits and is tried again");
      retryAfter = RETRY_SECONDS;
    }
  }
  await lease.release(retryAfter).catch((error: unknown) => {
    deps.log.warn({ err: error, import: claim.importId }, "an import's lease runs out by itself");
  });
}

async function openWork(deps: ImportDeps, gate: Gate, lease: Lease): Promise<Work> {
  const row = await withTenant(deps.db, lease.tenantId, (tx) =>
    findImport(tx, lease.tenantId, lease.importId),
  );
  const tenant = (await deps.tenants.byKeys([lease.tenantKey])).get(lease.tenantKey);
  if (!tenant) throw new Error(`no tenant has key ${lease.tenantKey}`);
  const ctx: Ctx = {
    tenant,
    actor: { kind: "api_key", id: row.createdBy },
    scopes: new Set(["events:write"]),
    sources: row.sources ?? null,
    requestId: row.id,
    traceparent: null,
    db: deps.db,
  };
  return { deps, gate, lease, ctx, row };
}

async function bringToEnd(work: Work): Promise<void> {
  const { state } = work.row;
  try {
    if (state === "queued") await enter(work, "running");
    if (state === "queued" || state === "running") {
      await readFiles(work);
      await enter(work, "settling");
    }
    if (state === "queued" || state === "running" || state === "settling") {
      await settleImport(work);
      await judgeImport(work);
      await finishImport(work);
    }
  } catch (error) {
    if (!(error instanceof FileProblem)) throw error;
    await failImport(work, error);
  }
  await announceImport(work);
}

async function enter({ deps, lease, row }: Work, state: "running" | "settling"): Promise<void> {
  const change = { state, waitsFor: null, startedAt: sql`coalesce(started_at, now())` };
  await withTenant(deps.db, row.tenantId, (tx) => updateOwned(tx, lease, change));
}
