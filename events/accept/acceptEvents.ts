import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import { newId } from "../../tenancy/id.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { noteBatch } from "../batches/noteBatch.ts";
import { recordBatch } from "../batches/recordBatch.ts";
import type { AppendOutcome, EventLog } from "../log/port.ts";
import { countRefused } from "../quality/countRefused.ts";
import { closeRefused } from "../quarantine/closeQuarantined.ts";
import { quarantineRecords } from "../quarantine/quarantineRecords.ts";
import { type IngestAnswer, type RecordResult, toAnswer } from "./answer.ts";
import { type Judged, judgeRecords, type TakenRecord } from "./judgeRecords.ts";
import { orUnavailable, unavailable } from "./orUnavailable.ts";
import type { InboundRecord } from "./readRecords.ts";
import { sealRejected } from "./sealRejected.ts";
import { type BatchStamp, type ImportOrigin, toAppends } from "./toAppends.ts";

export interface AcceptDeps {
  readonly log: EventLog;
  readonly keyring: Keyring;
  /** Epoch milliseconds; the machine's clock when absent. */
  readonly now?: () => number;
}

export interface AcceptBody {
  readonly records: Iterable<InboundRecord>;
}

export interface AcceptOptions {
  /** List the accepted records in the answer too. */
  readonly results?: "all";
  /** The import that the records are part of: they may carry `received_hint`. */
  readonly origin?: ImportOrigin | undefined;
  /** Whether the records give way to what others send, as those of imports always do. */
  readonly slow?: boolean;
  /** Done in the transaction that writes the batch down, with the indexes of the records that are in the log. */
  readonly alongside?: (tx: Tx, batchId: string, accepted: ReadonlySet<number>) => Promise<void>;
}

/**
 * Takes the events of one request: validates each, seals what is personal, appends to the log. `accepted` records are
 * durable when this resolves; see `nothingTaken` for an answer without any. Rejected records that name an id are kept
 * in quarantine. @throws DomainError `unavailable` when the log takes none; all may be sent again.
 */
export async function acceptEvents(
  ctx: Ctx,
  deps: AcceptDeps,
  body: AcceptBody,
  options: AcceptOptions = {},
): Promise<IngestAnswer> {
  requireScope(ctx, "events:write");
  const now = deps.now?.() ?? Date.now();
  const { origin, slow = origin !== undefined } = options;
  const stamp: BatchStamp = { batchId: newId("bat_"), receivedAt: new Date(now).toISOString(), origin, slow };
  const hints = origin !== undefined || ctx.tenant.mode === "test";
  const judged = await judgeRecords(body.records, { hints, sources: ctx.sources, now });
  const outcomes = await orUnavailable(append(ctx, deps, judged.taken, stamp));
  if (judged.taken.length > 0 && outcomes.every((outcome) => !outcome.ok)) throw unavailable();
  const accepted = judged.taken.filter((_, index) => outcomes[index]?.ok === true);
  const answer = toAnswer(stamp.batchId, resultsOf(judged, new Set(accepted)), options.results === "all");
  await orUnavailable(writeDown(ctx, deps, { judged, accepted, answer, stamp, options }));
  return answer;
}

async function append(
  ctx: Ctx,
  deps: AcceptDeps,
  taken: readonly TakenRecord[],
  stamp: BatchStamp,
): Promise<readonly AppendOutcome[]> {
  return deps.log.append(await toAppends(ctx, deps.keyring, taken, stamp));
}

function resultsOf(judged: Judged, accepted: ReadonlySet<TakenRecord>): RecordResult[] {
  const notTaken = {
    status: "unavailable",
    retryable: true,
    errors: [
      { code: "unavailable", pointer: "", detail: "the event log did not take this record: send it again" },
    ],
  } as const;
  const done = { retryable: false, errors: [] } as const;
  return [
    ...judged.taken.map((record): RecordResult => {
      const outcome = accepted.has(record) ? ({ ...done, status: "accepted" } as const) : notTaken;
      return { index: record.index, id: record.event.id, ...outcome };
    }),
    ...judged.repeated.map(({ index, id, first }): RecordResult => {
      const outcome = accepted.has(first) ? ({ ...done, status: "duplicate" } as const) : notTaken;
      return { index, id, ...outcome };
    }),
    ...judged.rejected.map(({ index, id, errors }): RecordResult => {
      return { index, ...(id !== null && { id }), status: "rejected", retryable: false, errors };
    }),
  ];
}

interface Outcome {
  readonly judged: Judged;
  /** Those of `taken` that the log holds. */
  readonly accepted: readonly TakenRecord[];
  readonly answer: IngestAnswer;
  readonly stamp: BatchStamp;
  readonly options: AcceptOptions;
}

/** Writes the batch, the quarantine of what was rejected, and closes that of what came again in order. */
async function writeDown(ctx: Ctx, { keyring }: AcceptDeps, outcome: Outcome): Promise<void> {
  const { judged, accepted, answer, stamp, options } = outcome;
  const tenantId = ctx.tenant.id;
  const came = accepted.map(({ event: { source, id } }) => ({
    tenantId,
    source,
    id,
    batchId: stamp.batchId,
  }));
  if (isPlain(outcome)) {
    const { refusedBefore } = await noteBatch(ctx.db, { ctx, answer });
    if (refusedBefore) await withTenant(ctx.db, tenantId, (tx) => closeRefused(tx, came));
    return;
  }
  const rows = await sealRejected(ctx, keyring, judged.rejected, stamp);
  await withTenant(ctx.db, tenantId, async (tx) => {
    await recordBatch(tx, ctx, answer, stamp.origin?.id);
    await options.alongside?.(tx, stamp.batchId, new Set(accepted.map(({ index }) => index)));
    await closeRefused(tx, came);
    await quarantineRecords(tx, keyring, rows);
    await countRefused(tx, tenantId, judged);
  });
}

/** Whether all there is to write is that the batch was taken: most requests. */
function isPlain({ judged, options, stamp }: Outcome): boolean {
  const asSent = judged.rejected.length === 0 && judged.repeated.length === 0;
  return asSent && options.alongside === undefined && stamp.origin === undefined;
}
