import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { withSystem, withTenant } from "../../tenancy/database.ts";
import { makePipeline, type TestPipeline } from "../testing/makePipeline.ts";
import { migrateJobs } from "./migrateJobs.ts";
import { trimIdempotency } from "./trimIdempotency.ts";
import { trimQuarantine } from "./trimQuarantine.ts";
import { trimRuns } from "./trimRuns.ts";

let pipeline: TestPipeline;
beforeAll(async () => {
  pipeline = await makePipeline();
  await migrateJobs(pipeline.databaseUrl);
});
afterAll(() => pipeline.close());

const query = async (text: ReturnType<typeof sql>) => [
  ...(await withSystem(pipeline.deps.db, "test", (tx) => tx.execute(text))),
];

it("keeps the last hundred successes of each job, and what did not succeed for 30 days", async () => {
  await query(sql`
    INSERT INTO job_runs (id, job, worker_id, process, state, attempt, max_attempts, started_at)
    SELECT 'run_' || lpad(n::text, 4, '0'), 'a', 'w', 'p', 'succeeded', 1, 1, now() FROM generate_series(1, 130) n
    UNION ALL SELECT 'run_b' || n, 'b', 'w', 'p', 'succeeded', 1, 1, now() FROM generate_series(1, 9) n
    UNION ALL SELECT 'run_f' || n, 'a', 'w', 'p', 'failed', 1, 1, now() - n * interval '10 day'
    FROM generate_series(1, 5) n`);
  await query(
    sql`INSERT INTO job_counts (job, hour, failed) VALUES ('a', now(), 1), ('a', now() - interval '40 day', 1)`,
  );
  await trimRuns(pipeline.deps);
  const kept = await query(sql`
    SELECT job, state, count(*)::int AS n, min(id) AS first FROM job_runs GROUP BY 1, 2 ORDER BY 1, 2`);
  expect(kept).toEqual([
    { job: "a", state: "failed", n: 2, first: "run_f1" },
    { job: "a", state: "succeeded", n: 100, first: "run_0031" },
    { job: "b", state: "succeeded", n: 9, first: "run_b1" },
  ]);
  expect(await query(sql`SELECT FROM job_counts`)).toHaveLength(1);
});

it("deletes quarantined records that were not seen for 30 days, whatever their state", async () => {
  const { id: tenantId } = pipeline.tenant.ctx.tenant;
  await query(sql`
    INSERT INTO quarantine (tenant_id, id, stage, status, source, event_id, code, pointer, errors, raw, schema_version,
                            batch_id, request_id, first_seen_at, last_seen_at)
    SELECT ${tenantId}, 'qua_' || n, 'edge', CASE n % 2 WHEN 0 THEN 'open' ELSE 'closed' END, 's', 'e' || n, 'c', '', '[]',
           '', '1', 'b', 'r', now() - interval '60 day', now() - n * interval '10 day' FROM generate_series(1, 6) n`);
  await trimQuarantine(pipeline.deps, new AbortController().signal);
  const left = await query(sql`SELECT id FROM quarantine WHERE tenant_id = ${tenantId} ORDER BY id`);
  expect(left.map(({ id }) => id)).toEqual(["qua_1", "qua_2"]);
});

it("deletes answers of idempotency keys after 24 hours, those of all tenants and of the operator", async () => {
  const owners = [pipeline.tenant.ctx.tenant.id, pipeline.tenant.testCtx.tenant.id];
  const insert = (owner: string) => sql`
    INSERT INTO idempotency_keys (tenant_id, id, request_hash, worker, leased_until, created_at)
    SELECT ${owner}, 'key-' || n, 'h', 'w', now(), now() - n * interval '10 hours' FROM generate_series(1, 4) n`;
  const left = sql`SELECT id FROM idempotency_keys WHERE id LIKE 'key-%' ORDER BY id`;
  const ofTenant = (owner: string, text: ReturnType<typeof sql>) =>
    withTenant(pipeline.deps.db, owner, async (tx) => [...(await tx.execute(text))]);
  for (const owner of owners) await ofTenant(owner, insert(owner));
  await query(insert("operator"));
  await trimIdempotency(pipeline.deps, new AbortController().signal);
  const kept = [{ id: "key-1" }, { id: "key-2" }];
  for (const owner of owners) expect(await ofTenant(owner, left)).toEqual(kept);
  expect(await query(left)).toEqual(kept);
});
