import type postgres from "postgres";

/** The user of DATABASE_URL may not do what the schema needs; the message names the rights and what grants them. */
export class MissingRights extends Error {
  override readonly name = "MissingRights";
}

/** The oldest major version that tests have run on. */
const OLDEST = 15;

interface Found {
  /** As a number: 150018 is 15.18. */
  readonly version: number;
  readonly user: string;
  readonly database: string;
  readonly create_in_database: boolean;
  readonly create_in_public: boolean;
  readonly create_roles: boolean;
  /** Our roles that do not exist yet. */
  readonly absent: readonly string[];
  /** Our roles that exist, which the user neither has nor may give itself (a first migration does, others need not). */
  readonly closed: readonly string[];
  /** A table of ours that another user made. */
  readonly foreign_owner: string | null;
}

/** Checks that the connection's user may lay out the schema, before anything is changed. @throws MissingRights */
export async function requireRights(sql: postgres.Sql): Promise<void> {
  const [found] = await sql<Found[]>`
    WITH ours AS (SELECT unnest(ARRAY['dfras_app', 'dfras_system', 'dfras_definer']) AS name),
      me AS (SELECT rolsuper, rolsuper OR rolcreaterole AS create_roles FROM pg_roles WHERE rolname = current_user),
      server AS (SELECT current_setting('server_version_num')::int AS version),
      tenants AS (SELECT to_regclass('public.tenants') AS oid)
    SELECT server.version, current_user AS user, current_database() AS database, me.create_roles,
      has_database_privilege(current_database(), 'CREATE') AS create_in_database,
      coalesce(has_schema_privilege(to_regnamespace('public'), 'CREATE WITH GRANT OPTION'), false) AS create_in_public,
      ARRAY(SELECT name FROM ours WHERE name NOT IN (SELECT rolname FROM pg_roles) ORDER BY name) AS absent,
      ARRAY(SELECT r.rolname::text FROM pg_roles r JOIN ours ON ours.name = r.rolname
        WHERE NOT me.rolsuper AND NOT (server.version < 160000 AND me.create_roles)
          AND NOT pg_has_role(r.oid, CASE WHEN tenants.oid IS NULL THEN 'MEMBER WITH ADMIN OPTION' ELSE 'MEMBER' END)
        ORDER BY 1) AS closed,
      (SELECT pg_get_userbyid(c.relowner)::text FROM pg_class c
        WHERE c.oid = tenants.oid AND NOT pg_has_role(c.relowner, 'USAGE')) AS foreign_owner
    FROM me, server, tenants`;
  const missing = found ? missingRights(found) : [];
  if (missing.length === 0) return;
  throw new MissingRights(
    `the user of DATABASE_URL lacks rights (docs/deploy.md):\n${missing.map((line) => `  ${line}`).join("\n")}`,
  );
}

function missingRights(found: Found): string[] {
  const { user, database } = found;
  const lines: string[] = [];
  if (found.version < OLDEST * 10_000)
    lines.push(`PostgreSQL ${Math.floor(found.version / 10_000)} is too old: at least ${OLDEST} is needed`);
  if (found.foreign_owner)
    lines.push(`the schema belongs to ${found.foreign_owner}: connect as that user, not as ${user}`);
  if (!found.create_in_database)
    lines.push(`to create schemas in the database: GRANT CREATE ON DATABASE "${database}" TO "${user}"`);
  if (!found.create_in_public)
    lines.push(
      `to create tables in schema public, and let our roles: GRANT ALL ON SCHEMA public TO "${user}" WITH GRANT OPTION`,
    );
  if (found.absent.length > 0 && !found.create_roles)
    lines.push(`to create the roles ${found.absent.join(", ")}: ALTER ROLE "${user}" CREATEROLE`);
  if (found.closed.length > 0)
    lines.push(
      `to work as the roles that exist: GRANT ${found.closed.join(", ")} TO "${user}" WITH ADMIN OPTION`,
    );
  return lines;
}
