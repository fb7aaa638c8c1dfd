import { LRUCache } from "lru-cache";
import type { Tenant } from "../../tenancy/context.ts";
import type { RateDecision, RateLimiter, RatePolicy } from "../../tenancy/ports.ts";
import { MAX_EVENTS_PER_REQUEST } from "../limits.ts";

/** What a tenant may send at once is what it may send in this time. */
const BURST_SECONDS = 10;
const MAX_TENANTS = 10_000;

export interface EventsTaken {
  readonly policy: RatePolicy;
  readonly decision: RateDecision;
  /** Seconds after which the same records can be taken; 0 when they were. */
  readonly retryAfter: number;
}

/** Until when a tenant's requests are refused without asking, epoch ms: one memory for each limiter. */
const refusals = new WeakMap<RateLimiter, LRUCache<string, number>>();

function refusalsOf(limiter: RateLimiter): LRUCache<string, number> {
  const known = refusals.get(limiter);
  if (known) return known;
  const made = new LRUCache<string, number>({ max: MAX_TENANTS });
  refusals.set(limiter, made);
  return made;
}

/** The bucket of a figure for each second. It holds a whole request however small the figure is. */
export function eventPolicy(name: string, perSecond: number): RatePolicy {
  const windowSeconds = Math.max(BURST_SECONDS, Math.ceil(MAX_EVENTS_PER_REQUEST / perSecond));
  return { name, limit: perSecond * windowSeconds, windowSeconds };
}

/**
 * Takes as many events from the tenant's quota as a request has records, or none of them. A refusal is remembered in
 * this process until it is over.
 */
export async function takeEvents(
  limiter: RateLimiter,
  tenant: Pick<Tenant, "id" | "eventsPerSecond">,
  records: number,
  now: number = Date.now(),
): Promise<EventsTaken> {
  const policy = eventPolicy("events", tenant.eventsPerSecond);
  const decision = await limiter.take(policy, tenant.id, records);
  if (decision.allowed) return { policy, decision, retryAfter: 0 };
  const missing = Math.min(records, policy.limit) - decision.remaining;
  const retryAfter = Math.max(1, Math.ceil((missing * policy.windowSeconds) / policy.limit));
  refusalsOf(limiter).set(tenant.id, now + retryAfter * 1_000);
  return { policy, decision, retryAfter };
}

/**
 * What is still refused after an earlier refusal, without a look at the request or the bucket: who sends far too much
 * costs next to nothing, and who wants much at once is not overtaken by small requests of the same tenant.
 */
export function stillRefused(
  limiter: RateLimiter,
  tenant: Pick<Tenant, "id" | "eventsPerSecond">,
  now: number = Date.now(),
): EventsTaken | null {
  const until = refusals.get(limiter)?.get(tenant.id) ?? 0;
  if (until <= now) return null;
  const policy = eventPolicy("events", tenant.eventsPerSecond);
  const retryAfter = Math.ceil((until - now) / 1_000);
  const decision = { allowed: false, limit: policy.limit, remaining: 0, resetSeconds: retryAfter };
  return { policy, decision, retryAfter };
}
