import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Database, migrateDatabase, openDatabase } from "./database.ts";
import { newId } from "./id.ts";
import { createKeyring } from "./keyring.ts";
import { authenticateKey } from "./keys/authenticateKey.ts";
import { listKeys } from "./keys/listKeys.ts";
import { createTestTenant } from "./testing/createTestTenant.ts";

// Hosted databases give no superuser: the schema's owner is then bound by its own policies.
const name = newId("own_");
const admin = postgres(inject("databaseUrl"), { max: 1, onnotice: () => {} });
let db: Database;

beforeAll(async () => {
  const password = randomBytes(16).toString("hex");
  await admin.unsafe(`create role ${name} login createrole password '${password}'`);
  await admin.unsafe(`grant dfras_app, dfras_system, dfras_definer to ${name} with admin option`);
  await admin.unsafe(`create database ${name} owner ${name}`);
  const url = new URL(inject("databaseUrl"));
  Object.assign(url, { username: name, password, pathname: `/${name}` });
  await migrateDatabase(url.href, "drizzle/migrations");
  db = openDatabase({ url: url.href, poolSize: 2 });
});

afterAll(async () => {
  await db?.close();
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.unsafe(`drop role ${name}`);
  await admin.end({ timeout: 5 });
});

test("schema, look-up and isolation work under an owner that is no superuser", async () => {
  const deps = { db, keyring: createKeyring(randomBytes(32)) };
  const { ctx, apiKey } = await createTestTenant(deps);
  await createTestTenant(deps);
  expect(await authenticateKey(deps, apiKey.secret)).toMatchObject({ tenant: { id: ctx.tenant.id } });
  expect((await listKeys(ctx, { limit: 100 })).map((key) => key.id)).toEqual([apiKey.id]);
});
