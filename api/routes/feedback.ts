import { createRoute } from "@hono/zod-openapi";
import { giveFeedback } from "../../pipeline/feedback/giveFeedback.ts";
import { reanalyzeFailure } from "../../pipeline/feedback/reanalyzeFailure.ts";
import { toApiFeedback } from "../convert/warehouse.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { json, jsonBody, problems, secured } from "../openapi/answers.ts";
import { idParam } from "../schemas/common.ts";
import { FailureFeedback, FeedbackCreate, Reanalysis } from "../schemas/failure.ts";

const tags = ["Failures"];

const give = createRoute({
  method: "post",
  path: "/v1/failures/{id}/feedback",
  operationId: "giveFeedback",
  tags,
  summary: "Confirm the cause of a failure, or withdraw what was confirmed",
  description:
    "What is confirmed stands beside the analysis, survives later events, and is what the tenant's own model learns from.",
  ...secured("failures:write"),
  middleware: [readJsonBody] as const,
  request: { params: idParam("fal_"), body: jsonBody(FeedbackCreate) },
  responses: {
    200: json(FailureFeedback, "What stands confirmed now."),
    ...problems("invalid_request", "not_found", "too_large", "unsupported_media_type", "unprocessable"),
  },
});

const reanalyze = createRoute({
  method: "post",
  path: "/v1/failures/{id}/reanalyze",
  operationId: "reanalyzeFailure",
  tags,
  summary: "Have a failure explained again, with all that is known by now",
  ...secured("failures:write"),
  request: { params: idParam("fal_") },
  responses: {
    202: json(Reanalysis, "It is queued; a new version follows within seconds if the answer differs."),
    ...problems("not_found", "conflict"),
  },
});

export function registerFeedback(app: App): void {
  app.openapi(give, async (c) => {
    const { confirmed_cause, by, note } = c.req.valid("json");
    const { id: failureId } = c.req.valid("param");
    const input = { failureId, confirmedCause: confirmed_cause, by, note };
    return c.json(toApiFeedback(await giveFeedback(c.get("ctx"), c.get("deps"), input)), 200);
  });

  app.openapi(reanalyze, async (c) => {
    const queued = await reanalyzeFailure(c.get("ctx"), c.get("deps"), c.req.valid("param").id);
    return c.json({ failure_id: queued.failureId, version: queued.version, status: "queued" as const }, 202);
  });
}
