import { readFileSync } from "node:fs";
import type { Scope } from "../../tenancy/scopes.ts";

export interface Operation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly audience: "public" | "tenant" | "operator";
  readonly scope: Scope | null;
}

interface Described {
  readonly operationId: string;
  readonly security: readonly Readonly<Record<string, unknown>>[];
  readonly "x-required-scope"?: Scope;
}

const document = JSON.parse(readFileSync(new URL("../../openapi/openapi.json", import.meta.url), "utf8")) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>>;
};

function audienceOf({ security }: Described): Operation["audience"] {
  if (security.length === 0) return "public";
  return security.some((way) => "operatorAuth" in way) ? "operator" : "tenant";
}

/** Every operation of the committed document, so that a new route is tested without anybody thinking of it. */
export const OPERATIONS: readonly Operation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, described]) => ({
    id: described.operationId,
    method: method.toUpperCase(),
    path,
    audience: audienceOf(described),
    scope: described["x-required-scope"] ?? null,
  })),
);

/** A body that fits, for operations that take one: what is tested must fail for lack of rights alone. */
export const BODIES: Readonly<Record<string, unknown>> = {
  changeTenant: { events_per_second: 2_000 },
  createTenant: { name: "x", slug: "x" },
  createApiKey: { name: "x", scopes: ["events:read"] },
  createWebhookEndpoint: { url: "http://127.0.0.1:9/", event_types: ["failure.analyzed"] },
  updateWebhookEndpoint: { description: "taken over" },
  decideRecommendation: { status: "dismissed", by: "taken over" },
  giveFeedback: { confirmed_cause: "recipient.absent" },
  advanceTestClock: { to: "2026-11-20T00:00:00Z" },
  createImport: { preset: "canonical" },
  putImportFile: "a,b",
  replayQuarantine: { event_id: "secret-refused" },
  rejectQuarantine: { reason: "taken over" },
  sendEvents: { id: "x-1", type: "order.created", occurred_at: "2026-11-20T00:00:00Z", order_id: "O-9" },
};
