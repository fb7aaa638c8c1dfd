import type postgres from "postgres";

export interface TenantTable {
  readonly name: string;
  /** The column that says whose row it is; `tenants` itself goes by its id. */
  readonly owner: "tenant_id" | "id";
  readonly enabled: boolean;
  readonly forced: boolean;
}

/** Every table that holds rows of tenants, found in the catalogue: new ones are tested without being listed. */
export function listTenantTables(sql: postgres.Sql): Promise<TenantTable[]> {
  return sql<TenantTable[]>`
    select c.relname as name, a.attname as owner, c.relrowsecurity as enabled, c.relforcerowsecurity as forced
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid
     and a.attname = case c.relname when 'tenants' then 'id' else 'tenant_id' end
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    order by c.relname`;
}

const SAMPLES: Readonly<Record<string, string>> = {
  bool: "true",
  bytea: "'\\x00'",
  date: "'2026-01-01'",
  float8: "1",
  int2: "1",
  int4: "1",
  int8: "1",
  interval: "'1 day'",
  jsonb: "'{}'",
  numeric: "1",
  timestamptz: "now()",
  uuid: "gen_random_uuid()",
};

/** Inserts one made-up row of that tenant; the caller has dropped the constraints that would refuse it. */
export async function insertSampleRow(
  sql: postgres.Sql,
  table: TenantTable,
  tenantId: string,
): Promise<void> {
  const columns = await sql<{ name: string; type: string }[]>`
    select attname as name, format('%s', t.typname) as type
    from pg_attribute a join pg_type t on t.oid = a.atttypid
    where attrelid = ${table.name}::regclass and attnum > 0 and not attisdropped
      and attidentity <> 'a' and attgenerated = ''`;
  const values = columns.map(({ name, type }) =>
    name === table.owner ? `'${tenantId}'` : sample(type, tenantId),
  );
  const names = columns.map(({ name }) => `"${name}"`);
  await sql.unsafe(`insert into ${table.name} (${names.join(", ")}) values (${values.join(", ")})`);
}

function sample(type: string, tenantId: string): string {
  if (type === "text") return `'sample of ${tenantId}'`;
  if (type.startsWith("_")) return "'{}'";
  const value = SAMPLES[type];
  if (!value) throw new Error(`no sample value for type ${type}: add one`);
  return value;
}

/** Drops checks and foreign keys, so that made-up rows can stand in every table. */
export async function dropConstraints(sql: postgres.Sql): Promise<void> {
  const constraints = await sql<{ table: string; name: string }[]>`
    select conrelid::regclass::text as table, conname as name from pg_constraint
    where connamespace = 'public'::regnamespace and contype in ('c', 'f')`;
  for (const { table, name } of constraints)
    await sql.unsafe(`alter table ${table} drop constraint "${name}"`);
}
