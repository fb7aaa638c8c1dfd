import { pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

export const dataKeys = pgTable(
  "data_keys",
  {
    tenantId: text("tenant_id").notNull(),
    /** Keyed hash of the customer or delivery; the table names no person. */
    subject: text("subject").notNull(),
    wrappedKey: text("wrapped_key").notNull(),
    createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.subject] })],
);
