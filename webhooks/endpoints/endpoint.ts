import type { webhookEndpoints } from "../../drizzle/schema/webhook.ts";
import { DomainError } from "../../tenancy/errors.ts";
import type { Keyring } from "../../tenancy/keyring.ts";
import type { EgressPolicy } from "../egress/policy.ts";

/** What the verbs that take a URL or make a secret need beside the context. */
export interface EndpointDeps {
  readonly keyring: Keyring;
  readonly egress: EgressPolicy;
}

/** An endpoint as the API shows it; times are RFC 3339 UTC. */
export interface WebhookEndpoint {
  readonly id: string;
  readonly url: string;
  readonly event_types: readonly string[];
  readonly description: string;
  readonly enabled: boolean;
  readonly disabled_reason: string | null;
  readonly created_at: string;
}

/** Given by create and by rotate only. */
export interface WebhookEndpointWithSecret extends WebhookEndpoint {
  /** `whsec_` + base64 of 32 bytes. */
  readonly secret: string;
}

export function toEndpoint(row: typeof webhookEndpoints.$inferSelect): WebhookEndpoint {
  return {
    id: row.id,
    url: row.url,
    event_types: row.eventTypes,
    description: row.description,
    enabled: row.enabled,
    disabled_reason: row.disabledReason,
    created_at: row.createdAt.toISOString(),
  };
}

/** The same answer for what never was and for another tenant's. */
export function endpointNotFound(id: string): DomainError {
  return new DomainError("not_found", `There is no webhook endpoint ${id}.`);
}
