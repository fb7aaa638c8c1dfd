import { z } from "@hono/zod-openapi";
import { count, list, text, time } from "./common.ts";
import { ImportOrigin } from "./event.ts";
import {
  DELIVERY_LINEAGE_EXAMPLE,
  EVENT_LINEAGE_EXAMPLE,
  FAILURE_LINEAGE_EXAMPLE,
} from "./lineageExamples.ts";

const LogPosition = z
  .object({ topic: text(64), partition: count(), offset: count() })
  .openapi("LogPosition", { description: "A position of the event log." });

const origin = {
  source: text(128),
  id: text(128),
  type: text(64),
  occurred_at: time(),
  received_at: time(),
  stored_at: time(),
  schema_version: text(32),
  content_hash: text(64).openapi({ description: "SHA-256 of the event's canonical JSON (RFC 8785)." }),
  import: ImportOrigin.nullable(),
  log: LogPosition,
  url: text(1000).openapi({ description: "Where its whole lineage is." }),
};

export const EventOrigin = z.object({ ...origin, batch_id: text(64) }).openapi("EventOrigin");

export const EventLineage = z
  .object({
    ...origin,
    delivery_id: text(128).nullable(),
    adapter: z
      .object({
        kind: z.enum(["api", "import"]),
        preset: text(64).nullable(),
        mapping_hash: text(64).nullable().openapi({ description: "SHA-256 of the import's mapping." }),
      })
      .openapi({ description: "What made it an event." }),
    batch: z
      .object({
        id: text(64),
        request_id: text(128).nullable(),
        trace_id: text(64).nullable(),
        sent_by: text(64).nullable().openapi({ description: "The credential." }),
        accepted_at: time().nullable(),
      })
      .openapi({ description: "The request that brought it; read it at `GET /v1/ingest-batches/{id}`." }),
    corrects: text(128).nullable(),
    corrected_by: list(text(128), 100),
    quarantine: list(
      z.object({ id: text(64), status: z.enum(["open", "closed"]), reason: text(64) }),
      100,
    ).openapi({
      description: "Items that its source and id have, or had, in quarantine.",
    }),
    raw: z
      .object({
        state: z.enum(["readable", "masked", "erased"]),
        body: z.record(z.string(), z.unknown()),
        verified: z.boolean().nullable().openapi({
          description:
            "Whether its content's hash is the one noted when it was taken; null where members are missing.",
        }),
      })
      .openapi({
        description:
          "What was sent, put together again from what is stored, but for white space and order of members, instants in UTC, and a source or delivery_id that was filled in. Without `personal:read`, or once erased, personal members are missing.",
      }),
  })
  .openapi("EventLineage", { example: EVENT_LINEAGE_EXAMPLE });

const fact = {
  id: text(128),
  version: count(),
  content_hash: text(128),
  caused_by: LogPosition.nullable().openapi({ description: "What in the log caused this version." }),
  updated_at: time(),
  events: list(EventOrigin, 1000).openapi({ description: "What it was folded from, in order of time." }),
  truncated: z.boolean().openapi({ description: "Whether there are more events than are shown." }),
};

export const DeliveryLineage = z
  .object(fact)
  .openapi("DeliveryLineage", { example: DELIVERY_LINEAGE_EXAMPLE });

export const FailureLineage = z
  .object({
    ...fact,
    delivery_id: text(128),
    model_version: text(64).nullable(),
    evidence: list(
      z.object({
        id: text(64),
        kind: text(64),
        stance: text(16),
        cause: text(64).nullable(),
        version: count(),
        events: list(EventOrigin, 100),
      }),
      200,
    ),
  })
  .openapi("FailureLineage", { example: FAILURE_LINEAGE_EXAMPLE });
