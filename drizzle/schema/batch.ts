import { integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

export const ingestBatches = pgTable(
  "ingest_batches",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    /** As the edge answered. */
    accepted: integer("accepted").notNull().default(0),
    duplicates: integer("duplicates").notNull().default(0),
    rejected: integer("rejected").notNull().default(0),
    unavailable: integer("unavailable").notNull().default(0),
    /** As the sink decided. */
    stored: integer("stored").notNull().default(0),
    duplicate: integer("duplicate").notNull().default(0),
    conflict: integer("conflict").notNull().default(0),
    quarantined: integer("quarantined").notNull().default(0),
    /** The import that it is part of. */
    importId: text("import_id"),
    /** The request that brought it; null until the edge has written it down. */
    requestId: text("request_id"),
    traceparent: text("traceparent"),
    actorId: text("actor_id"),
    acceptedAt: timestamp("accepted_at", { withTimezone: true }),
    updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
