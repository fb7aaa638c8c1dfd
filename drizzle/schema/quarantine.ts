import { integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true });
const count = (name: string) => integer(name).notNull().default(0);

/** Records that could not be taken; `raw` and `closed_note` are encrypted. */
export const quarantine = pgTable(
  "quarantine",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    stage: text("stage", { enum: ["edge", "store"] }).notNull(),
    status: text("status", { enum: ["open", "closed"] })
      .notNull()
      .default("open"),
    source: text("source").notNull(),
    eventId: text("event_id").notNull(),
    type: text("type"),
    code: text("code").notNull(),
    pointer: text("pointer").notNull(),
    errors: jsonb("errors").notNull().$type<readonly { code: string; pointer: string; detail: string }[]>(),
    raw: text("raw").notNull(),
    schemaVersion: text("schema_version").notNull(),
    batchId: text("batch_id").notNull(),
    requestId: text("request_id").notNull(),
    seen: integer("seen").notNull().default(1),
    firstSeenAt: instant("first_seen_at").notNull().defaultNow(),
    lastSeenAt: instant("last_seen_at").notNull().defaultNow(),
    closedAt: instant("closed_at"),
    importId: text("import_id"),
    importFile: text("import_file"),
    importRow: integer("import_row"),
    traceparent: text("traceparent"),
    resolution: text("resolution", { enum: ["corrected", "resubmitted", "rejected"] }),
    closedBy: text("closed_by"),
    closedNote: text("closed_note"),
    closedBatchId: text("closed_batch_id"),
    resubmittedAt: instant("resubmitted_at"),
    resubmittedBy: text("resubmitted_by"),
    resubmittedBatchId: text("resubmitted_batch_id"),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);

/** Replays of many items: which, as whom, and how far they are. `filter` is what was asked for. */
export const quarantineReplays = pgTable(
  "quarantine_replays",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    state: text("state", { enum: ["queued", "running", "finished"] })
      .notNull()
      .default("queued"),
    filter: jsonb("filter").notNull(),
    filterHash: text("filter_hash").notNull(),
    actorId: text("actor_id").notNull(),
    sources: jsonb("sources").$type<readonly string[]>(),
    requestId: text("request_id").notNull(),
    matched: integer("matched").notNull(),
    untilId: text("until_id").notNull(),
    afterId: text("after_id").notNull().default(""),
    done: count("done"),
    accepted: count("accepted"),
    rejected: count("rejected"),
    skipped: count("skipped"),
    createdAt: instant("created_at").notNull().defaultNow(),
    startedAt: instant("started_at"),
    finishedAt: instant("finished_at"),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
