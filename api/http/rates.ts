import type { RatePolicy } from "../../tenancy/ports.ts";

/** Routes that are alike in what they cost and whom they serve; each API key has a bucket for each. */
export type RateClass = "read" | "write" | "ingest" | "auth";
/** `tenant` counts all requests of a tenant, so that more keys do not mean more requests. */
export type RatePolicies = Readonly<Record<RateClass | "tenant", RatePolicy>>;

/** Generous: they are guards, not a plan's quota. */
export const DEFAULT_RATES: RatePolicies = {
  read: { name: "read", limit: 20_000, windowSeconds: 10 },
  write: { name: "write", limit: 5_000, windowSeconds: 10 },
  ingest: { name: "ingest", limit: 20_000, windowSeconds: 10 },
  auth: { name: "auth", limit: 600, windowSeconds: 60 },
  tenant: { name: "tenant", limit: 40_000, windowSeconds: 10 },
};

/** What makes or ends credentials is `auth`, what brings events `ingest`, what else changes something `write`. */
export function rateClassOf(method: string, path: string): RateClass {
  if (method === "GET" || method === "HEAD") return "read";
  if (/^\/v1\/api-keys\b/.test(path)) return "auth";
  if (/^\/v1\/(?:events$|imports\/[^/]+\/files\/)/.test(path)) return "ingest";
  return "write";
}
