import { z } from "@hono/zod-openapi";
import { count, list, pageOf, pageQuery, Refs, rangeQuery, refFields, text, time } from "./common.ts";
import { DELIVERY_EXAMPLE, DELIVERY_SUMMARY_EXAMPLE } from "./examples.ts";

const STATES = [
  "created",
  "in_warehouse",
  "in_transit",
  "out_for_delivery",
  "delivered",
  "failed",
  "returned",
  "cancelled",
  "lost",
] as const;

const Stage = z
  .object({
    name: z.enum(["order_to_pick", "pick", "pack", "dispatch", "linehaul", "hub", "last_mile"]),
    from: time(),
    to: time(),
    minutes: z.number().min(0),
  })
  .openapi("DeliveryStage");

const head = {
  id: text(128).openapi({ example: "D-1001" }),
  version: count(),
  state: z.enum(STATES),
  refs: Refs,
  ordered_at: time().nullable(),
  promised_by: time().nullable(),
  delivered_at: time().nullable(),
  outcome: text(64).nullable(),
  attempts: count(),
  failed_attempts: count(),
  failure_ids: list(text(64), 1000),
  stages: list(Stage, 100),
  first_event_at: time(),
  last_event_at: time(),
  updated_at: time(),
};

export const DeliverySummary = z.object(head).openapi("DeliverySummary");

const TimelineEntry = z
  .object({
    occurred_at: time(),
    type: text(64),
    source: text(128),
    id: text(128),
    reason: text(64).optional(),
    corrects: text(128).optional(),
  })
  .openapi("TimelineEntry");

export const Delivery = z
  .object({ ...head, timeline: list(TimelineEntry, 1000) })
  .openapi("Delivery", { example: DELIVERY_EXAMPLE });

export const DeliveryPage = pageOf(DeliverySummary, "DeliveryPage", DELIVERY_SUMMARY_EXAMPLE);

export const DeliveryQuery = z.strictObject({
  ...pageQuery,
  ...rangeQuery,
  state: z.enum(STATES).optional(),
  ...refFields,
});
export type DeliveryQuery = z.infer<typeof DeliveryQuery>;
