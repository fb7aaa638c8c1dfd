import type { PublicRefs } from "../refs.ts";

export interface PublicRecordedReason {
  readonly code: string;
  readonly source: string;
  /** Whether evidence other than the report itself speaks for it. */
  readonly corroborated: boolean;
}

export interface PublicCause {
  readonly cause: string;
  readonly family: string;
  readonly confidence: number;
  readonly interval: readonly [number, number];
}

export interface PublicEvidence {
  readonly id: string;
  readonly kind: string;
  readonly stance: "for" | "against" | "context";
  readonly cause: string | null;
  readonly observed: number | null;
  readonly normal: number | null;
  readonly unit: string | null;
  readonly log_lr: number;
  readonly minutes_before: number | null;
  readonly distance_km: number | null;
  readonly statement: string;
  readonly events: readonly { readonly source: string; readonly id: string }[];
}

export interface PublicAnalysis {
  readonly status: "provisional" | "final";
  readonly determined: boolean;
  readonly analyzed_at: string;
  readonly model_version: string;
  readonly primary: PublicCause | null;
  readonly contributing: readonly {
    readonly cause: string;
    readonly family: string;
    readonly share: number;
  }[];
  readonly candidates: readonly { readonly cause: string; readonly probability: number }[];
  readonly unexplained: number;
  readonly evidence: readonly PublicEvidence[];
  readonly counterfactuals: readonly {
    readonly without: string;
    readonly risk: number;
    readonly actual_risk: number;
  }[];
  readonly narrative: string;
  readonly changed_because: string | null;
}

export interface PublicRecommendation {
  readonly id: string;
  readonly action: string;
  readonly owner_role: string;
  /** Failures that the action would avoid; null until it can be estimated. */
  readonly expected_avoided: {
    readonly value: number;
    readonly interval: readonly [number, number];
    readonly per: string;
  } | null;
}

interface FailureIdentity {
  readonly id: string;
  readonly status: string;
  readonly kind: string;
  readonly delivery_id: string;
  readonly attempt: number | null;
  readonly occurred_at: string;
  readonly refs: PublicRefs;
  readonly recorded_reason: PublicRecordedReason | null;
}

/** A failure as `GET /v1/failures/{id}` and the `data` of `failure.*` show it. */
export interface PublicFailure extends FailureIdentity {
  readonly version: number;
  readonly detected_at: string;
  readonly analysis: PublicAnalysis | null;
  readonly recommendations: readonly PublicRecommendation[];
  readonly feedback: {
    readonly confirmed_cause: string | null;
    readonly by: string | null;
    /** Of `GET` alone. */
    readonly note?: string | null;
    readonly at?: string | null;
  };
}

/** A failure as the list shows it. */
export interface PublicFailureSummary extends FailureIdentity {
  readonly analysis: { readonly status: string; readonly primary: PublicCause | null } | null;
}
