import { integer, numeric, pgTable, text, timestamp } from "drizzle-orm/pg-core";

export const tenants = pgTable("tenants", {
  id: text("id").primaryKey(),
  tenantKey: integer("tenant_key").generatedAlwaysAsIdentity().notNull(),
  parentId: text("parent_id"),
  mode: text("mode", { enum: ["live", "test"] }).notNull(),
  name: text("name").notNull(),
  slug: text("slug").notNull(),
  placement: text("placement", { enum: ["pooled", "dedicated"] }).notNull(),
  status: text("status", { enum: ["active", "suspended", "closed"] })
    .notNull()
    .default("active"),
  timezone: text("timezone").notNull().default("UTC"),
  lateGraceMinutes: integer("late_grace_minutes").notNull().default(1440),
  currency: text("currency").notNull().default("USD"),
  costPerFailedAttempt: numeric("cost_per_failed_attempt", { precision: 12, scale: 2 }),
  costPerLateHour: numeric("cost_per_late_hour", { precision: 12, scale: 2 }),
  /** Null for what every tenant may. */
  eventsPerSecond: integer("events_per_second"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  updatedAt: timestamp("updated_at", { withTimezone: true }).notNull().defaultNow(),
});
