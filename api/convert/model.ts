import type { z } from "@hono/zod-openapi";
import type { ModelMetrics } from "../../analysis/fit/types.ts";
import type { Model as RegistryModel } from "../../pipeline/models/model.ts";
import type { Model } from "../schemas/model.ts";

const instant = (at: Date | null) => at?.toISOString() ?? null;
const rounded = (value: number | null) => (value === null ? null : Math.round(value * 1e4) / 1e4);

/** A model as the API shows it. */
export function toApiModel(model: RegistryModel): z.infer<typeof Model> {
  const { metrics } = model;
  return {
    id: model.id,
    version: model.version,
    status: model.status,
    occasion: model.occasion,
    metrics: metrics && toMetrics(metrics.own),
    compared_with: metrics && {
      version: metrics.inForceVersion,
      metrics: toMetrics(metrics.inForce),
      // Models fitted before the error was reckoned have none.
      standard_error: rounded(metrics.gainError ?? null),
    },
    trained_on: model.trainedOn,
    promoted_by: model.promotedBy,
    created_at: instant(model.createdAt),
    activated_at: instant(model.activatedAt),
    retired_at: instant(model.retiredAt),
  };
}

function toMetrics({ n, logLoss, ece, top1 }: ModelMetrics) {
  return {
    confirmed: n,
    log_loss: rounded(logLoss),
    calibration_error: rounded(ece),
    top1: rounded(top1),
  };
}
