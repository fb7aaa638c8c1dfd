/** Small shared cache. Values are strings; a miss is undefined. A hint only: nothing may be wrong when it forgets. */
export interface Cache {
  get(key: string): Promise<string | undefined>;
  set(key: string, value: string, ttlSeconds: number): Promise<void>;
  delete(key: string): Promise<void>;
  /** Calls `listener` in every process when any process publishes on the channel (revocations). */
  subscribe(channel: string, listener: (message: string) => void): Promise<() => Promise<void>>;
  publish(channel: string, message: string): Promise<void>;
  close(): Promise<void>;
}

export interface RateDecision {
  readonly allowed: boolean;
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until the window or bucket is full again. */
  readonly resetSeconds: number;
}

export interface RateLimiter {
  /** Takes `cost` from the bucket `key` of the named policy. Never rejects: without its store it decides locally. */
  take(
    policy: { readonly name: string; readonly limit: number; readonly windowSeconds: number },
    key: string,
    cost: number,
  ): Promise<RateDecision>;
  close(): Promise<void>;
}

/** Makes the warehouse's database of a placement ready (schema up to date) before the first tenant uses it. */
export type PreparePlacement = (tenant: {
  readonly key: number;
  readonly placement: "pooled" | "dedicated";
}) => Promise<void>;
