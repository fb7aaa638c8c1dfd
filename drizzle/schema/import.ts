import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const time = (name: string) => timestamp(name, { withTimezone: true });
const count = (name: string) => bigint(name, { mode: "number" }).notNull().default(0);

export const IMPORT_STATES = [
  "created",
  "queued",
  "running",
  "settling",
  "finished",
  "failed",
  "cancelled",
] as const;

/** Bulk imports; `problem` says why one failed as a whole. */
export const imports = pgTable(
  "imports",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    state: text("state", { enum: IMPORT_STATES }).notNull().default("created"),
    preset: text("preset"),
    mapping: jsonb("mapping").notNull(),
    asOf: time("as_of"),
    notify: boolean("notify").notNull().default(false),
    createdBy: text("created_by").notNull(),
    sources: jsonb("sources").$type<readonly string[]>(),
    rowsRead: count("rows_read"),
    rowsFailed: count("rows_failed"),
    eventsAccepted: count("events_accepted"),
    eventsRejected: count("events_rejected"),
    problem: jsonb("problem").$type<{ readonly code: string; readonly detail: string }>(),
    createdAt: time("created_at").notNull().defaultNow(),
    startedAt: time("started_at"),
    settledAt: time("settled_at"),
    finishedAt: time("finished_at"),
    clockAt: time("clock_at"),
    errorsKept: count("errors_kept"),
    waitsFor: text("waits_for", { enum: ["event_log", "pipeline"] }),
    toAnnounce: boolean("to_announce").notNull().default(false),
    worker: text("worker"),
    leasedUntil: time("leased_until"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** The files of an import, and how far each has come: uploaded, then read. */
export const importFiles = pgTable(
  "import_files",
  {
    tenantId: text("tenant_id").notNull(),
    importId: text("import_id").notNull(),
    name: text("name").notNull(),
    bytes: count("bytes"),
    totalBytes: bigint("total_bytes", { mode: "number" }),
    complete: boolean("complete").notNull().default(false),
    encoding: text("encoding", { enum: ["identity", "gzip"] })
      .notNull()
      .default("identity"),
    writer: text("writer"),
    writtenUntil: time("written_until"),
    position: integer("position"),
    rowsRead: count("rows_read"),
    bytesRead: count("bytes_read"),
    done: boolean("done").notNull().default(false),
    removedAt: time("removed_at"),
    updatedAt: time("updated_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.importId, t.name] })],
);

/** What was wrong with one row; holds no values of the row. */
export interface ImportErrorLine {
  readonly file: string;
  readonly row: number;
  readonly event_id?: string;
  readonly errors: readonly { readonly code: string; readonly pointer: string; readonly detail: string }[];
}

/** The lines of an import's error file, numbered from 0. */
export const importErrors = pgTable(
  "import_errors",
  {
    tenantId: text("tenant_id").notNull(),
    importId: text("import_id").notNull(),
    n: bigint("n", { mode: "number" }).notNull(),
    line: jsonb("line").$type<ImportErrorLine>().notNull(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.importId, t.n] })],
);
