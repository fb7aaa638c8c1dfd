import { hash } from "node:crypto";
import { and, asc, eq } from "drizzle-orm";
import { ingestBatches } from "../../drizzle/schema/batch.ts";
import { imports } from "../../drizzle/schema/import.ts";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { traceIdOf } from "../quarantine/item.ts";
import { canonicalJson } from "../validate/canonicalJson.ts";

/** By what way a stored event came in. Times are RFC 3339 UTC. */
export interface Origin {
  /** What made it an event: the API as it was sent, or the mapping of an import. */
  readonly adapter: {
    readonly kind: "api" | "import";
    readonly preset: string | null;
    /** SHA-256 of the mapping's canonical JSON, so that two imports can be told to have used the same. */
    readonly mapping_hash: string | null;
  };
  /** The request that brought it. */
  readonly batch: {
    readonly id: string;
    readonly request_id: string | null;
    readonly trace_id: string | null;
    /** The credential. */
    readonly sent_by: string | null;
    readonly accepted_at: string | null;
  };
  /** Items that its identity has, or had, in quarantine. */
  readonly quarantine: readonly {
    readonly id: string;
    readonly status: "open" | "closed";
    readonly reason: string;
  }[];
}

export interface OriginInput {
  readonly source: string;
  readonly id: string;
  readonly batchId: string;
  /** Null for an event that came by itself. */
  readonly importId: string | null;
}

/** What PostgreSQL knows of how an event came in. The caller has asked for the scope. */
export function readOrigin(ctx: Pick<Ctx, "db" | "tenant">, input: OriginInput): Promise<Origin> {
  const tenantId = ctx.tenant.id;
  return withTenant(ctx.db, tenantId, async (tx) => ({
    adapter: await readAdapter(tx, tenantId, input.importId),
    batch: await readBatch(tx, tenantId, input.batchId),
    quarantine: await tx
      .select({ id: quarantine.id, status: quarantine.status, reason: quarantine.code })
      .from(quarantine)
      .where(
        and(
          eq(quarantine.tenantId, tenantId),
          eq(quarantine.source, input.source),
          eq(quarantine.eventId, input.id),
        ),
      )
      .orderBy(asc(quarantine.id))
      .limit(100),
  }));
}

async function readAdapter(tx: Tx, tenantId: string, importId: string | null): Promise<Origin["adapter"]> {
  if (importId === null) return { kind: "api", preset: null, mapping_hash: null };
  const [row] = await tx
    .select({ preset: imports.preset, mapping: imports.mapping })
    .from(imports)
    .where(and(eq(imports.tenantId, tenantId), eq(imports.id, importId)));
  const mapping = row === undefined ? null : hash("sha256", canonicalJson(row.mapping), "hex");
  return { kind: "import", preset: row?.preset ?? null, mapping_hash: mapping };
}

async function readBatch(tx: Tx, tenantId: string, id: string): Promise<Origin["batch"]> {
  const [row] = await tx
    .select()
    .from(ingestBatches)
    .where(and(eq(ingestBatches.tenantId, tenantId), eq(ingestBatches.id, id)));
  return {
    id,
    request_id: row?.requestId ?? null,
    trace_id: traceIdOf(row?.traceparent ?? null),
    sent_by: row?.actorId ?? null,
    accepted_at: row?.acceptedAt?.toISOString() ?? null,
  };
}
