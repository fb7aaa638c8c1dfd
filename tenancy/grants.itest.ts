import postgres from "postgres";
import { afterAll, expect, inject, test } from "vitest";

const sql = postgres(inject("databaseUrl"), { max: 1, onnotice: () => {} });
afterAll(() => sql.end({ timeout: 5 }));

/** All that the system role may touch. A new name here is a decision: it opens a table to work across tenants. */
const SYSTEM_TABLES: Readonly<Record<string, string>> = {
  api_keys: "INSERT",
  attribution_models: "DELETE, INSERT, SELECT, UPDATE",
  audit_log: "INSERT",
  due_checks: "DELETE, INSERT, SELECT, UPDATE",
  failure_feedback: "SELECT",
  idempotency_keys: "DELETE, INSERT, SELECT, UPDATE",
  imports: "SELECT, UPDATE (leased_until, worker)",
  ingest_batches: "DELETE, INSERT, SELECT, UPDATE",
  job_counts: "DELETE, INSERT, SELECT, UPDATE",
  job_runs: "DELETE, INSERT, SELECT, UPDATE",
  job_workers: "DELETE, INSERT, SELECT, UPDATE",
  log_assignments: "DELETE, INSERT, SELECT, UPDATE",
  log_batches: "DELETE, INSERT, SELECT",
  log_members: "DELETE, INSERT, SELECT, UPDATE",
  log_offsets: "DELETE, INSERT, SELECT, UPDATE",
  log_partitions: "SELECT, UPDATE",
  model_fits: "INSERT, SELECT, UPDATE",
  quality_alerts: "DELETE, INSERT, SELECT, UPDATE",
  quality_counts: "DELETE, INSERT, SELECT, UPDATE",
  quarantine: "DELETE, INSERT, SELECT, UPDATE",
  quarantine_replays: "DELETE, SELECT",
  recommendation_checks: "DELETE, INSERT, SELECT, UPDATE",
  recommendations: "INSERT, SELECT, UPDATE",
  stored_ranges: "DELETE, INSERT, SELECT, UPDATE",
  tenant_clocks: "INSERT, SELECT, UPDATE",
  tenants: "INSERT, SELECT, UPDATE (events_per_second, name, placement, status, updated_at)",
  waiting_ranges: "INSERT, SELECT, UPDATE",
  webhook_attempts: "INSERT, SELECT",
  webhook_deliveries: "INSERT, SELECT, UPDATE",
  webhook_endpoints: "SELECT, UPDATE (disabled_reason, enabled)",
  webhook_messages: "INSERT, SELECT",
  webhook_positions: "INSERT, SELECT, UPDATE",
};
const SYSTEM_FUNCTIONS = [
  "find_api_key",
  "find_credential",
  "lease_due_deliveries",
  "log_append",
  "touch_api_key",
];

async function tableGrants(role: string): Promise<Record<string, string>> {
  const rows = await sql<{ table: string; grants: string }[]>`
    with granted as (
      select c.relname, acl.privilege_type as privilege, null as column_name
      from pg_class c, aclexplode(c.relacl) acl
      where c.relnamespace = 'public'::regnamespace and acl.grantee in (0, ${role}::regrole)
      union all
      select c.relname, acl.privilege_type, a.attname
      from pg_class c join pg_attribute a on a.attrelid = c.oid, aclexplode(a.attacl) acl
      where c.relnamespace = 'public'::regnamespace and acl.grantee in (0, ${role}::regrole)
    ), named as (
      select relname, privilege || coalesce(' (' || string_agg(column_name, ', ' order by column_name) || ')', '') as privilege
      from granted group by relname, granted.privilege
    )
    select relname as table, string_agg(privilege, ', ' order by privilege) as grants from named group by relname`;
  return Object.fromEntries(rows.map((row) => [row.table, row.grants]));
}

test("the system role may touch exactly the tables and functions on the list", async () => {
  expect(await tableGrants("dfras_system")).toEqual(SYSTEM_TABLES);
  const functions = await sql<{ name: string }[]>`
    select distinct proname as name
    from pg_proc, aclexplode(proacl) acl
    where pronamespace = 'public'::regnamespace and acl.grantee = 'dfras_system'::regrole order by 1`;
  expect(functions.map((row) => row.name)).toEqual(SYSTEM_FUNCTIONS);
});

test("app and system own nothing, cannot log in, and get round no policy", async () => {
  const owned = await sql`
    select relname from pg_class where relowner in ('dfras_app'::regrole, 'dfras_system'::regrole)
    union all
    select proname from pg_proc where proowner in ('dfras_app'::regrole, 'dfras_system'::regrole)
    union all
    select nspname from pg_namespace where nspowner in ('dfras_app'::regrole, 'dfras_system'::regrole)`;
  expect(owned).toHaveLength(0);
  const roles = await sql`
    select rolname from pg_roles
    where rolname like 'dfras\\_%' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolcanlogin)`;
  expect(roles).toHaveLength(0);
  const members = await sql`
    select from pg_auth_members where member in (select oid from pg_roles where rolname like 'dfras\\_%')`;
  expect(members).toHaveLength(0);
});

test("functions that run as their owner pin their search path and are closed to the public", async () => {
  const open = await sql`
    select proname from pg_proc
    where pronamespace = 'public'::regnamespace and prosecdef
      and (proacl is null or exists (select from aclexplode(proacl) acl where acl.grantee = 0)
           or not coalesce(array_to_string(proconfig, ',') like '%search\\_path=%', false))`;
  expect(open).toHaveLength(0);
});

test("views show what their reader may see, not what their owner may", async () => {
  const views = await sql`
    select relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
      and not coalesce(reloptions @> array['security_invoker=true'], false)`;
  expect(views).toHaveLength(0);
});
