import type { HttpBindings } from "@hono/node-server";
import type { OpenAPIHono } from "@hono/zod-openapi";
import type { Logger } from "pino";
import type { FileStore } from "../events/imports/ports.ts";
import type { EventLog } from "../events/log/port.ts";
import type { Ctx } from "../tenancy/context.ts";
import type { Database } from "../tenancy/database.ts";
import type { Keyring } from "../tenancy/keyring.ts";
import type { Cache, PreparePlacement, RateDecision, RateLimiter, RatePolicy } from "../tenancy/ports.ts";
import type { Warehouse } from "../warehouse/client.ts";
import type { EgressPolicy } from "../webhooks/egress/policy.ts";
import type { BodyBudget, Hold } from "./http/bodyBudget.ts";
import type { RatePolicies } from "./http/rates.ts";

/** State of one dependency as `GET /readyz` shows it. */
export interface DependencyState {
  readonly state: "ready" | "unavailable";
  /** When this process saw that state begin, RFC 3339 UTC. */
  readonly since: string;
  /** What is wrong, in words fit for an operator; absent when ready. */
  readonly detail?: string;
  /** Requests are served without it. */
  readonly optional?: boolean;
}

export interface ReadinessReport {
  /** Whether new requests may be sent here. */
  readonly ready: boolean;
  readonly status: "ready" | "unavailable" | "draining";
  readonly dependencies: Readonly<Record<string, DependencyState>>;
}

/** All that the edge needs, built once by the composition root. */
export interface ApiDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly log: Logger;
  readonly eventLog: EventLog;
  readonly warehouse: Warehouse;
  readonly cache: Cache;
  readonly limiter: RateLimiter;
  readonly operatorKey: string;
  readonly egress: EgressPolicy;
  readonly prepare: PreparePlacement;
  /** Where the files of imports are kept until they have been read. */
  readonly importFiles: FileStore;
  readonly readiness: () => Promise<ReadinessReport>;
  /** Requests that may be sent, by class of route and by tenant; generous defaults for those absent. */
  readonly rates?: Partial<RatePolicies>;
  /** How long a body may take to come, and how long an upload may pause; a minute when absent. */
  readonly bodyTimeoutMs?: number;
  /** Bounds the bytes of bodies held at once; that of the process when absent. */
  readonly bodies?: BodyBudget;
}

/** What a request took, or was to take, from one quota. */
export interface Taken {
  readonly policy: RatePolicy;
  readonly decision: RateDecision;
}

/** What the middleware hands to a handler. `ctx` exists behind `authenticate` only. */
export interface Env {
  Bindings: Partial<HttpBindings>;
  Variables: {
    deps: ApiDeps;
    requestId: string;
    ctx: Ctx;
    /** The request's body, inflated and within its limit; empty when none came. */
    body: Uint8Array;
    /** The room that the body takes, until the request is done. */
    hold?: Hold;
    /** The quotas that the request was counted against; absent where none applies. */
    quota?: readonly Taken[];
    /** Set by a handler whose answer another attempt may better: no Idempotency-Key keeps it. */
    transient?: boolean;
  };
}

export type App = OpenAPIHono<Env>;
