import { LRUCache } from "lru-cache";
import type { Tenant } from "../../tenancy/context.ts";
import type { RateDecision, RateLimiter, RatePolicy } from "../../tenancy/ports.ts";
import { MAX_EVENTS_PER_REQUEST } from "../limits.ts";

/** The part of its quota that a tenant may always use: what it sends beyond gives way to others. */
const SHARE = 1 / 4;
/** What a tenant may send at once is what it may send in this time; of its part, so that it comes in no lumps. */
const BURST_SECONDS = 10;
const SHARE_SECONDS = 2;
const MAX_TENANTS = 10_000;

export interface EventsTaken {
  readonly policy: RatePolicy;
  readonly decision: RateDecision;
  /** Whether the tenant sends more than its share just now: its records are then to give way to others'. */
  readonly slow: boolean;
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
  const share = {
    name: "share",
    limit: Math.ceil(tenant.eventsPerSecond * SHARE) * SHARE_SECONDS,
    windowSeconds: SHARE_SECONDS,
  };
  const [decision, { allowed }] = await Promise.all([
    limiter.take(policy, tenant.id, records),
    limiter.take(share, tenant.id, records),
  ]);
  if (decision.allowed) return { policy, decision, slow: !allowed, retryAfter: 0 };
  const missing = Math.min(records, policy.limit) - decision.remaining;
  const retryAfter = Math.max(1, Math.ceil((missing * policy.windowSeconds) / policy.limit));
  refusalsOf(limiter).set(tenant.id, now + retryAfter * 1_000);
  return { policy, decision, slow: true, retryAfter };
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
  return { policy, decision, slow: true, retryAfter };
}
