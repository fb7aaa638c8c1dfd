/** What the demo reads of a failure; the whole object is `Failure` of the API. */
export interface ToldFailure {
  readonly id: string;
  readonly kind: string;
  readonly delivery_id: string;
  readonly attempt?: number | null;
  readonly occurred_at: string;
  readonly refs: Readonly<Record<string, string | undefined>>;
  readonly recorded_reason?: {
    readonly code: string;
    readonly source: string;
    readonly corroborated: boolean;
  } | null;
  readonly analysis?: ToldAnalysis | null;
  readonly recommendations?: readonly ToldRecommendation[];
}

export interface ToldAnalysis {
  readonly status: string;
  readonly determined: boolean;
  readonly primary?: ToldCause | null;
  readonly candidates?: readonly { readonly cause: string; readonly probability: number }[];
  readonly unexplained?: number;
  readonly evidence?: readonly ToldEvidence[];
  readonly narrative?: string;
}

export interface ToldCause {
  readonly cause: string;
  readonly confidence: number;
  readonly interval: readonly number[];
}

export interface ToldEvidence {
  readonly kind: string;
  readonly stance: string;
  readonly cause: string | null;
  readonly log_lr: number;
  readonly statement: string;
  readonly events: readonly { readonly source: string; readonly id: string }[];
}

export interface ToldRecommendation {
  readonly action: string;
  readonly owner_role: string;
}
