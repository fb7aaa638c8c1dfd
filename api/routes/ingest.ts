import { createRoute } from "@hono/zod-openapi";
import { acceptEvents } from "../../events/accept/acceptEvents.ts";
import { nothingTaken } from "../../events/accept/answer.ts";
import { getBatch } from "../../events/batches/getBatch.ts";
import { waitForBatch } from "../../events/batches/waitForBatch.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { ingestRefused, toApiIngestAnswer } from "../convert/ingest.ts";
import type { App } from "../env.ts";
import { readBody } from "../http/body.ts";
import { limitEvents } from "../http/limitEvents.ts";
import { INGEST_TYPES, recordsOf } from "../http/records.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { headerRef } from "../openapi/components.ts";
import { idParam } from "../schemas/common.ts";
import { Event } from "../schemas/event.ts";
import { IngestAnswer, IngestBatch, IngestQuery, IngestRefused } from "../schemas/ingest.ts";

const tags = ["Events"];
const event = { $ref: "#/components/schemas/Event" };

// The body's schemas are references, not validators: the catalogue judges each record by itself.
const send = createRoute({
  method: "post",
  path: "/v1/events",
  operationId: "sendEvents",
  tags,
  summary:
    "Send events: one object, an array, or NDJSON; at most 1,000 events and 5 MB inflated, 256 KB each",
  description:
    "Also 202 when some records fail: `results` names them. An event is known by its source and id, so sending it again is safe. Each record counts against the tenant's quota `events`; a request with more of them than are left is 429 and takes none.",
  ...secured("events:write"),
  middleware: [readBody(INGEST_TYPES)] as const,
  request: {
    query: IngestQuery,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: { oneOf: [event, { type: "array", items: event, minItems: 1, maxItems: 1000 }] },
        },
        "application/x-ndjson": { schema: { type: "string", maxLength: 5_000_000 } },
      },
    },
  },
  responses: {
    202: json(IngestAnswer, "Accepted records are durable."),
    ...problems("invalid_request", "too_large", "unsupported_media_type"),
    422: {
      description: "No record could be taken.",
      headers: { "Request-Id": headerRef("Request-Id") },
      content: { "application/problem+json": { schema: IngestRefused } },
    },
  },
});

const batch = createRoute({
  method: "get",
  path: "/v1/ingest-batches/{id}",
  operationId: "getIngestBatch",
  tags,
  summary: "Read what became of the events of one request",
  ...secured("events:read"),
  request: { params: idParam("bat_") },
  responses: { 200: json(IngestBatch, "The batch."), ...problems("not_found") },
});

export function registerIngest(app: App): void {
  app.openAPIRegistry.register("Event", Event);

  app.openapi(send, async (c) => {
    const ctx = c.get("ctx");
    const { keyring, eventLog } = c.get("deps");
    const { wait, results } = c.req.valid("query");
    requireScope(ctx, "events:write");
    const records = recordsOf(c);
    const slow = await limitEvents(c, records.length);
    const answer = await acceptEvents(
      ctx,
      { log: eventLog, keyring },
      { records },
      { slow, ...(results && { results }) },
    );
    // Sent again it would be answered otherwise.
    if (answer.unavailable > 0) c.set("transient", true);
    if (nothingTaken(answer)) throw ingestRefused(answer, records.length > 1);
    const settled = wait && answer.accepted > 0 ? await waitForBatch(ctx, answer.batch_id) : undefined;
    return c.json(toApiIngestAnswer(answer, settled), 202);
  });

  app.openapi(batch, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "events:read");
    return c.json(await getBatch(ctx, c.req.valid("param").id), 200);
  });
}
