import { z } from "@hono/zod-openapi";
import { count, list, text, time } from "./common.ts";
import { FieldProblem, Problem } from "./problem.ts";

const BATCH_ID = "bat_01kagz6v3m8q2x4n7c5b9d1e0f";

const REFUSAL = { code: "invalid_format", pointer: "/occurred_at", detail: "Give RFC 3339 with an offset." };

export const RecordResult = z
  .object({
    index: count().openapi({ description: "Position of the record in the body, from 0." }),
    id: text(128).optional().openapi({ description: "The sender's id, where one could be read." }),
    status: z.enum(["accepted", "duplicate", "rejected", "unavailable"]),
    retryable: z.boolean(),
    errors: list(FieldProblem, 1000),
  })
  .openapi("RecordResult");

const settlement = {
  state: z
    .enum(["accepted", "settled"])
    .openapi({ description: "Settled: the counts below sum up to `accepted`." }),
  stored: count(),
  duplicate: count().openapi({ description: "Same identity, same content as one stored before." }),
  conflict: count().openapi({ description: "Same identity, other content: kept in quarantine." }),
  quarantined: count(),
};

const answer = {
  batch_id: text(64),
  accepted: count().openapi({ description: "Durable in the event log." }),
  duplicates: count().openapi({ description: "Repeats within the request." }),
  rejected: count(),
  unavailable: count().openapi({ description: "The log could not take them: send them again." }),
  results: list(RecordResult, 1000).openapi({
    description: "Records that were not accepted; all of them with `?results=all`.",
  }),
};

/** With `?wait=stored` the answer also has the batch's settlement, as far as it came within 5 s. */
export const IngestAnswer = z
  .object({ ...answer, ...z.object(settlement).partial().shape })
  .openapi("IngestAnswer", {
    example: {
      batch_id: BATCH_ID,
      accepted: 498,
      duplicates: 1,
      rejected: 1,
      unavailable: 0,
      results: [
        {
          index: 17,
          id: "wms-88213",
          status: "rejected",
          retryable: false,
          errors: [
            { code: "invalid_format", pointer: "/occurred_at", detail: "Give RFC 3339 with an offset." },
          ],
        },
      ],
    },
  });

/** The 422 of ingest: a problem that also carries the answer. */
export const IngestRefused = Problem.extend(answer).openapi("IngestRefused", {
  example: {
    type: "/problems/unprocessable",
    title: "The request was understood and cannot be done",
    status: 422,
    detail: "The record could not be taken.",
    code: "unprocessable",
    request_id: "req_4f7c0f3b2d9a4e0c8a5b6c7d8e9f0a1b",
    retryable: false,
    errors: [REFUSAL],
    batch_id: BATCH_ID,
    accepted: 0,
    duplicates: 0,
    rejected: 1,
    unavailable: 0,
    results: [{ index: 0, id: "wms-88213", status: "rejected", retryable: false, errors: [REFUSAL] }],
  },
});

export const IngestBatch = z
  .object({
    id: text(64),
    accepted: count(),
    ...settlement,
    rejected: count().openapi({ description: "Refused by the API: those with an id are in quarantine." }),
    duplicates: count().openapi({ description: "Repeats within the request." }),
    unavailable: count(),
    import_id: text(64).nullable(),
    request_id: text(128).nullable(),
    trace_id: text(64).nullable().openapi({ description: "From the request's `traceparent`." }),
    accepted_at: time().nullable(),
  })
  .openapi("IngestBatch", {
    example: {
      id: BATCH_ID,
      state: "settled",
      accepted: 498,
      stored: 497,
      duplicate: 1,
      conflict: 0,
      quarantined: 0,
      rejected: 1,
      duplicates: 1,
      unavailable: 0,
      import_id: null,
      request_id: "req_4f7c0f3b2d9a4e0c8a5b6c7d8e9f0a1b",
      trace_id: null,
      accepted_at: "2026-11-20T02:45:01.010Z",
    },
  });

export const IngestQuery = z.strictObject({
  wait: z
    .enum(["stored"])
    .optional()
    .openapi({ description: "Answer once the events are stored, after 5 s at the latest." }),
  results: z.enum(["all"]).optional().openapi({ description: "List the accepted records too." }),
});
