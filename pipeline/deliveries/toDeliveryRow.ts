import { hash } from "node:crypto";
import { REFS, type Refs } from "../../events/event.ts";
import type { DeliveryFactRow, RefColumns } from "../../warehouse/tables.ts";
import { toClickHouseTime } from "../../warehouse/time.ts";
import type { FoldEvent, FoldedDelivery } from "../fold/types.ts";
import { causeOf } from "../position.ts";
import type { TouchedDelivery } from "./state.ts";

/** The reference columns of a fact; absent ones are empty. */
export function refColumns(refs: Refs): RefColumns {
  const columns: Record<string, string> = {};
  for (const ref of REFS) if (ref !== "delivery_id") columns[ref] = refs[ref] ?? "";
  return columns as unknown as RefColumns;
}

/** SHA-256 over the JSON of what a version says, without when and why it was written. */
export function contentHash(content: unknown): string {
  return hash("sha256", JSON.stringify(content), "hex");
}

const timeOrNull = (at: number | null) => (at === null ? null : toClickHouseTime(at));

/**
 * The delivery's next version, or null when nothing it says has changed. Its content includes which events are live,
 * so a new remark is a change even where no field shows it. Without a live event left, the delivery is deleted.
 */
export function toDeliveryRow(
  touched: TouchedDelivery,
  folded: FoldedDelivery | null,
  events: readonly FoldEvent[],
  failureIds: readonly string[],
  before: DeliveryFactRow | undefined,
  now: number,
): DeliveryFactRow | null {
  const content = folded ? factsOf(folded) : { ...emptyFacts, is_deleted: 1 as const };
  const live = contentHash(events.map(({ source, id }) => [source, id]));
  const content_hash = contentHash([content, failureIds, live]);
  if (before?.content_hash === content_hash) return null;
  return {
    tenant_key: touched.tenant.key,
    delivery_id: touched.deliveryId,
    version: (before?.version ?? 0) + 1,
    content_hash,
    caused_by: causeOf(touched.range, touched.offset),
    ...content,
    failure_ids: failureIds,
    updated_at: toClickHouseTime(now),
  };
}

type Facts = Omit<
  DeliveryFactRow,
  "tenant_key" | "delivery_id" | "version" | "content_hash" | "caused_by" | "failure_ids" | "updated_at"
>;

function factsOf(folded: FoldedDelivery): Facts {
  return {
    is_deleted: 0,
    state: folded.state,
    ...refColumns(folded.refs),
    ordered_at: timeOrNull(folded.orderedAt),
    promised_by: timeOrNull(folded.promisedBy),
    delivered_at: timeOrNull(folded.deliveredAt),
    outcome: folded.outcome ?? "",
    attempts: folded.attempts,
    failed_attempts: folded.failedAttempts,
    stages: JSON.stringify(folded.stages),
    first_event_at: toClickHouseTime(folded.firstEventAt),
    last_event_at: toClickHouseTime(folded.lastEventAt),
  };
}

const emptyFacts: Facts = {
  is_deleted: 1,
  state: "",
  ...refColumns({}),
  ordered_at: null,
  promised_by: null,
  delivered_at: null,
  outcome: "",
  attempts: 0,
  failed_attempts: 0,
  stages: "[]",
  first_event_at: toClickHouseTime(0),
  last_event_at: toClickHouseTime(0),
};
