import type { Reader } from "../client.ts";
import { latest } from "../latest.ts";
import { DIM_KINDS, type DimKind } from "../tables.ts";
import { instant, OWN } from "./conditions.ts";
import { type VersionRow, versionsOf } from "./masterVersions.ts";
import { type Page, type PageRequest, toPage } from "./page.ts";

export type EntityRow = VersionRow & { readonly kind: DimKind };

export interface EntityFilter {
  readonly kind?: DimKind;
  /** Any part of the name or the beginning of the id, whatever the case. */
  readonly q?: string;
  readonly city?: string;
}

/** Place in the order by kind and id. */
export interface EntityPosition {
  readonly kind: DimKind;
  readonly id: string;
}

/** Versions of one entity that are answered at most. */
export const MAX_VERSIONS = 100;

/** Of an entity's versions the greatest is the one in force at `now`; before the first one, the first. */
const RANK = `if(valid_from <= ${instant("now")}, toUnixTimestamp64Milli(valid_from), -toUnixTimestamp64Milli(valid_from))`;

const NAMED = "positionCaseInsensitiveUTF8(name, {q:String}) > 0";

const KINDS = DIM_KINDS.toSorted();

/** One page of entities, each as it is at `now` (epoch milliseconds), in the order of kind and id. */
export async function listEntities(
  reader: Reader,
  filter: EntityFilter,
  page: PageRequest<EntityPosition>,
  now: number,
): Promise<Page<EntityRow, EntityPosition>> {
  const found = await findPage(reader, filter, page, now);
  const cut = toPage(found, page.limit, (row) => ({ kind: row.kind, id: row.entity_id }));
  const rows = cut.rows.length === 0 ? [] : await findCurrent(reader, cut.rows, now);
  return { rows, next: cut.next };
}

type Found = Pick<EntityRow, "kind" | "entity_id">;

/** Which entities are on the page. */
function findPage(
  reader: Reader,
  { kind, q, city }: EntityFilter,
  { limit, after }: PageRequest<EntityPosition>,
  now: number,
): Promise<Found[]> {
  const kinds = KINDS.filter((each) => (kind ?? each) === each && each >= (after?.kind ?? each));
  if (kinds.length === 0) return Promise.resolve([]);
  const parts = kinds.map((each) => {
    const beyond = each === after?.kind ? ` AND ${each}_id > {after:String}` : "";
    const own = `${latest(`dim_${each}`)} WHERE ${OWN}${beyond}`;
    const found = search(own, `${each}_id`, { q, city });
    return `SELECT '${each}' AS kind, * FROM (${found} LIMIT {rows:UInt32})`;
  });
  return reader.query<Found>(
    `SELECT kind, entity_id FROM (${parts.join(" UNION ALL ")}) ORDER BY kind, entity_id LIMIT {rows:UInt32}`,
    { q, city, after: after?.id, now, rows: limit + 1 },
  );
}

/** The ids of one kind in order. The name and city that count are those in force now. */
function search(
  own: string,
  id: string,
  { q, city }: { readonly q: string | undefined; readonly city: string | undefined },
): string {
  const matches = [
    ...(q === undefined ? [] : [`(${NAMED} OR startsWith(lowerUTF8(${id}), lowerUTF8({q:String})))`]),
    ...(city === undefined ? [] : ["city = {city:String}"]),
  ].join(" AND ");
  if (matches === "") return `SELECT ${id} AS entity_id FROM ${own} ORDER BY ${id} LIMIT 1 BY ${id}`;
  // Only what ever matched need be looked at as it is now: a search for few is a scan of the names alone.
  return `SELECT ${id} AS entity_id FROM (
      SELECT ${id}, name, city FROM ${own} AND ${id} IN (SELECT ${id} FROM ${own} AND ${matches})
      ORDER BY ${id}, ${RANK} DESC, source DESC, id DESC LIMIT 1 BY ${id}
    ) WHERE ${matches} ORDER BY ${id}`;
}

function findCurrent(reader: Reader, found: readonly Found[], now: number): Promise<EntityRow[]> {
  const byKind = Map.groupBy(found, (row) => row.kind);
  const parts = [...byKind.keys()].map(
    (kind) =>
      `SELECT '${kind}' AS kind, * FROM ${versionsOf(kind, `${OWN} AND ${kind}_id IN {${kind}:Array(String)}`)}`,
  );
  const ids = [...byKind].map(([kind, rows]) => [kind, rows.map((row) => row.entity_id)] as const);
  return reader.query<EntityRow>(
    `SELECT * FROM (${parts.join(" UNION ALL ")}) ORDER BY kind, entity_id, ${RANK} DESC LIMIT 1 BY kind, entity_id`,
    { ...Object.fromEntries(ids), now },
  );
}

/**
 * The entity's versions, newest first, at most `MAX_VERSIONS`, and the one in force at `at` (epoch milliseconds).
 * `current` is undefined before the first version, unless `orFirst` asks for that one then. Undefined = no such entity.
 */
export async function getEntity(
  reader: Reader,
  { kind, id }: EntityPosition,
  { at, orFirst }: { readonly at: number; readonly orFirst: boolean },
): Promise<{ readonly current: EntityRow | undefined; readonly versions: readonly EntityRow[] } | undefined> {
  const source = versionsOf(kind, `${OWN} AND ${kind}_id = {id:String}`);
  const before = orFirst ? "" : `WHERE valid_from <= ${instant("now")}`;
  const [versions, current] = await Promise.all([
    reader.query<EntityRow>(
      `SELECT '${kind}' AS kind, * FROM ${source} ORDER BY valid_from DESC LIMIT ${MAX_VERSIONS}`,
      { id },
    ),
    reader.query<EntityRow>(
      `SELECT '${kind}' AS kind, * FROM ${source} ${before} ORDER BY ${RANK} DESC LIMIT 1`,
      { id, now: at },
    ),
  ]);
  return versions.length === 0 ? undefined : { current: current[0], versions };
}
