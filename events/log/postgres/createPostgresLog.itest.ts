import { pino } from "pino";
import { inject } from "vitest";
import { type Database, openDatabase } from "../../../tenancy/database.ts";
import { eventLogConformance } from "../conformance.ts";
import { createPostgresLog } from "./createPostgresLog.ts";
import { makeFreshDatabase } from "./freshDatabase.ts";

eventLogConformance("event log in Postgres", async () => {
  const fresh = await makeFreshDatabase(inject("databaseUrl"));
  const open: Database[] = [];
  return {
    async open() {
      const db = openDatabase({ url: fresh.url, poolSize: 8 });
      open.push(db);
      const log = createPostgresLog({
        db,
        log: pino({ level: process.env["LOG_LEVEL"] ?? "silent" }),
        leaseMs: 2_000,
        pollMs: 500,
      });
      return { log, kill: () => db.systemSql.end({ timeout: 0 }) };
    },
    async close() {
      await Promise.all(open.map((db) => db.close()));
      await fresh.drop();
    },
  };
});
