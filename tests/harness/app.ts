import { randomBytes } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { inject } from "vitest";
import { createApp } from "../../api/app.ts";
import type { ApiDeps, App } from "../../api/env.ts";
import { createDiskFiles } from "../../events/imports/files/createDiskFiles.ts";
import { createPostgresLog } from "../../events/log/postgres/createPostgresLog.ts";
import { createLocalCache } from "../../runtime/embedded/cache.ts";
import { createLocalLimiter } from "../../runtime/embedded/limiter.ts";
import type { Tenant } from "../../tenancy/context.ts";
import { openDatabase } from "../../tenancy/database.ts";
import { createKeyring } from "../../tenancy/keyring.ts";
import { authenticateKey } from "../../tenancy/keys/authenticateKey.ts";
import type { Scope } from "../../tenancy/scopes.ts";
import { createWarehouse } from "../../warehouse/client.ts";
import { createEgressPolicy } from "../../webhooks/egress/policy.ts";

export interface Call {
  readonly key?: string | undefined;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  readonly body: any;
}

/** A tenant with the admin keys of itself and of its sandbox. */
export interface TestTenant {
  readonly id: string;
  readonly live: Tenant;
  readonly sandbox: Tenant;
  readonly liveKey: string;
  readonly testKey: string;
}

export interface TestApp {
  readonly app: App;
  readonly deps: ApiDeps;
  /** Sends JSON (or, for a string or bytes, the body as it is) and reads the answer. */
  call(method: string, path: string, options?: Call): Promise<Answer>;
  makeTenant(placement?: "pooled" | "dedicated"): Promise<TestTenant>;
  /** A key with these scopes only, made by an admin key. */
  makeKey(adminKey: string, scopes: readonly Scope[]): Promise<string>;
  close(): Promise<void>;
}

/** The whole edge on the embedded stores, without a port. `more` replaces single dependencies. */
export async function makeApp(more: Partial<ApiDeps> = {}): Promise<TestApp> {
  const log = pino({ level: process.env["LOG_LEVEL"] ?? "silent" }, pino.destination(2));
  const db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
  const warehouse = createWarehouse({ url: inject("clickhouseUrl"), log });
  const eventLog = await createPostgresLog({ db, log });
  const deps: ApiDeps = {
    db,
    keyring: createKeyring(randomBytes(32)),
    log,
    eventLog,
    warehouse,
    cache: createLocalCache(),
    limiter: createLocalLimiter(),
    operatorKey: randomBytes(16).toString("hex"),
    egress: createEgressPolicy({ allow: ["127.0.0.1"] }),
    prepare: warehouse.prepare,
    importFiles: createDiskFiles(mkdtempSync(join(tmpdir(), "dfras-imports-"))),
    readiness: async () => ({
      ready: true,
      status: "ready",
      dependencies: { database: { state: "ready", since: new Date().toISOString() } },
    }),
    ...more,
  };
  const app = createApp(deps);
  const call = (method: string, path: string, options: Call = {}) => send(app, method, path, options);
  return {
    app,
    deps,
    call,
    makeTenant: (placement = "pooled") => makeTenant(call, deps, placement),
    makeKey: async (key, scopes) => {
      const made = await call("POST", "/v1/api-keys", { key, body: { name: "test", scopes } });
      return made.body.secret as string;
    },
    close: async () => {
      await eventLog.close();
      await Promise.all([deps.limiter.close(), deps.cache.close(), warehouse.close()]);
      await db.close();
    },
  };
}

async function send(app: App, method: string, path: string, { key, body, headers }: Call): Promise<Answer> {
  const raw = typeof body === "string" || body instanceof Uint8Array;
  const answer = await app.request(path, {
    method,
    headers: {
      ...(key !== undefined && { Authorization: `Bearer ${key}` }),
      ...(body !== undefined && { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: raw ? (body as string) : JSON.stringify(body) }),
  });
  const text = await answer.text();
  const json = /[/+]json/.test(answer.headers.get("Content-Type") ?? "");
  return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : text };
}

async function makeTenant(call: TestApp["call"], deps: ApiDeps, placement: string): Promise<TestTenant> {
  const slug = `t-${randomBytes(6).toString("hex")}`;
  const body = { name: slug, slug, placement };
  const made = await call("POST", "/v1/operator/tenants", { key: deps.operatorKey, body });
  if (made.status !== 201) throw new Error(`no tenant: ${made.status} ${JSON.stringify(made.body)}`);
  const liveKey: string = made.body.api_key.secret;
  const testKey: string = made.body.test_api_key.secret;
  const [live, sandbox] = await Promise.all([tenantOf(deps, liveKey), tenantOf(deps, testKey)]);
  return { id: made.body.tenant.id, live, sandbox, liveKey, testKey };
}

async function tenantOf(deps: ApiDeps, key: string): Promise<Tenant> {
  const principal = await authenticateKey(deps, key);
  if (!principal) throw new Error("a new key does not open");
  return principal.tenant;
}
