import { bigint, customType, integer, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });

export const logPartitions = pgTable(
  "log_partitions",
  {
    topic: text("topic").notNull(),
    partition: integer("partition").notNull(),
    nextOffset: bigint("next_offset", { mode: "number" }).notNull().default(0),
  },
  (table) => [primaryKey({ columns: [table.topic, table.partition] })],
);

export const logBatches = pgTable(
  "log_batches",
  {
    topic: text("topic").notNull(),
    partition: integer("partition").notNull(),
    firstOffset: bigint("first_offset", { mode: "number" }).notNull(),
    lastOffset: bigint("last_offset", { mode: "number" }).notNull(),
    appendedAt: timestamp("appended_at", { withTimezone: true }).notNull(),
    payload: bytea("payload").notNull(),
  },
  (table) => [primaryKey({ columns: [table.topic, table.partition, table.lastOffset] })],
);

export const logOffsets = pgTable(
  "log_offsets",
  {
    consumerGroup: text("consumer_group").notNull(),
    topic: text("topic").notNull(),
    partition: integer("partition").notNull(),
    nextOffset: bigint("next_offset", { mode: "number" }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.consumerGroup, table.topic, table.partition] })],
);

export const logMembers = pgTable(
  "log_members",
  {
    consumerGroup: text("consumer_group").notNull(),
    member: text("member").notNull(),
    leaseUntil: timestamp("lease_until", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.consumerGroup, table.member] })],
);

export const logAssignments = pgTable(
  "log_assignments",
  {
    consumerGroup: text("consumer_group").notNull(),
    partition: integer("partition").notNull(),
    member: text("member"),
    epoch: bigint("epoch", { mode: "number" }).notNull().default(0),
    leaseUntil: timestamp("lease_until", { withTimezone: true }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.consumerGroup, table.partition] })],
);
