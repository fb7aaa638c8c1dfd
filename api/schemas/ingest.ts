import { z } from "@hono/zod-openapi";
import { count, list, text } from "./common.ts";
import { FieldProblem } from "./problem.ts";

export const RecordResult = z
  .object({
    index: count().openapi({ description: "Position of the record in the body, from 0." }),
    id: text(128).optional().openapi({ description: "The sender's id, where one could be read." }),
    status: z.enum(["accepted", "duplicate", "rejected", "unavailable"]),
    retryable: z.boolean(),
    errors: list(FieldProblem, 100),
  })
  .openapi("RecordResult");

export const IngestAnswer = z
  .object({
    batch_id: text(64).openapi({ example: "bat_01kagz6v3m8q2x4n7c5b9d1e0f" }),
    accepted: count().openapi({ description: "Durable in the event log.", example: 498 }),
    duplicates: count().openapi({ example: 1 }),
    rejected: count().openapi({ example: 1 }),
    unavailable: count().openapi({
      description: "The log could not take them; send them again.",
      example: 0,
    }),
    results: list(RecordResult, 1000).openapi({
      description: "Records that were not accepted; all with `?results=all`.",
    }),
  })
  .openapi("IngestAnswer");

export const IngestBatch = z
  .object({
    id: text(64).openapi({ example: "bat_01kagz6v3m8q2x4n7c5b9d1e0f" }),
    state: z.enum(["accepted", "settled"]).openapi({ description: "Settled: the counts sum up." }),
    accepted: count(),
    stored: count(),
    duplicate: count(),
    conflict: count(),
    quarantined: count(),
  })
  .openapi("IngestBatch");

/** With `?wait=stored` the answer carries the batch's settlement as far as it went within 5 s. */
export const IngestAnswerSettled = IngestAnswer.extend({ batch: IngestBatch.optional() }).openapi(
  "IngestAnswerSettled",
);

export const IngestQuery = z.object({
  wait: z
    .enum(["stored"])
    .optional()
    .openapi({ description: "Answer when the events are stored, after 5 s at the latest." }),
  results: z.enum(["all"]).optional().openapi({ description: "List the accepted records too." }),
});
