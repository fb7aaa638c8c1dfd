import type { webhookAttempts, webhookDeliveries, webhookMessages } from "../../drizzle/schema/webhook.ts";

/** A message as lists show it; times are RFC 3339 UTC. */
export interface WebhookMessage {
  readonly id: string;
  readonly type: string;
  readonly object_id: string;
  readonly version: number;
  readonly created_at: string;
}

export interface WebhookDelivery {
  readonly endpoint_id: string;
  readonly state: "pending" | "delivered" | "failed";
  readonly attempts: number;
  /** Null unless pending. */
  readonly next_attempt_at: string | null;
  readonly last_attempt_at: string | null;
  readonly last_status: number | null;
  readonly last_error: string | null;
}

export interface WebhookMessageDetails extends WebhookMessage {
  /** The body as it is sent, parsed. */
  readonly payload: unknown;
  readonly deliveries: readonly WebhookDelivery[];
}

export interface WebhookAttempt {
  readonly id: string;
  readonly endpoint_id: string;
  readonly attempt: number;
  readonly attempted_at: string;
  readonly duration_ms: number;
  /** Null where no answer came; then `error` says why. */
  readonly status: number | null;
  readonly error: string | null;
  readonly response_body: string | null;
}

type MessageColumns = Omit<typeof webhookMessages.$inferSelect, "payload">;

export function toMessage(row: MessageColumns): WebhookMessage {
  const { id, type, objectId, version, createdAt } = row;
  return { id, type, object_id: objectId, version, created_at: createdAt.toISOString() };
}

export function toDelivery(row: typeof webhookDeliveries.$inferSelect): WebhookDelivery {
  return {
    endpoint_id: row.endpointId,
    state: row.state,
    attempts: row.attempts,
    next_attempt_at: row.state === "pending" ? row.nextAttemptAt.toISOString() : null,
    last_attempt_at: row.lastAttemptAt?.toISOString() ?? null,
    last_status: row.lastStatus,
    last_error: row.lastError,
  };
}

export function toAttempt(row: typeof webhookAttempts.$inferSelect): WebhookAttempt {
  return {
    id: row.id,
    endpoint_id: row.endpointId,
    attempt: row.attempt,
    attempted_at: row.attemptedAt.toISOString(),
    duration_ms: row.durationMs,
    status: row.status,
    error: row.error,
    response_body: row.responseBody,
  };
}
