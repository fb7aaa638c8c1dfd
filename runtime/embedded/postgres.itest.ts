import postgres from "postgres";
import { expect, inject, test } from "vitest";

test("answers as PostgreSQL 18, synchronous and by password only", async () => {
  const sql = postgres(inject("databaseUrl"), { max: 1 });
  const [row] =
    await sql`select current_setting('server_version_num')::int as version, current_setting('synchronous_commit') as sync`;
  await sql.end();
  expect(row?.["version"]).toBeGreaterThanOrEqual(180_000);
  expect(row?.["sync"]).toBe("on");
  const url = new URL(inject("databaseUrl"));
  url.password = "wrong";
  const stranger = postgres(url.href, { max: 1 });
  await expect(stranger`select 1`).rejects.toThrow(/password/);
  await stranger.end();
});
