import { latest } from "../latest.ts";
import type { DimKind } from "../tables.ts";
import type { ClickHouseTime } from "../time.ts";

/** One version of an entity: in force from `valid_from` (included) to `valid_to` (excluded; null = still). */
export interface VersionRow {
  readonly tenant_key: number;
  readonly entity_id: string;
  readonly valid_from: ClickHouseTime;
  readonly valid_to: ClickHouseTime | null;
  /** The event that made it. */
  readonly source: string;
  readonly id: string;
  readonly name: string;
  readonly city: string;
  /** JSON. */
  readonly attributes: string;
  /** A customer's sealed members, else empty. */
  readonly personal: string;
}

const OF_ENTITY = "PARTITION BY tenant_key, entity_id ORDER BY valid_from";

/**
 * The versions of the entities that `condition` (with the tenant's predicate) lets through, as a table of VersionRow.
 * Ends are worked out from what is stored, so that the order of arrival does not show: of several that begin together
 * the last by (source, id) counts, and consecutive ones that say the same are one. Sealed members never say the same.
 */
export function versionsOf(kind: DimKind, condition: string): string {
  const personal = kind === "customer" ? "personal" : "''";
  return `(
    SELECT tenant_key, entity_id, valid_from, source, id, name, city, attributes, sealed AS personal,
      leadInFrame(toNullable(valid_from)) OVER (${OF_ENTITY} ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS valid_to
    FROM (
      SELECT *, [name, city, attributes, sealed] AS says, row_number() OVER (${OF_ENTITY}) AS place,
        lagInFrame([name, city, attributes, sealed]) OVER (${OF_ENTITY} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS said
      FROM (
        SELECT tenant_key, ${kind}_id AS entity_id, valid_from, source, id, name, city, attributes, ${personal} AS sealed
        FROM ${latest(`dim_${kind}`)} WHERE ${condition}
        ORDER BY entity_id, valid_from, source DESC, id DESC LIMIT 1 BY tenant_key, entity_id, valid_from
      )
    )
    WHERE place = 1 OR says != said
  )`;
}
