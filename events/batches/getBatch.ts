import { and, eq, isNotNull } from "drizzle-orm";
import { ingestBatches } from "../../drizzle/schema/batch.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { withTenant } from "../../tenancy/database.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { traceIdOf } from "../quarantine/item.ts";

/** What became of one ingest request. `settled` = the last four counts sum up to `accepted`. */
export interface IngestBatch {
  readonly id: string;
  readonly state: "accepted" | "settled";
  readonly accepted: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly quarantined: number;
  /** Refused by the edge, repeats within the request, and what the log did not take. */
  readonly rejected: number;
  readonly duplicates: number;
  readonly unavailable: number;
  readonly import_id: string | null;
  readonly request_id: string | null;
  readonly trace_id: string | null;
  /** RFC 3339 UTC. */
  readonly accepted_at: string | null;
}

/** Reads one of the tenant's batches. @throws DomainError not_found. */
export async function getBatch(ctx: Pick<Ctx, "tenant" | "db">, id: string): Promise<IngestBatch> {
  const tenantId = ctx.tenant.id;
  const [row] = await withTenant(ctx.db, tenantId, (tx) =>
    tx
      .select()
      .from(ingestBatches)
      .where(
        and(
          eq(ingestBatches.tenantId, tenantId),
          eq(ingestBatches.id, id),
          isNotNull(ingestBatches.acceptedAt),
        ),
      ),
  );
  if (row === undefined) throw new DomainError("not_found", "There is no such ingest batch.");
  const { accepted, stored, duplicate, conflict, quarantined, rejected, duplicates, unavailable } = row;
  const state = stored + duplicate + conflict + quarantined >= accepted ? "settled" : "accepted";
  return {
    ...{ id, state, accepted, stored, duplicate, conflict, quarantined, rejected, duplicates, unavailable },
    import_id: row.importId,
    request_id: row.requestId,
    trace_id: traceIdOf(row.traceparent),
    accepted_at: row.acceptedAt?.toISOString() ?? null,
  };
}
