import { findPlaybook } from "../../analysis/recommend/playbooks.ts";
import type { RECOMMENDATION_STATUSES, recommendations } from "../../drizzle/schema/attribution.ts";

export type RecommendationRow = typeof recommendations.$inferSelect;
export type RecommendationStatus = (typeof RECOMMENDATION_STATUSES)[number];

/** A recommendation as the API and `recommendation.*` show it. Times are RFC 3339. */
export interface PublicRecommendation {
  readonly id: string;
  readonly version: number;
  readonly status: RecommendationStatus;
  readonly playbook: string;
  readonly action: string;
  readonly owner_role: string;
  /** What it is done at; null where the failures name nothing. */
  readonly entity: { readonly kind: string; readonly id: string } | null;
  readonly causes: readonly string[];
  readonly failures: number;
  readonly expected_avoided: {
    readonly value: number;
    readonly interval: readonly [number, number];
    readonly per: "week";
  };
  readonly first_failure_at: string;
  readonly last_failure_at: string;
  readonly status_by: string | null;
  readonly status_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export function toPublicRecommendation(row: RecommendationRow): PublicRecommendation {
  return {
    id: row.id,
    version: row.version,
    status: row.status,
    playbook: row.playbook,
    action: findPlaybook(row.playbook)?.action ?? "",
    owner_role: row.ownerRole,
    entity: row.entityKind === "" ? null : { kind: row.entityKind, id: row.entityId },
    causes: row.causes,
    failures: row.failures,
    expected_avoided: expectedAvoided(row),
    first_failure_at: row.firstFailureAt.toISOString(),
    last_failure_at: row.lastFailureAt.toISOString(),
    status_by: row.statusBy,
    status_at: row.statusAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

export function expectedAvoided(
  row: Pick<RecommendationRow, "avoided" | "avoidedLow" | "avoidedHigh">,
): PublicRecommendation["expected_avoided"] {
  return { value: row.avoided, interval: [row.avoidedLow, row.avoidedHigh], per: "week" };
}
