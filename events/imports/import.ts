import type { IMPORT_STATES, importFiles, imports } from "../../drizzle/schema/import.ts";
import type { Mapping } from "./mapping.ts";

type ImportRow = typeof imports.$inferSelect;
type FileRow = typeof importFiles.$inferSelect;
export type ImportState = (typeof IMPORT_STATES)[number];

/** One file: how much of it came, and how much of that has been read. */
export interface ImportFile {
  readonly name: string;
  readonly bytes: number;
  /** Null until it is known how many there will be. */
  readonly total_bytes: number | null;
  readonly complete: boolean;
  readonly rows: number;
  readonly bytes_read: number;
  readonly done: boolean;
}

/** What became of rows and events; the last four as the sink decided. */
export interface ImportCounts {
  readonly rows: number;
  /** Rows of which at least one event could not be made or was rejected. */
  readonly rows_failed: number;
  readonly events_accepted: number;
  readonly events_rejected: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly conflict: number;
  readonly quarantined: number;
}

/** A bulk import, as the API shows it and as `import.finished` tells of it. Times are RFC 3339 UTC. */
export interface Import {
  readonly id: string;
  readonly state: ImportState;
  readonly preset: string | null;
  readonly source: string;
  readonly as_of: string | null;
  readonly notify: boolean;
  readonly counts: ImportCounts;
  readonly progress: {
    readonly rows: number;
    readonly bytes_read: number;
    readonly bytes_total: number;
    /** 0 to 1, of the bytes read. */
    readonly fraction: number;
    readonly waits_for: "event_log" | "pipeline" | null;
  };
  readonly files: readonly ImportFile[];
  /** Lines that the error file keeps. */
  readonly errors_kept: number;
  /** Why it failed as a whole. */
  readonly problem: { readonly code: string; readonly detail: string } | null;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}

/** Sums over the batches that the import's events came in. */
export type Settlement = Pick<ImportCounts, "stored" | "duplicate" | "conflict" | "quarantined">;

export const NOTHING_SETTLED: Settlement = { stored: 0, duplicate: 0, conflict: 0, quarantined: 0 };

/** The mapping as `createImport` checked it. */
export function mappingOf(row: Pick<ImportRow, "mapping">): Mapping {
  return row.mapping as Mapping;
}

/** Builds the public object from its rows. */
export function toImport(row: ImportRow, files: readonly FileRow[], settlement: Settlement): Import {
  return {
    id: row.id,
    state: row.state,
    preset: row.preset,
    source: mappingOf(row).source,
    as_of: row.asOf?.toISOString() ?? null,
    notify: row.notify,
    counts: {
      rows: row.rowsRead,
      rows_failed: row.rowsFailed,
      events_accepted: row.eventsAccepted,
      events_rejected: row.eventsRejected,
      ...settlement,
    },
    progress: toProgress(row, files),
    files: files.toSorted(byPosition).map(toFile),
    errors_kept: row.errorsKept,
    problem: row.problem,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    finished_at: row.finishedAt?.toISOString() ?? null,
  };
}

function toProgress(row: ImportRow, files: readonly FileRow[]): Import["progress"] {
  const read = files.reduce((sum, file) => sum + file.bytesRead, 0);
  const total = files.reduce((sum, file) => sum + (file.totalBytes ?? file.bytes), 0);
  const allRead = row.state === "settling" || row.state === "finished";
  return {
    rows: row.rowsRead,
    bytes_read: read,
    bytes_total: total,
    fraction: allRead ? 1 : total === 0 ? 0 : Math.floor((1_000 * read) / total) / 1_000,
    waits_for: row.waitsFor,
  };
}

function byPosition(a: FileRow, b: FileRow): number {
  return (a.position ?? 0) - (b.position ?? 0) || (a.name < b.name ? -1 : 1);
}

export function toFile(row: FileRow): ImportFile {
  return {
    name: row.name,
    bytes: row.bytes,
    total_bytes: row.totalBytes,
    complete: row.complete,
    rows: row.rowsRead,
    bytes_read: row.bytesRead,
    done: row.done,
  };
}
