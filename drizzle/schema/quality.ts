import { bigint, integer, pgTable, primaryKey, smallint, text, timestamp } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true });
const big = (name: string) => bigint(name, { mode: "number" });
const count = (name: string) => big(name).notNull().default(0);

/** What became of a source's records, by five minutes; several slots of one bucket sum up. */
export const qualityCounts = pgTable(
  "quality_counts",
  {
    tenantId: text("tenant_id").notNull(),
    source: text("source").notNull(),
    type: text("type").notNull(),
    at: instant("at").notNull(),
    slot: smallint("slot").notNull(),
    stored: count("stored"),
    duplicate: count("duplicate"),
    conflict: count("conflict"),
    quarantined: count("quarantined"),
    rejected: count("rejected"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.source, t.type, t.at, t.slot] })],
);

/** Sources of which too much was refused for a while. */
export const qualityAlerts = pgTable(
  "quality_alerts",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    source: text("source").notNull(),
    state: text("state", { enum: ["open", "resolved"] })
      .notNull()
      .default("open"),
    version: integer("version").notNull().default(1),
    toldVersion: integer("told_version").notNull().default(0),
    received: big("received").notNull(),
    refused: big("refused").notNull(),
    resolvedReceived: big("resolved_received"),
    resolvedRefused: big("resolved_refused"),
    openedAt: instant("opened_at").notNull().defaultNow(),
    resolvedAt: instant("resolved_at"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
