import type { FieldError } from "../../tenancy/errors.ts";

export type RecordStatus = "accepted" | "duplicate" | "rejected" | "unavailable";

export interface RecordResult {
  readonly index: number;
  readonly id?: string;
  readonly status: RecordStatus;
  readonly retryable: boolean;
  readonly errors: readonly FieldError[];
}

/** The public answer to one ingest request. */
export interface IngestAnswer {
  readonly batch_id: string;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly unavailable: number;
  /** Records that were not accepted, by index; all of them when asked for. */
  readonly results: readonly RecordResult[];
}

/** Builds the answer from a result per record. */
export function toAnswer(batchId: string, results: readonly RecordResult[], all: boolean): IngestAnswer {
  const counts: Record<RecordStatus, number> = { accepted: 0, duplicate: 0, rejected: 0, unavailable: 0 };
  for (const { status } of results) counts[status]++;
  const listed = all ? results : results.filter(({ status }) => status !== "accepted");
  return {
    batch_id: batchId,
    accepted: counts.accepted,
    duplicates: counts.duplicate,
    rejected: counts.rejected,
    unavailable: counts.unavailable,
    results: listed.toSorted((a, b) => a.index - b.index),
  };
}

/** Whether no record could be taken: each was at fault, and sending them again will not help. */
export function nothingTaken(answer: IngestAnswer): boolean {
  return answer.accepted === 0 && answer.duplicates === 0 && answer.rejected > 0;
}
