import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";
import { openDatabase } from "./database.ts";
import { createKeyring } from "./keyring.ts";
import { createKey } from "./keys/createKey.ts";
import { sealPersonal } from "./personal/sealPersonal.ts";
import { createTestTenant } from "./testing/createTestTenant.ts";

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
const sql = postgres(inject("databaseUrl"), { max: 1, onnotice: () => {} });
const secretKey = randomBytes(32);
const deps = { db, keyring: createKeyring(secretKey) };
afterAll(() => Promise.all([db.close(), sql.end({ timeout: 5 })]));

/** Tables in which the text stands anywhere, as itself or as the hexadecimal of a binary column. */
async function tablesHolding(text: string): Promise<string[]> {
  const tables = await sql<{ name: string }[]>`
    select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')`;
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await sql`
      select from ${sql(name)} t
      where strpos(t::text, ${text}) > 0 or strpos(t::text, ${Buffer.from(text).toString("hex")}) > 0 limit 1`;
    if (rows.length > 0) found.push(name);
  }
  return found;
}

test("no table holds a key's secret, a sealed text or the secret key", async () => {
  const { ctx, tenant, apiKey, testApiKey } = await createTestTenant(deps);
  const key = await createKey(ctx, deps, { name: "planted name", role: "service" });
  await sealPersonal(deps, tenant.id, [{ subject: "customer:planted", plaintext: "planted address line" }]);
  for (const { secret } of [apiKey, testApiKey, key]) {
    expect(await tablesHolding(secret)).toEqual([]);
    expect(await tablesHolding(secret.split("_")[3] ?? secret)).toEqual([]);
  }
  for (const text of [
    "planted address line",
    "customer:planted",
    secretKey.toString("hex"),
    secretKey.toString("base64url"),
  ]) {
    expect(await tablesHolding(text)).toEqual([]);
  }
  // The search does find what is there to find.
  expect(await tablesHolding("planted name")).toEqual(expect.arrayContaining(["api_keys", "audit_log"]));
});
