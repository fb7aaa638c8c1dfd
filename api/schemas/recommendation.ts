import { z } from "@hono/zod-openapi";
import { RECOMMENDATION_STATUSES } from "../../drizzle/schema/attribution.ts";
import { count, list, pageOf, pageQuery, text, time } from "./common.ts";
import { RECOMMENDATION_EXAMPLE } from "./examples.ts";
import { ExpectedAvoided } from "./failure.ts";

const status = () =>
  z.enum(RECOMMENDATION_STATUSES).openapi({ description: "Open until somebody decides about it." });
const role = () => text(64).openapi({ example: "warehouse_manager" });

export const Recommendation = z
  .object({
    id: text(64),
    version: count(),
    status: status(),
    playbook: text(64).openapi({ example: "staff_by_backlog" }),
    action: text(1000),
    owner_role: role(),
    entity: z
      .object({ kind: text(32), id: text(128) })
      .nullable()
      .openapi({
        description: "What it is done at: a warehouse, a driver, a city; null: nothing was named.",
      }),
    causes: list(text(64), 60),
    failures: count().openapi({ description: "Failures of the last four weeks that speak for it." }),
    expected_avoided: ExpectedAvoided.openapi({
      description: "Failures that acting on it should avoid, with an interval of 90 %.",
    }),
    first_failure_at: time(),
    last_failure_at: time(),
    status_by: text(64).nullable(),
    status_at: time().nullable(),
    created_at: time(),
    updated_at: time(),
  })
  .openapi("Recommendation", { example: RECOMMENDATION_EXAMPLE });

export const RecommendationPage = pageOf(Recommendation, "RecommendationPage", RECOMMENDATION_EXAMPLE);

export const RecommendationQuery = z.strictObject({
  ...pageQuery,
  status: status().optional(),
  owner_role: role().optional(),
  playbook: text(64).optional(),
  entity_kind: text(32).optional().openapi({ example: "warehouse" }),
  entity_id: text(128).optional().openapi({ example: "W-3" }),
});
export type RecommendationQuery = z.infer<typeof RecommendationQuery>;

export const RecommendationDecision = z
  .strictObject({
    status: status(),
    by: text(64).min(1).optional().openapi({ description: "Who decides; the credential by default." }),
  })
  .openapi("RecommendationDecision", { example: { status: "accepted", by: "ops-7" } });
