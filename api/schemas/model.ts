import { z } from "@hono/zod-openapi";
import { FIT_OCCASIONS, MODEL_STATUSES } from "../../drizzle/schema/attribution.ts";
import { count, list, share, text, time } from "./common.ts";
import { MODEL_EXAMPLE } from "./modelExamples.ts";

const Metrics = z
  .object({
    confirmed: count().openapi({ description: "Confirmed causes that it was held against." }),
    log_loss: z.number().nullable().openapi({
      description: "Mean negative natural logarithm of the probability given to the confirmed cause.",
    }),
    calibration_error: share()
      .nullable()
      .openapi({ description: "Mean distance between stated confidence and share of right answers." }),
    top1: share().nullable().openapi({ description: "Share of confirmed causes that it ranked first." }),
  })
  .openapi("ModelMetrics", { example: MODEL_EXAMPLE.metrics });

export const Model = z
  .object({
    id: text(64),
    version: text(64).openapi({ description: "As analyses name it.", example: "attr-12" }),
    status: z.enum(MODEL_STATUSES).openapi({
      description:
        "Active: in force. Candidate: fitted, does not do better than what is. Retired: was in force.",
    }),
    occasion: z
      .enum(FIT_OCCASIONS)
      .nullable()
      .openapi({ description: "Why it was fitted; null for the experts' model." }),
    metrics: Metrics.nullable().openapi({
      description: "On confirmed causes of deliveries that were held out of the fit that is compared.",
    }),
    compared_with: z
      .object({
        version: text(64),
        metrics: Metrics,
        standard_error: z.number().min(0).nullable().openapi({
          description:
            "Of the difference of both log losses: how far it may be chance. A model that saw a quarter more failures than what is in force need only not be worse by more than twice this.",
        }),
      })
      .nullable()
      .openapi({ description: "What was in force when it was fitted, on the same confirmed causes." }),
    trained_on: z
      .object({
        failures: count(),
        attempts: count(),
        confirmed: count(),
        from: time().nullable(),
        to: time().nullable(),
        seconds: z.number().min(0),
      })
      .nullable()
      .openapi({ description: "What it was fitted on, and how long that took." }),
    promoted_by: text(64).nullable().openapi({ description: "`fit`, or the credential." }),
    created_at: time().nullable(),
    activated_at: time().nullable(),
    retired_at: time().nullable(),
  })
  .openapi("Model", { example: MODEL_EXAMPLE });

/** All of them: the registry keeps the last twenty. */
export const ModelList = z
  .object({ data: list(Model, 100) })
  .openapi("ModelList", { example: { data: [MODEL_EXAMPLE] } });

export const ModelFit = z
  .object({ status: z.literal("queued"), requested_at: time() })
  .openapi("ModelFit", { example: { status: "queued", requested_at: "2026-11-20T17:10:00.000Z" } });
