import postgres from "postgres";
import { migrateDatabase } from "../../../tenancy/database.ts";
import { newId } from "../../../tenancy/id.ts";

/** For tests: a migrated database of its own in the same server. The log's topics are global; a suite that leaves poison in them must not share them. */
export async function makeFreshDatabase(
  serverUrl: string,
): Promise<{ readonly url: string; drop(): Promise<void> }> {
  const name = newId("test_");
  const admin = postgres(serverUrl, { max: 1, onnotice: () => {} });
  await admin.unsafe(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  await migrateDatabase(url.href, "drizzle/migrations");
  return {
    url: url.href,
    async drop() {
      await admin.unsafe(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}
