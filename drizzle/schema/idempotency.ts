import { integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const time = (name: string) => timestamp(name, { withTimezone: true });

/** Requests that carried an Idempotency-Key, with their answers once they have one. */
export const idempotencyKeys = pgTable(
  "idempotency_keys",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    requestHash: text("request_hash").notNull(),
    worker: text("worker").notNull(),
    leasedUntil: time("leased_until").notNull(),
    status: integer("status"),
    answer: text("answer"),
    createdAt: time("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);
