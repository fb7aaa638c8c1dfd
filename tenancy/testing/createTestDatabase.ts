import postgres from "postgres";
import { migrateDatabase } from "../database.ts";
import { newId } from "../id.ts";

/** For tests that take the schema apart: a freshly migrated database of its own, as its owner. */
export async function createTestDatabase(
  databaseUrl: string,
): Promise<{ readonly url: string; readonly sql: postgres.Sql; drop(): Promise<void> }> {
  const name = newId("db_");
  const admin = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href, "drizzle/migrations");
  const sql = postgres(url.href, { max: 2, onnotice: () => {} });
  const drop = async () => {
    await sql.end({ timeout: 5 });
    await admin.unsafe(`drop database ${name} with (force)`);
    await admin.end({ timeout: 5 });
  };
  return { url: url.href, sql, drop };
}
