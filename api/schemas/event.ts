import { z } from "@hono/zod-openapi";
import { count, list, pageOf, pageQuery, rangeQuery, refFields, text, time } from "./common.ts";
import { EVENT_TYPES_EXAMPLE, STORED_EVENT_EXAMPLE } from "./examples.ts";

const Location = z
  .object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180) })
  .openapi("Location");
const data = z.record(z.string(), z.unknown());

/** The canonical event as senders write it. Ingest checks it by the catalogue, not by this schema, which documents it. */
export const Event = z
  .strictObject({
    id: text(128).openapi({ description: "The sender's id; identity is (tenant, source, id)." }),
    source: text(128).optional().openapi({ description: "The sending system; `api` when absent." }),
    type: text(64).openapi({ description: "A type of `GET /v1/event-types`." }),
    occurred_at: time().openapi({ description: "When it happened, with offset." }),
    ...refFields,
    location: Location.optional(),
    reason: text(64).optional().openapi({ description: "Reason code; only what the sender really said." }),
    reason_text: text(4000).optional().openapi({ description: "The sender's own words." }),
    corrects: text(128)
      .optional()
      .openapi({ description: "Id of the event, of the same source, that this one replaces." }),
    received_hint: time()
      .optional()
      .openapi({ description: "Imports and test keys only: stands for the receive time." }),
    data: data
      .optional()
      .openapi({ description: "Members by type, at most 64 KiB; free extra members are kept." }),
  })
  .openapi("Event", {
    example: {
      id: "wms-88213",
      source: "wms-pune",
      type: "warehouse.dispatch_delayed",
      occurred_at: "2026-11-20T08:15:00+05:30",
      delivery_id: "D-1001",
      order_id: "O-1001",
      warehouse_id: "W-3",
      city: "Pune",
      country: "IN",
      reason: "warehouse.capacity",
      reason_text: "dock full",
    },
  });

const Derived = z
  .object({
    v: z.number().int().min(0).max(1_000_000).openapi({ format: "int32" }),
    address: z.object({ flags: list(text(64), 50) }).optional(),
    text: z.object({ topics: list(text(64), 50), sentiment: z.number().min(-1).max(1) }).optional(),
  })
  .openapi("Derived", { description: "What was derived from personal members before they were sealed." });

export const ImportOrigin = z
  .object({
    id: text(64),
    file: text(300).nullable(),
    row: count().nullable().openapi({ description: "The first row is 1." }),
  })
  .openapi("ImportOrigin", {
    description: "The row of a file of an import; null for an event that came by itself.",
  });

/** An event as it is stored. */
export const StoredEvent = z
  .object({
    id: text(128),
    source: text(128),
    type: text(64),
    occurred_at: time(),
    ...refFields,
    location: Location.optional(),
    reason: text(64).optional(),
    reason_text: text(4000).optional().openapi({ description: "The sender's own words; personal." }),
    corrects: text(128).optional(),
    received_hint: time().optional(),
    data,
    derived: Derived.nullable(),
    received_at: time(),
    stored_at: time(),
    batch_id: text(64),
    schema_version: text(32),
    lineage: z
      .object({ topic: text(64), partition: count(), offset: count(), import: ImportOrigin.nullable() })
      .openapi({
        description:
          "Where the event log holds it, and the row of the import it came from; more at `GET /v1/events/{id}/lineage`.",
      }),
  })
  .openapi("StoredEvent", {
    description:
      "An event with what the platform added. Personal members (`reason_text`, those in `data`) are shown by `GET /v1/events/{id}` only, to credentials with `personal:read`, until they are erased.",
    example: STORED_EVENT_EXAMPLE,
  });

export const EventPage = pageOf(StoredEvent, "EventPage", STORED_EVENT_EXAMPLE);

export const EventQuery = z.strictObject({
  ...pageQuery,
  ...rangeQuery,
  type: text(64).optional().openapi({ example: "shipment.attempt_failed" }),
  source: text(128).optional(),
  id: text(128).optional(),
  ...refFields,
});
export type EventQuery = z.infer<typeof EventQuery>;

export const EventType = z
  .object({
    type: text(64).openapi({ example: "shipment.attempt_failed" }),
    domain: z.enum(["order", "fleet", "warehouse", "customer", "external"]).openapi({ example: "fleet" }),
    topic: text(64).openapi({ example: "fleet_raw" }),
    schema_version: text(32).openapi({ example: "1.0" }),
    description: text(500),
    required: list(list(text(64), 20), 20).openapi({
      description:
        "Of each entry one member at least must be there; `area` is city, zone, postal_code, or location with data.radius_km.",
      example: [["delivery_id", "order_id"]],
    }),
    data: z
      .record(text(64), text(500))
      .openapi({ description: "Known members of `data`, in words; further ones are free." }),
  })
  .openapi("EventType");

const Reason = z
  .object({
    code: text(64).openapi({ example: "warehouse.capacity" }),
    family: text(32),
    description: text(500),
  })
  .openapi("Reason");

export const EventTypeList = z
  .object({ data: list(EventType, 500), reasons: list(Reason, 500) })
  .openapi("EventTypeList", { example: EVENT_TYPES_EXAMPLE });

export const EventSourceQuery = z.strictObject({
  source: text(128).optional().openapi({ description: "Needed only when several sources hold the id." }),
});
