import { randomBytes, randomInt } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Logger, pino } from "pino";
import postgres from "postgres";
import { inject } from "vitest";
import { type AcceptOptions, acceptEvents } from "../../events/accept/acceptEvents.ts";
import type { ImportOrigin } from "../../events/accept/toAppends.ts";
import { getBatch, type IngestBatch } from "../../events/batches/getBatch.ts";
import { createDiskFiles } from "../../events/imports/files/createDiskFiles.ts";
import { createKafkaLog } from "../../events/log/kafka/createKafkaLog.ts";
import { makeFreshPrefix } from "../../events/log/kafka/freshPrefix.ts";
import type { EventLog } from "../../events/log/port.ts";
import { createPostgresLog } from "../../events/log/postgres/createPostgresLog.ts";
import { makeFreshDatabase } from "../../events/log/postgres/freshDatabase.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Database, openDatabase } from "../../tenancy/database.ts";
import { createKeyring } from "../../tenancy/keyring.ts";
import { createTenantDirectory } from "../../tenancy/tenants/tenantsByKey.ts";
import { createTestTenant, type TestTenant } from "../../tenancy/testing/createTestTenant.ts";
import { createWarehouse } from "../../warehouse/client.ts";
import type { JobDeps } from "../jobs/job.ts";

export interface TestPipeline {
  readonly deps: JobDeps;
  readonly databaseUrl: string;
  readonly tenant: TestTenant;
  /** One more tenant. */
  mint(): Promise<TestTenant>;
  /** Accepts the events as the edge does, in one batch; answers the batch's id. */
  send(ctx: Ctx, ...events: readonly Readonly<Record<string, unknown>>[]): Promise<string>;
  /** The same, of a tenant that sends more than its share. */
  sendSlow(ctx: Ctx, ...events: readonly Readonly<Record<string, unknown>>[]): Promise<string>;
  /** The same, as part of an import. */
  sendBy(
    origin: ImportOrigin,
    ctx: Ctx,
    ...events: readonly Readonly<Record<string, unknown>>[]
  ): Promise<string>;
  batch(ctx: Ctx, id: string): Promise<IngestBatch>;
  close(): Promise<void>;
}

/**
 * For tests: what the stages need, on real stores, with an event log that no other suite writes to: on Kafka where the
 * project has it, else in Postgres. Its tenants' keys begin at a random number, since the warehouse is shared with
 * suites on other databases.
 */
export async function makePipeline(): Promise<TestPipeline> {
  const fresh = await makeFreshDatabase(inject("databaseUrl"));
  await startKeysAt(fresh.url, randomInt(1_000_000, 1_000_000_000));
  const log = pino({ level: process.env["LOG_LEVEL"] ?? "silent" }, pino.destination(2));
  const db = openDatabase({ url: fresh.url, poolSize: 8 });
  const warehouse = createWarehouse({ url: inject("clickhouseUrl"), log });
  const keyring = createKeyring(randomBytes(32));
  const { eventLog, drop } = openLog(db, log);
  const tenants = createTenantDirectory(db);
  const importFiles = createDiskFiles(mkdtempSync(join(tmpdir(), "dfras-imports-")));
  const mint = () => createTestTenant({ db, keyring, prepare: (of) => warehouse.prepare(of) });
  const tenant = await mint();
  const accept = async (
    ctx: Ctx,
    events: readonly Readonly<Record<string, unknown>>[],
    options: AcceptOptions,
  ) => {
    const records = events.map((json, index) => ({ index, json, raw: JSON.stringify(json) }));
    const answer = await acceptEvents(ctx, { log: eventLog, keyring }, { records }, options);
    if (answer.accepted + answer.duplicates !== events.length)
      throw new Error(JSON.stringify(answer.results));
    return answer.batch_id;
  };
  return {
    deps: { db, keyring, eventLog, warehouse, tenants, log, importFiles, now: Date.now },
    databaseUrl: fresh.url,
    tenant,
    mint,
    send: (ctx, ...events) => accept(ctx, events, {}),
    sendSlow: (ctx, ...events) => accept(ctx, events, { slow: true }),
    sendBy: (origin, ctx, ...events) => accept(ctx, events, { origin }),
    batch: getBatch,
    close: async () => {
      await eventLog.close();
      await warehouse.close();
      await db.close();
      await fresh.drop();
      await drop();
    },
  };
}

function openLog(db: Database, log: Logger): { readonly eventLog: EventLog; drop(): Promise<void> } {
  const brokers = inject("kafkaBrokers");
  if (brokers === undefined)
    return { eventLog: createPostgresLog({ db, log, leaseMs: 2_000 }), drop: async () => {} };
  const { prefix, drop } = makeFreshPrefix(brokers);
  return { eventLog: createKafkaLog({ brokers, prefix, log }), drop };
}

async function startKeysAt(url: string, first: number): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  await sql.unsafe(`ALTER TABLE tenants ALTER COLUMN tenant_key RESTART WITH ${first}`);
  await sql.end();
}
