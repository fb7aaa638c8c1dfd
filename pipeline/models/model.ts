import type { ModelMetrics } from "../../analysis/fit/types.ts";
import type { attributionModels, FIT_OCCASIONS, MODEL_STATUSES } from "../../drizzle/schema/attribution.ts";

export type ModelStatus = (typeof MODEL_STATUSES)[number];
export type FitOccasion = (typeof FIT_OCCASIONS)[number];

/** What a fit went by. Times are RFC 3339. */
export interface TrainedOn {
  readonly failures: number;
  readonly attempts: number;
  readonly confirmed: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly seconds: number;
}

/** On confirmed causes that neither had seen: the model's and, beside it, those of what was in force. */
export interface HeldOutMetrics {
  readonly own: ModelMetrics;
  readonly inForce: ModelMetrics;
  readonly inForceVersion: string;
  /** Standard error of the difference of their log losses; null where too few causes were confirmed. */
  readonly gainError: number | null;
  /** Failures that each was fitted on; none for the experts' model. */
  readonly failures: number;
  readonly inForceFailures: number;
}

/** A model as the registry shows it, without its parameters. */
export interface Model {
  readonly id: string;
  readonly version: string;
  readonly status: ModelStatus;
  readonly occasion: FitOccasion | null;
  readonly metrics: HeldOutMetrics | null;
  readonly trainedOn: TrainedOn | null;
  readonly promotedBy: string | null;
  readonly createdAt: Date | null;
  readonly activatedAt: Date | null;
  readonly retiredAt: Date | null;
}

/** The experts' model has this id for every tenant: it is in force until another is, and can be gone back to. */
export const EXPERT_ID = "mdl_expert";

export const versionOf = (number: number) => `attr-${number}`;

type Row = Omit<typeof attributionModels.$inferSelect, "parameters" | "tenantId">;

export function toModel(row: Row): Model {
  const { id, number, status, occasion, promotedBy, createdAt, activatedAt, retiredAt } = row;
  return {
    id,
    version: versionOf(number),
    status,
    occasion,
    metrics: row.metrics as unknown as HeldOutMetrics,
    trainedOn: row.trainedOn as unknown as TrainedOn,
    promotedBy,
    createdAt,
    activatedAt,
    retiredAt,
  };
}
