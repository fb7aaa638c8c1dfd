import type { quarantineReplays } from "../../drizzle/schema/quarantine.ts";
import type { QuarantineFilter } from "./filter.ts";

export type ReplayRow = typeof quarantineReplays.$inferSelect;

/** Which open items are to be sent again. */
export type ReplayFilter = Omit<QuarantineFilter, "status">;

/** Many items sent again at once, and how far that is. Times are RFC 3339 UTC. */
export interface Replay {
  readonly id: string;
  readonly state: "queued" | "running" | "finished";
  /** As it was given; times as they were understood. */
  readonly filter: Readonly<Record<string, string>>;
  /** Open items that the filter took when it was made. */
  readonly matched: number;
  /** Items gone through: the next three sum up to them. */
  readonly done: number;
  /** In the event log. */
  readonly accepted: number;
  /** Still wrong: their items tell what is wrong now. */
  readonly rejected: number;
  /** Not to be sent again as they are: conflicts, erased records, rows that were no events, sources out of reach. */
  readonly skipped: number;
  readonly by: string;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

export function filterOf(row: Pick<ReplayRow, "filter">): ReplayFilter {
  return row.filter as ReplayFilter;
}

export function toReplay(row: ReplayRow): Replay {
  const { id, state, matched, done, accepted, rejected, skipped } = row;
  return {
    ...{ id, state, matched, done, accepted, rejected, skipped },
    filter: Object.fromEntries(
      Object.entries(filterOf(row)).map(([name, value]) => [
        name,
        typeof value === "number" ? new Date(value).toISOString() : String(value),
      ]),
    ),
    by: row.actorId,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}
