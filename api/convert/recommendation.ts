import type { z } from "@hono/zod-openapi";
import {
  type RecommendationRow,
  toPublicRecommendation,
} from "../../pipeline/recommendations/recommendation.ts";
import type { Recommendation } from "../schemas/recommendation.ts";

/** A recommendation as the API shows it. */
export function toApiRecommendation(row: RecommendationRow): z.infer<typeof Recommendation> {
  return toPublicRecommendation(row) as z.infer<typeof Recommendation>;
}
