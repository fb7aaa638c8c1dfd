import { sql } from "drizzle-orm";
import { markRemoved } from "../../events/imports/cancelImport.ts";
import { readImport } from "../../events/imports/readImports.ts";
import type { FileProblem } from "../../events/imports/rows/fileProblem.ts";
import { withTenant } from "../../tenancy/database.ts";
import { appendAll } from "../appendAll.ts";
import { innerRecord } from "../innerRecord.ts";
import { RetryLater } from "../outcome.ts";
import type { Work } from "./deps.ts";
import { updateOwned } from "./lease.ts";

const ended = { finishedAt: sql`now()`, waitsFor: null, toAnnounce: true };

/** Finishes the import: all that it sent is stored, folded and judged. @throws LeaseLost */
export async function finishImport({ deps, lease, row }: Work): Promise<void> {
  await withTenant(deps.db, row.tenantId, (tx) => updateOwned(tx, lease, { ...ended, state: "finished" }));
}

/** Ends an import whose file is refused as a whole; what was accepted before stays. @throws LeaseLost */
export async function failImport({ deps, lease, row }: Work, problem: FileProblem): Promise<void> {
  await withTenant(deps.db, row.tenantId, async (tx) => {
    const { counts } = await readImport(tx, row.tenantId, row.id);
    const stay = counts.events_accepted > 0 ? ` ${counts.events_accepted} events accepted before stay.` : "";
    const { code, detail } = problem;
    await updateOwned(tx, lease, {
      ...ended,
      state: "failed",
      problem: { code, detail: `${detail.replace(/\.$/, "")}.${stay}` },
    });
  });
}

/**
 * Tells of the end and deletes the files. Done again after a crash in between: the message's id follows from the
 * import's, so that endpoints get one. @throws RetryLater when the log takes nothing, LeaseLost
 */
export async function announceImport({ deps, lease, row, ctx }: Work): Promise<void> {
  const object = await withTenant(deps.db, row.tenantId, (tx) => readImport(tx, row.tenantId, row.id));
  const body = {
    type: "import.finished",
    object_id: object.id,
    version: 1,
    occurred_at: object.finished_at ?? new Date(deps.now()).toISOString(),
    data: { ...object },
  };
  const outcome = await appendAll(deps.eventLog, [
    innerRecord("results", ctx.tenant.key, object.id, body, deps.now()),
  ]);
  if (outcome.kind !== "ok") throw new RetryLater("an import's end was not taken by the log");
  await deps.importFiles.removeAll(row.tenantId, row.id);
  await withTenant(deps.db, row.tenantId, async (tx) => {
    await markRemoved(tx, row.tenantId, row.id);
    await updateOwned(tx, lease, { toAnnounce: false });
  });
}
