import { and, eq, inArray, lte, sql } from "drizzle-orm";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import type { Ctx } from "../../tenancy/context.ts";
import { type Tx, withTenant } from "../../tenancy/database.ts";
import type { FieldError } from "../../tenancy/errors.ts";
import { newId } from "../../tenancy/id.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { matching, POINTER, type QuarantineFilter } from "./filter.ts";

/** Records of one source and type with the same fault at the same place. Times are RFC 3339 UTC. */
export interface QuarantineGroup {
  readonly source: string;
  readonly type: string | null;
  readonly reason: string;
  /** Positions in arrays are `*`. */
  readonly pointer: string;
  readonly items: number;
  /** How often they came, repeats counted. */
  readonly seen: number;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  /** The newest of them. */
  readonly sample: { readonly id: string; readonly event_id: string; readonly errors: readonly FieldError[] };
}

/** Where a page ended. Items made after `until` count on no page, so that groups keep their places. */
export interface GroupPosition {
  readonly until: string;
  readonly items: number;
  readonly key: string;
}

export interface ListGroupsInput extends QuarantineFilter {
  readonly limit: number;
  readonly after?: GroupPosition | undefined;
}

export interface GroupPage {
  readonly rows: readonly QuarantineGroup[];
  readonly next: GroupPosition | null;
}

type GroupRow = Omit<QuarantineGroup, "first_seen_at" | "last_seen_at" | "sample"> & {
  readonly key: string;
  readonly first_seen_at: string;
  readonly last_seen_at: string;
  readonly sample_id: string;
};

/** The items that fit by source, type, reason and place, the largest group first. */
export async function listGroups(ctx: Ctx, { limit, after, ...filter }: ListGroupsInput): Promise<GroupPage> {
  requireScope(ctx, "quarantine:read");
  const tenantId = ctx.tenant.id;
  const until = after?.until ?? newId("qua_");
  return withTenant(ctx.db, tenantId, async (tx) => {
    const found = await readGroups(tx, { tenantId, filter, until, limit: limit + 1, after });
    const shown = found.slice(0, limit);
    const last = found.length > limit ? shown.at(-1) : undefined;
    const samples = await readSamples(tx, tenantId, shown);
    return {
      rows: shown.map((row) => toGroup(row, samples.get(row.sample_id))),
      next: last === undefined ? null : { until, items: last.items, key: last.key },
    };
  });
}

interface Wanted {
  readonly tenantId: string;
  readonly filter: QuarantineFilter;
  readonly until: string;
  readonly limit: number;
  readonly after: GroupPosition | undefined;
}

async function readGroups(
  tx: Tx,
  { tenantId, filter, until, limit, after }: Wanted,
): Promise<readonly GroupRow[]> {
  const key = sql`concat_ws(chr(31), source, coalesce(type, ''), code, ${POINTER}) collate "C"`;
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(g.items < ${after.items} or (g.items = ${after.items} and g.key > ${after.key}))`;
  return tx.execute<GroupRow>(sql`
    select * from (
      select source, type, code as reason, ${POINTER} as pointer, ${key} as key, count(*)::int as items,
             sum(seen)::float8 as seen, min(first_seen_at) as first_seen_at, max(last_seen_at) as last_seen_at,
             max(id) as sample_id
      from ${quarantine} where ${and(matching(tenantId, filter), lte(quarantine.id, until))}
      group by 1, 2, 3, 4, 5) g
    where ${beyond} order by g.items desc, g.key limit ${limit}`);
}

async function readSamples(tx: Tx, tenantId: string, groups: readonly GroupRow[]) {
  if (groups.length === 0) return new Map<string, QuarantineGroup["sample"]>();
  const ids = groups.map(({ sample_id }) => sample_id);
  const rows = await tx
    .select({ id: quarantine.id, event_id: quarantine.eventId, errors: quarantine.errors })
    .from(quarantine)
    .where(and(eq(quarantine.tenantId, tenantId), inArray(quarantine.id, ids)));
  return new Map<string, QuarantineGroup["sample"]>(rows.map((row) => [row.id, row]));
}

function toGroup(
  { key: _, sample_id, ...row }: GroupRow,
  sample: QuarantineGroup["sample"] = { id: sample_id, event_id: "", errors: [] },
): QuarantineGroup {
  return {
    ...row,
    first_seen_at: new Date(row.first_seen_at).toISOString(),
    last_seen_at: new Date(row.last_seen_at).toISOString(),
    sample,
  };
}
