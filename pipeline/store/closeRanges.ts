import { and, eq, or } from "drizzle-orm";
import { storedRanges } from "../../drizzle/schema/ledger.ts";
import { settleBatches } from "../../events/batches/settleBatches.ts";
import type { LogRange } from "../../events/log/port.ts";
import { addCounts } from "../../events/quality/addCounts.ts";
import { closeStored } from "../../events/quarantine/closeQuarantined.ts";
import { quarantineRecords } from "../../events/quarantine/quarantineRecords.ts";
import type { TenantId } from "../../tenancy/context.ts";
import { withSystem } from "../../tenancy/database.ts";
import { advanceClocks } from "../clock/advanceClocks.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import { countByBatch } from "./countByBatch.ts";
import { countBySource } from "./countBySource.ts";
import type { StoredRecord, StoreState } from "./state.ts";

/** Closes the ranges in the ledger, and in the same transaction counts, quarantines and moves the clocks: once. */
export function closeRanges({ db, keyring }: Pick<PipelineDeps, "db" | "keyring">): Step<StoreState> {
  return {
    name: "close",
    run: async (state) => {
      await withSystem(db, "store: close ranges", async (tx) => {
        const closed = await tx
          .update(storedRanges)
          .set({ state: "done", doneAt: new Date() })
          .where(and(or(...state.ranges.map(isRange)), eq(storedRanges.state, "open")))
          .returning({ topic: storedRanges.topic, partition: storedRanges.partition });
        const [slot] = closed;
        if (slot === undefined) return;
        const names = new Set(closed.map(nameOf));
        const records = state.records.filter((record) => names.has(nameOf(record)));
        await closeStored(tx, records.flatMap(toSettled));
        await quarantineRecords(tx, keyring, records.flatMap(toQuarantine));
        await settleBatches(tx, countByBatch(records));
        await addCounts(tx, slot.partition, countBySource(records));
        await advanceClocks(tx, highestHints(records));
      });
      return ok;
    },
  };
}

const isRange = ({ topic, partition, first }: LogRange) =>
  and(
    eq(storedRanges.topic, topic),
    eq(storedRanges.partition, partition),
    eq(storedRanges.firstOffset, first),
  );

const nameOf = ({ topic, partition }: { readonly topic: string; readonly partition: number }) =>
  `${topic}:${partition}`;

function toSettled({ tenant, event, envelope, verdict }: StoredRecord) {
  if (verdict.kind === "dead") return [];
  const { source, id, corrects } = event;
  return [{ tenantId: tenant.id, source, id, corrects, batchId: envelope.batch_id }];
}

function toQuarantine(record: StoredRecord) {
  if (record.verdict.kind !== "dead") return [];
  const { envelope, event, tenant, verdict } = record;
  const code = verdict.reason;
  return [
    {
      tenantId: tenant.id,
      stage: "store" as const,
      source: event.source,
      eventId: event.id,
      type: event.type,
      errors: [{ code, pointer: POINTERS[code] ?? "", detail: DETAILS[code] ?? code }],
      raw: JSON.stringify(event),
      schemaVersion: envelope.schema_version,
      batchId: envelope.batch_id,
      requestId: envelope.request_id,
      importId: envelope.import_id ?? null,
      importPlace: envelope.import_place ?? null,
      traceparent: envelope.traceparent,
    },
  ];
}

const POINTERS: Readonly<Record<string, string>> = {
  event_id_conflict: "/id",
  correction_cycle: "/corrects",
};

const DETAILS: Readonly<Record<string, string>> = {
  event_id_conflict:
    "an event with this source and id but other content is stored already: send a correction instead",
  correction_cycle:
    "this correction's chain of targets leads back to itself: point `corrects` at the event it replaces",
  warehouse_refused: "the analytical store refused this record: see its values",
};

function highestHints(records: readonly StoredRecord[]): ReadonlyMap<TenantId, number> {
  const highest = new Map<TenantId, number>();
  for (const { tenant, event } of records) {
    if (event.received_hint === undefined || tenant.mode !== "test") continue;
    const at = Date.parse(event.received_hint);
    if (at > (highest.get(tenant.id) ?? 0)) highest.set(tenant.id, at);
  }
  return highest;
}
