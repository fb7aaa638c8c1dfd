import type { z } from "@hono/zod-openapi";
import type { Origin } from "../../events/lineage/readOrigin.ts";
import type { DeliveryLineage, FailureLineage } from "../../warehouse/lineage/readLineage.ts";
import type { RebuiltRaw } from "../../warehouse/lineage/rebuildRaw.ts";
import { toOrigin } from "../../warehouse/lineage/toOrigin.ts";
import type { EventRow } from "../../warehouse/tables.ts";
import type * as Api from "../schemas/lineage.ts";

interface EventParts {
  readonly row: EventRow;
  readonly origin: Origin;
  readonly correctedBy: readonly string[];
  readonly raw: RebuiltRaw;
}

export function toApiEventLineage(parts: EventParts): z.infer<typeof Api.EventLineage> {
  const { row, origin, correctedBy, raw } = parts;
  const { batch_id: _, ...event } = toOrigin(row);
  return {
    ...event,
    delivery_id: row.delivery_id || null,
    adapter: origin.adapter,
    batch: origin.batch,
    corrects: row.corrects || null,
    corrected_by: [...correctedBy],
    quarantine: origin.quarantine.map((item) => ({ ...item })),
    raw: { ...raw, body: { ...raw.body } },
  };
}

export function toApiDeliveryLineage(lineage: DeliveryLineage): z.infer<typeof Api.DeliveryLineage> {
  return { ...lineage, events: [...lineage.events] };
}

export function toApiFailureLineage(lineage: FailureLineage): z.infer<typeof Api.FailureLineage> {
  const evidence = lineage.evidence.map((item) => ({ ...item, events: [...item.events] }));
  return { ...lineage, events: [...lineage.events], evidence };
}
