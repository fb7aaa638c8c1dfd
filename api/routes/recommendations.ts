import { createRoute } from "@hono/zod-openapi";
import { decideRecommendation } from "../../pipeline/recommendations/decideRecommendation.ts";
import {
  getRecommendation,
  listRecommendations,
  type RecommendationPosition,
} from "../../pipeline/recommendations/listRecommendations.ts";
import { toApiRecommendation } from "../convert/recommendation.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { readListing } from "../http/listing.ts";
import { json, jsonBody, problems, secured } from "../openapi/answers.ts";
import { idParam } from "../schemas/common.ts";
import {
  Recommendation,
  RecommendationDecision,
  RecommendationPage,
  RecommendationQuery,
} from "../schemas/recommendation.ts";

const tags = ["Recommendations"];
const params = idParam("rec_");

const listAll = createRoute({
  method: "get",
  path: "/v1/recommendations",
  operationId: "listRecommendations",
  tags,
  summary: "List what to do, by the failures that it should avoid, most first",
  ...secured("recommendations:read"),
  request: { query: RecommendationQuery },
  responses: { 200: json(RecommendationPage, "A page of recommendations."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/recommendations/{id}",
  operationId: "getRecommendation",
  tags,
  summary: "Read one recommendation",
  ...secured("recommendations:read"),
  request: { params },
  responses: { 200: json(Recommendation, "The recommendation."), ...problems("not_found") },
});

const decide = createRoute({
  method: "patch",
  path: "/v1/recommendations/{id}",
  operationId: "decideRecommendation",
  tags,
  summary: "Accept or dismiss a recommendation, or say that it is done",
  ...secured("recommendations:write"),
  middleware: [readJsonBody] as const,
  request: { params, body: jsonBody(RecommendationDecision) },
  responses: {
    200: json(Recommendation, "The recommendation as it is now."),
    ...problems("invalid_request", "not_found", "too_large", "unsupported_media_type", "unprocessable"),
  },
});

export function registerRecommendations(app: App): void {
  app.openapi(listAll, async (c) => {
    const listing = readListing<RecommendationPosition, RecommendationQuery>(c, c.req.valid("query"));
    const found = await listRecommendations(c.get("ctx"), listing.filter, listing.page);
    return c.json(listing.answer(found, toApiRecommendation), 200);
  });

  app.openapi(getOne, async (c) => {
    return c.json(toApiRecommendation(await getRecommendation(c.get("ctx"), c.req.valid("param").id)), 200);
  });

  app.openapi(decide, async (c) => {
    const { id } = c.req.valid("param");
    const decided = await decideRecommendation(c.get("ctx"), id, c.req.valid("json"));
    return c.json(toApiRecommendation(decided), 200);
  });
}
