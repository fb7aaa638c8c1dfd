import { bigint, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** Ranges of the log whose handling failed or hangs; one that is behind what its group has committed is over. */
export const waitingRanges = pgTable(
  "waiting_ranges",
  {
    group: text("consumer_group").notNull(),
    topic: text("topic").notNull(),
    partition: integer("partition").notNull(),
    firstOffset: bigint("first_offset", { mode: "number" }).notNull(),
    since: timestamp("since", { withTimezone: true }).notNull(),
    attempts: integer("attempts").notNull(),
    error: text("error").notNull(),
    nextTryAt: timestamp("next_try_at", { withTimezone: true }),
    process: text("process").notNull(),
  },
  (t) => [primaryKey({ columns: [t.group, t.topic, t.partition] })],
);
