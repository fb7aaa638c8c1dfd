import { boolean, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** Deliveries to be looked at again when the clock that they go by reaches `dueAt`. */
export const dueChecks = pgTable(
  "due_checks",
  {
    tenantId: text("tenant_id").notNull(),
    kind: text("kind", { enum: ["late", "final"] }).notNull(),
    deliveryId: text("delivery_id").notNull(),
    dueAt: timestamp("due_at", { withTimezone: true }).notNull(),
    /** Set when only imports speak of the delivery: the latest of them, by whose clock it goes. */
    importId: text("import_id"),
    quiet: boolean("quiet").notNull().default(false),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.kind, t.deliveryId] })],
);

/** The clocks of sandboxes that live in another time than now. */
export const tenantClocks = pgTable("tenant_clocks", {
  tenantId: text("tenant_id").primaryKey(),
  nowAt: timestamp("now_at", { withTimezone: true }).notNull(),
  settledAt: timestamp("settled_at", { withTimezone: true }),
});
