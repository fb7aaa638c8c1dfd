import { integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

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
    firstSeenAt: timestamp("first_seen_at", { withTimezone: true }).notNull().defaultNow(),
    lastSeenAt: timestamp("last_seen_at", { withTimezone: true }).notNull().defaultNow(),
    closedAt: timestamp("closed_at", { withTimezone: true }),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.id] })],
);
