import { setTimeout as pause } from "node:timers/promises";
import { acceptEvents } from "../../events/accept/acceptEvents.ts";
import type { IngestAnswer, RecordResult } from "../../events/accept/answer.ts";
import type { InboundRecord } from "../../events/accept/readRecords.ts";
import type { ImportOrigin } from "../../events/accept/toAppends.ts";
import { DomainError } from "../../tenancy/errors.ts";
import type { Work } from "./deps.ts";
import type { Chunk } from "./readChunks.ts";
import { noteWait } from "./saveProgress.ts";

export interface AcceptedChunk {
  readonly accepted: number;
  /** Results of the records that were not taken, by their index in the chunk. */
  readonly rejected: readonly RecordResult[];
}

const PAUSES_MS = [200, 500, 1_000, 2_000, 5_000];

/**
 * Sends the records to the event log as part of the import, for ever: what the log does not take is sent again after
 * a growing pause, which the import shows. Ends early only with the lease.
 */
export async function acceptChunk(
  work: Work,
  file: string,
  { records, rowOf }: Pick<Chunk, "records" | "rowOf">,
): Promise<AcceptedChunk> {
  const placeOf = (index: number) => ({ file, row: rowOf[index] ?? 0 });
  let accepted = 0;
  const rejected: RecordResult[] = [];
  let left = records;
  for (let attempt = 0; left.length > 0; attempt++) {
    if (attempt > 0) await waitForLog(work, attempt, left.length);
    const answer = await tryAccept(work, left, placeOf);
    if (answer === null) continue;
    accepted += answer.accepted;
    rejected.push(...answer.results.filter(({ status }) => status === "rejected"));
    const again = new Set(answer.results.flatMap((result) => (result.retryable ? [result.index] : [])));
    left = left.filter(({ index }) => again.has(index));
  }
  return { accepted, rejected };
}

async function tryAccept(
  { ctx, deps, row }: Work,
  records: readonly InboundRecord[],
  placeOf: NonNullable<ImportOrigin["placeOf"]>,
): Promise<IngestAnswer | null> {
  const origin = { id: row.id, quiet: !row.notify, placeOf };
  try {
    return await acceptEvents(
      ctx,
      { log: deps.eventLog, keyring: deps.keyring, now: deps.now },
      { records },
      { origin },
    );
  } catch (error) {
    if (error instanceof DomainError && error.code === "unavailable") return null;
    throw error;
  }
}

async function waitForLog(work: Work, attempt: number, records: number): Promise<void> {
  const { deps, lease } = work;
  const pauseMs = PAUSES_MS[Math.min(attempt, PAUSES_MS.length) - 1] ?? 0;
  deps.log.warn({ import: lease.importId, records, attempt, pauseMs }, "an import waits for the event log");
  await noteWait(work, "event_log");
  await pause(pauseMs, undefined, { signal: lease.signal });
}
