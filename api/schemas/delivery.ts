import { z } from "@hono/zod-openapi";
import { count, list, pageOf, pageQuery, Refs, rangeQuery, refFields, text, time } from "./common.ts";

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
    normal_minutes: z
      .number()
      .min(0)
      .nullable()
      .openapi({ description: "The tenant's median of the stage; null while unknown." }),
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
  first_event_at: time(),
  last_event_at: time(),
  updated_at: time(),
};

export const DeliverySummary = z.object(head).openapi("DeliverySummary");

const TimelineEntry = z
  .object({
    source: text(128),
    id: text(128),
    type: text(64),
    occurred_at: time(),
    received_at: time(),
    reason: text(64).nullable(),
  })
  .openapi("TimelineEntry");

export const Delivery = z
  .object({ ...head, stages: list(Stage, 100), timeline: list(TimelineEntry, 1000) })
  .openapi("Delivery");

export const DeliveryPage = pageOf(DeliverySummary, "DeliveryPage");

export const DeliveryQuery = z.object({
  ...pageQuery,
  ...rangeQuery,
  state: z.enum(STATES).optional(),
  ...refFields,
});
