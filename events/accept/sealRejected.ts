import type { Ctx } from "../../tenancy/context.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { sealPersonal } from "../../tenancy/personal/sealPersonal.ts";
import { SCHEMA_VERSION } from "../catalogue/eventTypes.ts";
import type { QuarantinedRecord } from "../quarantine/quarantineRecords.ts";
import type { RejectedRecord } from "./judgeRecords.ts";
import { subjectOf } from "./takePersonal.ts";
import type { BatchStamp } from "./toAppends.ts";

/**
 * Quarantine rows of the rejected records that name an id. Nobody knows what a wrong record holds, so all of it counts
 * as personal data of the customer or delivery that it names.
 */
export async function sealRejected(
  ctx: Ctx,
  keyring: Keyring,
  rejected: readonly RejectedRecord[],
  stamp: BatchStamp,
): Promise<readonly QuarantinedRecord[]> {
  const kept = rejected.filter((record) => record.id !== null);
  const sealed = await sealPersonal(
    { db: ctx.db, keyring },
    ctx.tenant.id,
    kept.map(({ json, raw }) => {
      const { customer_id, delivery_id } = json as Readonly<Record<string, unknown>>;
      return { subject: subjectOf(customer_id, delivery_id), plaintext: raw };
    }),
  );
  return kept.map((record, index) => ({
    tenantId: ctx.tenant.id,
    stage: "edge",
    batchId: stamp.batchId,
    requestId: ctx.requestId,
    importId: stamp.origin?.id ?? null,
    importPlace: stamp.origin?.placeOf?.(record.index) ?? null,
    traceparent: ctx.traceparent,
    source: record.source,
    eventId: record.id ?? "",
    type: record.type,
    errors: record.errors,
    raw: sealed[index] ?? "",
    schemaVersion: SCHEMA_VERSION,
  }));
}
