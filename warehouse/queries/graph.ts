import type { Reader } from "../client.ts";
import type { FailureSummaryRow } from "../failures/toFailureSummary.ts";
import { latest } from "../latest.ts";
import type { FailureFactRow } from "../tables.ts";
import { epochOf } from "../time.ts";
import { instant, OWN } from "./conditions.ts";
import { LEAN } from "./failures.ts";

/** References that failures may have in common. */
export const SHARED_REFS = ["warehouse_id", "driver_id", "vehicle_id", "route_id", "city"] as const;
export type SharedRef = (typeof SHARED_REFS)[number];

export interface NeighbourFilter {
  readonly failure: FailureFactRow;
  readonly refs: readonly SharedRef[];
  /** Failures that occurred within so many hours before or after. */
  readonly hours: number;
  readonly limit: number;
}

/** Other open failures that share one of the references, the nearest in time first. */
export function findNeighbours(
  reader: Reader,
  { failure, refs, hours, limit }: NeighbourFilter,
): Promise<FailureSummaryRow[]> {
  const given = refs.filter((ref) => failure[ref] !== "");
  if (given.length === 0) return Promise.resolve([]);
  const shared = given.map((ref) => `${ref} = {${ref}:String}`).join(" OR ");
  const at = epochOf(failure.occurred_at);
  return reader.query<FailureSummaryRow>(
    `SELECT ${LEAN} FROM ${latest("failure_facts")}
     WHERE ${OWN} AND status = 'open' AND failure_id != {id:String}
       AND occurred_at BETWEEN ${instant("from")} AND ${instant("to")} AND (${shared})
     ORDER BY abs(dateDiff('second', occurred_at, ${instant("at")})), failure_id LIMIT {rows:UInt32}`,
    {
      ...Object.fromEntries(given.map((ref) => [ref, failure[ref]])),
      id: failure.failure_id,
      at,
      from: at - hours * 3_600_000,
      to: at + hours * 3_600_000,
      rows: limit,
    },
  );
}

/** An event of context, and a failure that it is evidence of. */
export interface CommonEvent {
  readonly failure_id: string;
  readonly source: string;
  readonly id: string;
}

/** Other failures that rest on one of these events: what hangs on the same storm, jam or strike. */
export function findCommonEvents(
  reader: Reader,
  {
    failureId,
    events,
    limit,
  }: {
    readonly failureId: string;
    readonly events: readonly { readonly source: string; readonly id: string }[];
    readonly limit: number;
  },
): Promise<CommonEvent[]> {
  if (events.length === 0) return Promise.resolve([]);
  return reader.query<CommonEvent>(
    `SELECT DISTINCT failure_id, event.1 AS source, event.2 AS id FROM (
       SELECT failure_id, arrayJoin(arrayZip(event_sources, event_ids)) AS event FROM ${latest("correlation_facts")}
       WHERE ${OWN} AND failure_id != {failure:String} AND hasAny(event_ids, {ids:Array(String)})
     ) WHERE (event.1, event.2) IN (SELECT arrayJoin(arrayZip({sources:Array(String)}, {ids:Array(String)})))
     ORDER BY failure_id LIMIT {rows:UInt32}`,
    {
      failure: failureId,
      sources: events.map(({ source }) => source),
      ids: events.map(({ id }) => id),
      rows: limit,
    },
  );
}

/** The open failures with these ids, without their evidence and texts. */
export function findSummaries(reader: Reader, ids: readonly string[]): Promise<FailureSummaryRow[]> {
  if (ids.length === 0) return Promise.resolve([]);
  return reader.query<FailureSummaryRow>(
    `SELECT ${LEAN} FROM ${latest("failure_facts")}
     WHERE ${OWN} AND status = 'open' AND failure_id IN {ids:Array(String)} ORDER BY failure_id`,
    { ids },
  );
}
