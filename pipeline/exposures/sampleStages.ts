import { stretchesOf } from "../../analysis/norms/segments.ts";
import type { StageSampleRow } from "../../warehouse/exposureRows.ts";
import { findStageSamples } from "../../warehouse/queries/pipeline/stageSamples.ts";
import { toClickHouseTime } from "../../warehouse/time.ts";
import { type DeliveryRef, deliveryKey } from "../deliveries/loadDeliveries.ts";
import { contentHash } from "../deliveries/toDeliveryRow.ts";
import type { FoldEvent } from "../fold/types.ts";
import { ok } from "../outcome.ts";
import type { PipelineDeps } from "../ports.ts";
import type { Step } from "../stage.ts";
import type { ExposuresState } from "./state.ts";

type Before = Pick<StageSampleRow, "version" | "content_hash" | "is_deleted">;

/** Keeps how long the stages of each delivery took, where that differs from what is on record. */
export function sampleStages({
  warehouse,
  now,
}: Pick<PipelineDeps, "warehouse" | "now">): Step<ExposuresState> {
  return {
    name: "sample_stages",
    run: async (state) => {
      const reader = warehouse.forTenants(state.touched.map(({ tenant }) => tenant));
      const rows = await findStageSamples(reader, [
        ...new Set(state.touched.map(({ deliveryId }) => deliveryId)),
      ]);
      const before = new Map(rows.map((row) => [deliveryKey(row.tenant_key, row.delivery_id), row]));
      for (const one of state.touched) {
        const key = deliveryKey(one.tenant.key, one.deliveryId);
        const row = toRow(one, state.events.get(key) ?? [], before.get(key), now());
        if (row) state.newSamples.push(row);
      }
      return ok;
    },
  };
}

/** The next version, or null when it says the same; without events left, or without stages, there is none. */
function toRow(
  { tenant, deliveryId }: DeliveryRef,
  events: readonly FoldEvent[],
  before: Before | undefined,
  now: number,
): StageSampleRow | null {
  const stretches = stretchesOf(events);
  const is_deleted = stretches.length === 0 ? 1 : 0;
  if (is_deleted === 1 && before?.is_deleted !== 0) return null;
  const content = {
    ended_at: toClickHouseTime(events.at(-1)?.at ?? 0),
    stages: stretches.map(({ stage }) => stage),
    minutes: stretches.map(({ minutes }) => Math.round(minutes * 10) / 10),
    slots: stretches.map(({ slot }) => slot),
    owners: stretches.map(({ entity }) => entity ?? ""),
  };
  const content_hash = contentHash([content, is_deleted]);
  if (before?.content_hash === content_hash) return null;
  return {
    tenant_key: tenant.key,
    delivery_id: deliveryId,
    version: (before?.version ?? 0) + 1,
    is_deleted,
    content_hash,
    ...content,
    updated_at: toClickHouseTime(now),
  };
}
