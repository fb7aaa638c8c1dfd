/** Longer values are not kept. */
export const MAX_CACHED_BYTES = 1024 * 1024;

/** What one tenant has in the cache. Values are strings; a miss is undefined. */
export interface TenantCache {
  get(key: string): Promise<string | undefined>;
  /** Keeps the value for `ttlSeconds` (fractions allowed) at most; one longer than `MAX_CACHED_BYTES` is forgotten. */
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  /** While the store is away this is forgotten too: let nothing depend on it for longer than the value's ttl. */
  delete(key: string): Promise<void>;
}

/** Small shared cache, a hint only: nothing may be wrong when it forgets. Nothing here rejects or waits for long. */
export interface Cache {
  forTenant(tenantId: string): TenantCache;
  /**
   * Calls `listener` in every process when any process publishes on the channel (revocations), and `onGap` when
   * messages may have been missed: whatever they would have ended is to be dropped. Answers the way to stop.
   */
  subscribe(
    channel: string,
    listener: (message: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  /** At least once to every process that listens; kept until the store is back when it is away. */
  publish(channel: string, message: string): Promise<void>;
  close(): Promise<void>;
}

/** A token bucket: `limit` at once, filled evenly over the window. */
export interface RatePolicy {
  readonly name: string;
  readonly limit: number;
  readonly windowSeconds: number;
}

export interface RateDecision {
  readonly allowed: boolean;
  readonly limit: number;
  /** Whole tokens left; may be 0 in a refusal although a smaller request would pass. */
  readonly remaining: number;
  /** Whole seconds until the bucket is full again, never too few. */
  readonly resetSeconds: number;
}

export interface RateLimiter {
  /** Takes `cost` (0 or more) from the bucket `key` of the policy, or nothing. Never rejects: without its store it decides locally. */
  take(policy: RatePolicy, key: string, cost: number): Promise<RateDecision>;
  close(): Promise<void>;
}

/** Makes the warehouse's database of a placement ready (schema up to date) before the first tenant uses it. */
export type PreparePlacement = (tenant: {
  readonly key: number;
  readonly placement: "pooled" | "dedicated";
}) => Promise<void>;
