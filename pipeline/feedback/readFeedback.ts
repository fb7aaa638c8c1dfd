import { and, inArray, isNull } from "drizzle-orm";
import { failureFeedback } from "../../drizzle/schema/attribution.ts";
import { type Database, withSystem } from "../../tenancy/database.ts";
import { type DeliveryRef, deliveryKey } from "../deliveries/loadDeliveries.ts";
import type { FeedbackRow } from "./feedback.ts";

/** The feedback that stands for the deliveries, by `deliveryKey`: one query for all of them. */
export async function readFeedback(
  db: Database,
  deliveries: readonly DeliveryRef[],
): Promise<ReadonlyMap<string, readonly FeedbackRow[]>> {
  if (deliveries.length === 0) return new Map();
  const keys = new Map<string, number>(deliveries.map(({ tenant }) => [tenant.id, tenant.key]));
  const rows = await withSystem(db, "analyse: feedback", (tx) =>
    tx
      .select()
      .from(failureFeedback)
      .where(
        and(
          isNull(failureFeedback.withdrawnAt),
          inArray(failureFeedback.tenantId, [...keys.keys()]),
          inArray(failureFeedback.deliveryId, [...new Set(deliveries.map(({ deliveryId }) => deliveryId))]),
        ),
      ),
  );
  return Map.groupBy(rows, (row) => deliveryKey(keys.get(row.tenantId) ?? 0, row.deliveryId));
}
