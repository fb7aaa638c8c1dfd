import { bigint, boolean, integer, jsonb, pgTable, primaryKey, text, timestamp } from "drizzle-orm/pg-core";

const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A key rotated away that still signs until `until` (RFC 3339). */
export interface PreviousSecret {
  readonly secret: string;
  readonly until: string;
}

/** Where a tenant wants to be told. `secret` is sealed by the keyring. */
export const webhookEndpoints = pgTable(
  "webhook_endpoints",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    url: text("url").notNull(),
    eventTypes: text("event_types").array().notNull(),
    description: text("description").notNull().default(""),
    secret: text("secret").notNull(),
    previousSecrets: jsonb("previous_secrets").$type<readonly PreviousSecret[]>().notNull().default([]),
    enabled: boolean("enabled").notNull().default(true),
    disabledReason: text("disabled_reason"),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** What is told: the exact body, once per (type, object, version). */
export const webhookMessages = pgTable(
  "webhook_messages",
  {
    tenantId: text("tenant_id").notNull(),
    id: text("id").notNull(),
    type: text("type").notNull(),
    objectId: text("object_id").notNull(),
    version: integer("version").notNull(),
    payload: text("payload").notNull(),
    createdAt: instant("created_at").notNull().defaultNow(),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.id] })],
);

/** One message to one endpoint, and how far telling it has come. */
export const webhookDeliveries = pgTable(
  "webhook_deliveries",
  {
    tenantId: text("tenant_id").notNull(),
    messageId: text("message_id").notNull(),
    endpointId: text("endpoint_id").notNull(),
    state: text("state", { enum: ["pending", "delivered", "failed"] })
      .notNull()
      .default("pending"),
    attempts: integer("attempts").notNull().default(0),
    nextAttemptAt: instant("next_attempt_at").notNull().defaultNow(),
    lastAttemptAt: instant("last_attempt_at"),
    lastStatus: integer("last_status"),
    lastError: text("last_error"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.messageId, t.endpointId] })],
);

/** The log of tries. `status` is null where no answer came; then `error` says why. */
export const webhookAttempts = pgTable(
  "webhook_attempts",
  {
    tenantId: text("tenant_id").notNull(),
    messageId: text("message_id").notNull(),
    endpointId: text("endpoint_id").notNull(),
    attempt: integer("attempt").notNull(),
    id: text("id").notNull(),
    attemptedAt: instant("attempted_at").notNull(),
    durationMs: integer("duration_ms").notNull(),
    status: integer("status"),
    error: text("error"),
    responseBody: text("response_body"),
  },
  (t) => [primaryKey({ columns: [t.tenantId, t.messageId, t.endpointId, t.attempt] })],
);

/** Where dispatch stands in the event log. */
export const webhookPositions = pgTable(
  "webhook_positions",
  {
    topic: text("topic").notNull(),
    partition: integer("partition").notNull(),
    nextOffset: bigint("next_offset", { mode: "number" }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.topic, t.partition] })],
);
