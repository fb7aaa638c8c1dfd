import { z } from "@hono/zod-openapi";
import { CAUSES } from "../../analysis/model/causes.ts";
import { count, list, pageOf, pageQuery, Refs, rangeQuery, refFields, share, text, time } from "./common.ts";
import { FAILURE_EXAMPLE, FAILURE_SUMMARY_EXAMPLE, FEEDBACK_EXAMPLE } from "./examples.ts";

export const FAILURE_KINDS = [
  "attempt_failed",
  "late",
  "undeliverable",
  "returned",
  "lost",
  "damaged",
  "pickup_failed",
  "cancelled_by_shipper",
] as const;

const cause = () => text(64).openapi({ description: "`party.reason`.", example: "warehouse.capacity" });
const family = () =>
  text(32).openapi({ description: "The part of the cause before the dot.", example: "warehouse" });
const interval = () =>
  z.tuple([share(), share()]).openapi({
    type: "array",
    items: { type: "number", minimum: 0, maximum: 1 },
    minItems: 2,
    maxItems: 2,
    example: [0.71, 0.91],
  });
const measure = () => z.number().nullable();

export const Evidence = z
  .object({
    id: text(64).openapi({ example: "evd_4t9m2k7q" }),
    kind: text(64).openapi({ example: "warehouse_backlog" }),
    stance: z.enum(["for", "against", "context"]),
    cause: cause().nullable(),
    observed: measure(),
    normal: measure(),
    unit: text(64).nullable(),
    log_lr: z
      .number()
      .openapi({ description: "Natural logarithm of the likelihood ratio that this adds for its cause." }),
    minutes_before: measure(),
    distance_km: measure(),
    statement: text(1000).openapi({ example: "W-3 held 1.9 days of orders" }),
    events: list(z.object({ source: text(128), id: text(128) }), 100),
  })
  .openapi("Evidence");

export const Primary = z
  .object({ cause: cause(), family: family(), confidence: share(), interval: interval() })
  .openapi("PrimaryCause");

const analysisStatus = () => z.enum(["provisional", "final"]);

export const FailureAnalysis = z
  .object({
    status: analysisStatus(),
    determined: z.boolean().openapi({ description: "False when no cause stands out." }),
    analyzed_at: time(),
    model_version: text(64).openapi({ example: "attr-1" }),
    primary: Primary.nullable(),
    contributing: list(z.object({ cause: cause(), family: family(), share: share() }), 60),
    candidates: list(z.object({ cause: cause(), probability: share() }), 60),
    unexplained: share(),
    evidence: list(Evidence, 200),
    counterfactuals: list(z.object({ without: cause(), risk: share(), actual_risk: share() }), 60),
    narrative: text(4000),
    changed_because: text(1000).nullable(),
  })
  .openapi("FailureAnalysis");

export const ExpectedAvoided = z.object({
  value: z.number(),
  interval: z
    .tuple([z.number(), z.number()])
    .openapi({ type: "array", items: { type: "number" }, minItems: 2, maxItems: 2 }),
  per: text(16),
});

export const FailureRecommendation = z
  .object({
    id: text(64),
    action: text(1000),
    owner_role: text(64).openapi({ example: "warehouse_manager" }),
    expected_avoided: ExpectedAvoided.nullable().openapi({
      description: "Failures that acting on it should avoid; null until it can be estimated.",
    }),
  })
  .openapi("FailureRecommendation");

export const FailureFeedback = z
  .object({
    confirmed_cause: cause()
      .nullable()
      .openapi({ description: "What people confirmed; null: nothing stands." }),
    by: text(64)
      .nullable()
      .openapi({ description: "Who confirmed it; the credential where nobody was named." }),
    note: text(2000).nullable().optional().openapi({
      description: "For credentials with `personal:read`; absent in webhooks, and where nothing stands.",
    }),
    at: time()
      .nullable()
      .optional()
      .openapi({ description: "When, by the tenant's clock; absent in webhooks." }),
  })
  .openapi("FailureFeedback", { example: FEEDBACK_EXAMPLE });

export const FeedbackCreate = z
  .strictObject({
    confirmed_cause: z
      .enum(CAUSES)
      .nullable()
      .openapi({ description: "A cause of the catalogue; null withdraws what was confirmed before." }),
    by: text(64).min(1).optional().openapi({ description: "Who confirms it; the credential by default." }),
    note: text(2000).min(1).optional().openapi({ description: "Kept sealed, as personal data are." }),
  })
  .openapi("FeedbackCreate", {
    example: { confirmed_cause: "warehouse.capacity", by: "ops-7", note: "The dock was full all morning." },
  });

export const Reanalysis = z
  .object({ failure_id: text(64), version: count(), status: z.literal("queued") })
  .openapi("Reanalysis", {
    example: { failure_id: FAILURE_EXAMPLE.id, version: 3, status: "queued" },
  });

const identity = {
  id: text(64).openapi({ example: "fal_7k2m9q4t8w3x5z6b1c0d2f4g6h" }),
  status: z.enum(["open", "withdrawn"]),
  kind: z.enum(FAILURE_KINDS),
  delivery_id: text(128).openapi({ example: "D-1001" }),
  attempt: z.number().int().min(1).max(65_535).nullable().openapi({ format: "int32" }),
  occurred_at: time(),
  refs: Refs,
  recorded_reason: z
    .object({ code: cause(), source: text(128), corroborated: z.boolean() })
    .nullable()
    .openapi({ description: "What the sender said; null when no reason came." }),
};

/** GET /v1/failures/{id}, and `data` of `failure.*` webhooks. */
export const Failure = z
  .object({
    ...identity,
    version: count(),
    detected_at: time(),
    analysis: FailureAnalysis.nullable().openapi({
      description: "Null until the first analysis, seconds after detection.",
    }),
    recommendations: list(FailureRecommendation, 50),
    feedback: FailureFeedback,
  })
  .openapi("Failure", { example: FAILURE_EXAMPLE });

/** What a list carries of each failure. */
export const FailureSummary = z
  .object({
    ...identity,
    analysis: z.object({ status: analysisStatus(), primary: Primary.nullable() }).nullable(),
  })
  .openapi("FailureSummary");

export const FailurePage = pageOf(FailureSummary, "FailurePage", FAILURE_SUMMARY_EXAMPLE);

export const FailureQuery = z.strictObject({
  ...pageQuery,
  ...rangeQuery,
  status: z.enum(["open", "withdrawn"]).optional(),
  kind: z.enum(FAILURE_KINDS).optional(),
  cause: text(64).optional().openapi({ example: "warehouse.capacity" }),
  family: text(32).optional().openapi({ example: "warehouse" }),
  confidence_min: z.coerce.number().min(0).max(1).optional().openapi({ type: "number", example: 0.8 }),
  ...refFields,
});
export type FailureQuery = z.infer<typeof FailureQuery>;
