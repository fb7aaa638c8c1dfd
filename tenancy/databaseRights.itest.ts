import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { migrateDatabase } from "./database.ts";
import { newId } from "./id.ts";

// A user who may log in, and nothing else, on a database that is not theirs.
const name = newId("few_");
const admin = postgres(inject("databaseUrl"), { max: 1, onnotice: () => {} });
const url = new URL(inject("databaseUrl"));

beforeAll(async () => {
  const password = randomBytes(16).toString("hex");
  await admin.unsafe(`create role ${name} login password '${password}'`);
  await admin.unsafe(`create database ${name}`);
  Object.assign(url, { username: name, password, pathname: `/${name}` });
});
afterAll(async () => {
  await admin.unsafe(`drop database ${name} with (force)`);
  await admin.unsafe(`drop role ${name}`);
  await admin.end({ timeout: 5 });
});

const migrate = () => migrateDatabase(url.href, "drizzle/migrations");

test("names each missing right with the statement that grants it, and following them is enough", async () => {
  const refusal = await migrate().then(
    () => "",
    (error: Error) => error.message,
  );
  const granting = [...refusal.matchAll(/: (GRANT .+|ALTER ROLE .+)$/gm)].map(
    ([, statement]) => statement ?? "",
  );
  expect(granting.map((statement) => statement.replaceAll(name, "NAME"))).toEqual([
    'GRANT CREATE ON DATABASE "NAME" TO "NAME"',
    'GRANT ALL ON SCHEMA public TO "NAME" WITH GRANT OPTION',
    'GRANT dfras_app, dfras_definer, dfras_system TO "NAME" WITH ADMIN OPTION',
  ]);
  const inDatabase = new URL(inject("databaseUrl"));
  inDatabase.pathname = `/${name}`;
  const owner = postgres(inDatabase.href, { max: 1, onnotice: () => {} });
  for (const statement of granting) await owner.unsafe(statement);
  await owner.end({ timeout: 5 });
  await migrate();
});

test("says whose schema it is when another user laid it out", async () => {
  const { pathname } = new URL(inject("databaseUrl"));
  const other = new URL(url);
  other.pathname = pathname;
  await expect(migrateDatabase(other.href, "drizzle/migrations")).rejects.toThrow("the schema belongs to");
});
