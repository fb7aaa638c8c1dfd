import { and, eq, inArray, sql } from "drizzle-orm";
import { dueChecks } from "../../drizzle/schema/due.ts";
import { type Tx, withSystem } from "../../tenancy/database.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { DeliveriesState, DueChange } from "./state.ts";

/** Writes down when each delivery is to be looked at again, and forgets what no longer is. */
export function scheduleChecks({ db }: Pick<PipelineDeps, "db">): Step<DeliveriesState> {
  return {
    name: "schedule",
    run: async (state) => {
      if (state.due.length === 0) return ok;
      await withSystem(db, "deliveries: due checks", async (tx) => {
        await upsert(tx, state.due);
        await remove(tx, state.due);
      });
      return ok;
    },
  };
}

async function upsert(tx: Tx, due: readonly DueChange[]): Promise<void> {
  const rows = due.flatMap(({ dueAt, ...rest }) =>
    dueAt === null ? [] : [{ ...rest, dueAt: new Date(dueAt) }],
  );
  if (rows.length === 0) return;
  // One order everywhere, so that two writers never wait for each other.
  rows.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  await tx
    .insert(dueChecks)
    .values(rows)
    .onConflictDoUpdate({
      target: [dueChecks.tenantId, dueChecks.kind, dueChecks.deliveryId],
      set: {
        dueAt: sql`excluded.due_at`,
        importId: sql`excluded.import_id`,
        quiet: sql`${dueChecks.quiet} AND excluded.quiet`,
      },
    });
}

const keyOf = (row: Pick<DueChange, "tenantId" | "kind" | "deliveryId">) =>
  `${row.tenantId}\u001f${row.kind}\u001f${row.deliveryId}`;

async function remove(tx: Tx, due: readonly DueChange[]): Promise<void> {
  const gone = due.filter((change) => change.dueAt === null);
  for (const kind of ["late", "final"] as const) {
    for (const [tenantId, changes] of Map.groupBy(
      gone.filter((c) => c.kind === kind),
      (c) => c.tenantId,
    )) {
      const ids = changes.map((change) => change.deliveryId);
      await tx
        .delete(dueChecks)
        .where(
          and(eq(dueChecks.tenantId, tenantId), eq(dueChecks.kind, kind), inArray(dueChecks.deliveryId, ids)),
        );
    }
  }
}
