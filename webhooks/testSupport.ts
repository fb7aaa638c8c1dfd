import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { pino } from "pino";
import { encodeEnvelope } from "../events/log/envelope.ts";
import type { LogRange } from "../events/log/port.ts";
import type { Ctx } from "../tenancy/context.ts";
import type { Database } from "../tenancy/database.ts";
import { newId } from "../tenancy/id.ts";
import { createKeyring } from "../tenancy/keyring.ts";
import { SCOPES } from "../tenancy/scopes.ts";
import { createTenant } from "../tenancy/tenants/createTenant.ts";
import { createTenantDirectory } from "../tenancy/tenants/tenantsByKey.ts";
import { dispatchRange } from "./dispatch/startDispatch.ts";
import { createEgressPolicy } from "./egress/policy.ts";

/** One key for all test files: they share a database, so a deliverer of one may lease what another wrote. */
export const keyring = createKeyring(Buffer.alloc(32, 7));
export const log = pino({ level: process.env["LOG_LEVEL"] ?? "silent" }, pino.destination(2));
export const egress = createEgressPolicy({ allow: ["127.0.0.1"] });

/** A tenant of the test's own, with an admin's context. */
export async function mintCtx(db: Database): Promise<Ctx> {
  const slug = newId("t_").replace("_", "-");
  const { tenant } = await createTenant(
    { db, keyring, prepare: async () => {} },
    { name: "Acme", slug, placement: "pooled" },
  );
  const actor = { kind: "api_key", id: "key_test" } as const;
  return {
    tenant,
    actor,
    scopes: new Set(SCOPES),
    sources: null,
    requestId: "req_test",
    traceparent: null,
    db,
  };
}

export interface TestResult {
  readonly objectId: string;
  readonly type?: string;
  readonly version?: number;
}

/** A range of `results` as the pipeline would have appended it for the tenant. */
export function rangeOf(ctx: Ctx, results: readonly TestResult[], first = 0): LogRange {
  const records = results.map(({ objectId, type = "failure.analyzed", version = 1 }, index) => ({
    topic: "results" as const,
    partition: 0,
    offset: first + index,
    appendedAt: Date.now(),
    key: `${ctx.tenant.key}:D-1`,
    value: encodeResult(ctx, { type, object_id: objectId, version }),
  }));
  return { topic: "results", partition: 0, first, last: first + records.length - 1, records };
}

export function encodeResult(ctx: Ctx, result: { type: string; object_id: string; version: number }): string {
  return encodeEnvelope({
    tenant_key: ctx.tenant.key,
    batch_id: "bat_test",
    request_id: "req_test",
    traceparent: null,
    received_at: "2026-11-20T08:00:00.000Z",
    schema_version: "1",
    content_hash: "",
    body: {
      ...result,
      occurred_at: "2026-11-20T08:00:00.000Z",
      data: { id: result.object_id, version: result.version },
    },
  });
}

export function dispatch(ctx: Ctx, results: readonly TestResult[]): Promise<void> {
  return dispatchRange({ db: ctx.db, tenants: createTenantDirectory(ctx.db), log }, rangeOf(ctx, results));
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly at: number;
}

export interface Sink {
  readonly url: string;
  readonly received: readonly Received[];
  close(): Promise<void>;
}

/** A receiver on loopback. `answer` gets the number of the request (1-based) and must end the response. */
export async function openSink(
  answer: (res: ServerResponse, count: number) => void = (res) => res.end("ok"),
  port = 0,
): Promise<Sink> {
  const received: Received[] = [];
  const server = createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on("data", (chunk: Buffer) => chunks.push(chunk));
    req.on("end", () => {
      received.push({ headers: req.headers, body: Buffer.concat(chunks).toString(), at: Date.now() });
      answer(res, received.length);
    });
  });
  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
