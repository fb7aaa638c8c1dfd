import { z } from "@hono/zod-openapi";
import { count, list, pageOf, pageQuery, rangeQuery, text, time } from "./common.ts";
import { FieldProblem } from "./problem.ts";
import {
  QUARANTINE_DETAIL_EXAMPLE,
  QUARANTINE_EXAMPLE,
  QUARANTINE_GROUP_EXAMPLE,
  QUARANTINE_REPLAY_EXAMPLE,
} from "./quarantineExamples.ts";

const reason = () => text(64).openapi({ description: "Code of the first error.", example: "invalid_format" });
const source = () => text(128).openapi({ example: "wms-pune" });
const type = () => text(128).nullable().openapi({ description: "Null when it could not be read." });

const item = {
  id: text(64),
  stage: z.enum(["edge", "store"]).openapi({
    description: "Refused by the API or an import (`edge`), or by the pipeline when it was to be stored.",
  }),
  status: z.enum(["open", "closed"]),
  reason: reason(),
  pointer: text(1000).openapi({ description: "JSON pointer to the place of the first error." }),
  errors: list(FieldProblem, 1000),
  source: source(),
  event_id: text(128),
  type: type(),
  schema_version: text(32),
  batch_id: text(64).openapi({ description: "The batch that it last came with." }),
  import_id: text(64).nullable(),
  import_place: z
    .object({ file: text(300), row: count() })
    .nullable()
    .openapi({ description: "File and row of the import; the first row is 1." }),
  request_id: text(128),
  trace_id: text(64).nullable().openapi({ description: "From the request's `traceparent`." }),
  seen: count().openapi({ description: "How often it came." }),
  first_seen_at: time(),
  last_seen_at: time(),
  expires_at: time().openapi({ description: "When it is deleted, unless it comes again." }),
  resubmitted: z
    .object({ at: time(), by: text(64), batch_id: text(64) })
    .nullable()
    .openapi({ description: "The last time that it was sent again from here." }),
  closed_at: time().nullable(),
  resolution: z
    .object({
      kind: z.enum(["corrected", "resubmitted", "rejected"]),
      by: text(64).nullable(),
      reason: text(500).nullable(),
      batch_id: text(64).nullable(),
    })
    .nullable()
    .openapi({
      description:
        "`corrected`: the sender sent it in order; `resubmitted`: sent again from here; `rejected`: given up.",
    }),
};

export const QuarantineItem = z.object(item).openapi("QuarantineItem", { example: QUARANTINE_EXAMPLE });

export const QuarantineDetail = z
  .object({
    ...item,
    raw: z.object({ state: z.enum(["readable", "masked", "erased"]), body: z.unknown() }).openapi({
      description:
        "What was sent. Without `personal:read` it is masked: of a record refused at the edge only its shape is shown. Erased with the person's data.",
    }),
  })
  .openapi("QuarantineDetail", { example: QUARANTINE_DETAIL_EXAMPLE });

export const QuarantinePage = pageOf(QuarantineItem, "QuarantinePage", QUARANTINE_EXAMPLE);

export const QuarantineGroup = z
  .object({
    source: source(),
    type: type(),
    reason: reason(),
    pointer: text(1000).openapi({
      description: "Positions in arrays are `*`.",
      example: "/data/items/*/sku",
    }),
    items: count(),
    seen: count().openapi({ description: "How often they came, repeats counted." }),
    first_seen_at: time(),
    last_seen_at: time(),
    sample: z
      .object({ id: text(64), event_id: text(128), errors: list(FieldProblem, 1000) })
      .openapi({ description: "The newest of them." }),
  })
  .openapi("QuarantineGroup", { example: QUARANTINE_GROUP_EXAMPLE });

export const QuarantineGroupPage = pageOf(QuarantineGroup, "QuarantineGroupPage", QUARANTINE_GROUP_EXAMPLE);

/** What picks items, in queries and in the body of a replay. */
export const quarantineFilter = {
  stage: z.enum(["edge", "store"]).optional(),
  reason: text(64).optional().openapi({ example: "invalid_format" }),
  pointer: text(1000)
    .optional()
    .openapi({ description: "As in a group: positions in arrays are `*`.", example: "/occurred_at" }),
  source: text(128).optional().openapi({ example: "wms-pune" }),
  type: text(128)
    .optional()
    .openapi({ description: "Empty for those whose type could not be read.", example: "order.created" }),
  event_id: text(128).optional(),
  batch_id: text(64).optional(),
  import_id: text(64).optional(),
};

const status = z.enum(["open", "closed"]);

export const QuarantineQuery = z.strictObject({
  ...pageQuery,
  ...rangeQuery,
  status: status.optional(),
  ...quarantineFilter,
});

export const QuarantineGroupQuery = z.strictObject({
  ...pageQuery,
  ...rangeQuery,
  status: status.default("open"),
  ...quarantineFilter,
});

export const QuarantineResubmit = z
  .strictObject({
    event: z.record(z.string(), z.unknown()).optional().openapi({
      description:
        "The event as it should have been, under the same source and id; in place of a conflict a correction of it under a new id. Without it the raw body is sent again.",
    }),
  })
  .openapi("QuarantineResubmit", {
    example: {
      event: {
        id: "wms-88213",
        type: "warehouse.dispatch_delayed",
        occurred_at: "2026-11-20T08:15:00+05:30",
        warehouse_id: "W-3",
      },
    },
  });

export const QuarantineReject = z
  .strictObject({ reason: text(500).min(1) })
  .openapi("QuarantineReject", { example: { reason: "A test of the sender's; nothing happened." } });

export const QuarantineReplayCreate = z
  .strictObject({ ...quarantineFilter, ...rangeQuery })
  .openapi("QuarantineReplayCreate", {
    description: "What picks the open items; at least one member.",
    example: { source: "wms-pune", type: "warehouse.dispatch_delayed", reason: "invalid_format" },
  });

export const QuarantineReplay = z
  .object({
    id: text(64),
    state: z.enum(["queued", "running", "finished"]),
    filter: z.record(text(64), text(1000)),
    matched: count().openapi({ description: "Open items that the filter took when the replay was made." }),
    done: count().openapi({ description: "Items gone through: the next three sum up to them." }),
    accepted: count().openapi({ description: "Durable in the event log." }),
    rejected: count().openapi({ description: "Still wrong: their items tell what is wrong now." }),
    skipped: count().openapi({
      description:
        "Not to be sent again as they are: conflicts, erased records, rows that were no events, sources that the credential may not write as.",
    }),
    by: text(64),
    created_at: time(),
    started_at: time().nullable(),
    finished_at: time().nullable(),
  })
  .openapi("QuarantineReplay", { example: QUARANTINE_REPLAY_EXAMPLE });

export const QuarantineReplayPage = pageOf(
  QuarantineReplay,
  "QuarantineReplayPage",
  QUARANTINE_REPLAY_EXAMPLE,
);
