import { createRoute } from "@hono/zod-openapi";
import { findFeedback } from "../../pipeline/feedback/findFeedback.ts";
import { requireFailure } from "../../pipeline/feedback/giveFeedback.ts";
import { findRecommendations } from "../../pipeline/recommendations/listRecommendations.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { readRecommendations } from "../../warehouse/failures/storedAnalysis.ts";
import { type FailurePosition, listFailures } from "../../warehouse/queries/failures.ts";
import { toApiFailure, toApiFailureSummary } from "../convert/warehouse.ts";
import type { App } from "../env.ts";
import { readListing } from "../http/listing.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { idParam } from "../schemas/common.ts";
import { Failure, FailurePage, FailureQuery } from "../schemas/failure.ts";

const listAll = createRoute({
  method: "get",
  path: "/v1/failures",
  operationId: "listFailures",
  tags: ["Failures"],
  summary: "List failures by when they occurred, the latest first",
  ...secured("failures:read"),
  request: { query: FailureQuery },
  responses: { 200: json(FailurePage, "A page of failures."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/failures/{id}",
  operationId: "getFailure",
  tags: ["Failures"],
  summary: "Read one failure: causes, confidence, evidence, narrative, recommendations",
  description: "An id that lost a merge of two attempts answers with the failure that took it over.",
  ...secured("failures:read"),
  request: { params: idParam("fal_") },
  responses: { 200: json(Failure, "The failure."), ...problems("not_found") },
});

export function registerFailures(app: App): void {
  app.openapi(listAll, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "failures:read");
    const listing = readListing<FailurePosition, FailureQuery>(c, c.req.valid("query"));
    const reader = c.get("deps").warehouse.forTenant(ctx.tenant);
    const found = await listFailures(reader, listing.filter, listing.page);
    return c.json(listing.answer(found, toApiFailureSummary), 200);
  });

  app.openapi(getOne, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "failures:read");
    const { id } = c.req.valid("param");
    const row = await requireFailure(ctx, c.get("deps").warehouse, id);
    const ids = readRecommendations(row.recommendations).map((each) => each.id);
    const [feedback, summedUp] = await Promise.all([
      findFeedback(ctx, c.get("deps"), row),
      findRecommendations(ctx, ids),
    ]);
    return c.json(toApiFailure(row, feedback, summedUp), 200);
  });
}
