import { sql } from "drizzle-orm";
import { ingestBatches } from "../../drizzle/schema/batch.ts";
import type { Ctx } from "../../tenancy/context.ts";
import type { Tx } from "../../tenancy/database.ts";
import type { IngestAnswer } from "../accept/answer.ts";

/** Writes what the edge answered for a batch. The sink may have counted some of it before. */
export async function recordBatch(
  tx: Tx,
  ctx: Pick<Ctx, "tenant" | "actor" | "requestId" | "traceparent">,
  answer: IngestAnswer,
  importId?: string,
): Promise<void> {
  const { accepted, duplicates, rejected, unavailable } = answer;
  const tenantId = ctx.tenant.id;
  const row = {
    ...{ accepted, duplicates, rejected, unavailable },
    importId: importId ?? null,
    requestId: ctx.requestId,
    traceparent: ctx.traceparent,
    actorId: ctx.actor.id,
    acceptedAt: sql`now()`,
    updatedAt: sql`now()`,
  };
  await tx
    .insert(ingestBatches)
    .values({ tenantId, id: answer.batch_id, ...row })
    .onConflictDoUpdate({ target: [ingestBatches.tenantId, ingestBatches.id], set: row });
}
