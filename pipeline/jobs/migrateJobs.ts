import { runMigrations } from "graphile-worker";
import postgres from "postgres";

const MIGRATION_LOCK = 7_239_106;

/**
 * Lays out the job queue's own tables, and lets the system role, and no other, work on them. Processes that start
 * together do so one after the other, since two that grant the same at once fail.
 */
export async function migrateJobs(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  try {
    await sql`SELECT pg_advisory_lock(${MIGRATION_LOCK}::bigint)`;
    await runMigrations({ connectionString: databaseUrl });
    await sql.unsafe(`
      GRANT USAGE ON SCHEMA graphile_worker TO dfras_system;
      GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA graphile_worker TO dfras_system;
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA graphile_worker TO dfras_system;
      GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA graphile_worker TO dfras_system;`);
    const policies = await sql<{ table: string }[]>`
      SELECT c.relname AS table FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'graphile_worker' AND c.relrowsecurity
        AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid)`;
    for (const { table } of policies) {
      await sql`CREATE POLICY system ON graphile_worker.${sql(table)} TO dfras_system USING (true) WITH CHECK (true)`;
    }
  } finally {
    await sql.end();
  }
}
