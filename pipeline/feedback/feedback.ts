import type { failureFeedback } from "../../drizzle/schema/attribution.ts";

/** What people confirmed of one failure, as it stands. Times are RFC 3339. */
export interface Feedback {
  readonly failureId: string;
  readonly confirmedCause: string | null;
  readonly by: string | null;
  readonly note: string | null;
  readonly at: string | null;
}

export type FeedbackRow = typeof failureFeedback.$inferSelect;

/** The row that speaks of a failure: of its own id, or of one that it took over when attempts were merged; the latest. */
export function feedbackOf(
  rows: readonly FeedbackRow[],
  failure: { readonly failure_id: string; readonly aliases: readonly string[] },
): FeedbackRow | undefined {
  const ids = new Set([failure.failure_id, ...failure.aliases]);
  return rows
    .filter(({ failureId }) => ids.has(failureId))
    .toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime() || (a.id < b.id ? 1 : -1))[0];
}
