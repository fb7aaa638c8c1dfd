import { bigint, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

/** Ranges of the log that the store stage took up. A range is proof of nothing until it is `done`. */
export const storedRanges = pgTable(
  "stored_ranges",
  {
    topic: text("topic").notNull(),
    partition: integer("partition").notNull(),
    firstOffset: bigint("first_offset", { mode: "number" }).notNull(),
    lastOffset: bigint("last_offset", { mode: "number" }).notNull(),
    state: text("state", { enum: ["open", "done"] })
      .notNull()
      .default("open"),
    /** Tokens' beginning of the ranges that it was stored together with; null = it was alone. */
    joint: text("joint"),
    openedAt: timestamp("opened_at", { withTimezone: true }).notNull().defaultNow(),
    doneAt: timestamp("done_at", { withTimezone: true }),
  },
  (t) => [primaryKey({ columns: [t.topic, t.partition, t.firstOffset] })],
);
