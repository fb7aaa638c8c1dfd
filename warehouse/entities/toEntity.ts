import type { EntityRow } from "../queries/entities.ts";
import { fromClickHouseTime } from "../time.ts";

/** What is known of an entity from `valid_from` on. A name or city that nobody said is null. */
export interface PublicEntityVersion {
  readonly name: string | null;
  readonly city: string | null;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly valid_from: string;
  /** Null = still in force. */
  readonly valid_to: string | null;
  /** The event that said it. */
  readonly source: string;
  readonly event_id: string;
}

export interface PublicEntity extends PublicEntityVersion {
  readonly kind: string;
  readonly id: string;
}

export interface PublicEntityDetail extends PublicEntity {
  readonly versions: readonly PublicEntityVersion[];
}

/** Characters of a name or city that are shown; what is longer is none. */
const MAX_NAME = 500;

/** Names that were opened, by their sealed text. */
export type OpenedNames = ReadonlyMap<string, string>;

/** The public entity of its version in force; with all its versions (newest first) the detail. */
export function toEntity(row: EntityRow, names: OpenedNames): PublicEntity {
  return { kind: row.kind, id: row.entity_id, ...toVersion(row, names) };
}

export function toEntityDetail(
  row: EntityRow,
  versions: readonly EntityRow[],
  names: OpenedNames,
): PublicEntityDetail {
  return { ...toEntity(row, names), versions: versions.map((version) => toVersion(version, names)) };
}

function toVersion(row: EntityRow, names: OpenedNames): PublicEntityVersion {
  return {
    name: shorten(row.name === "" ? (names.get(row.personal) ?? "") : row.name),
    city: shorten(row.city),
    attributes: JSON.parse(row.attributes) as Record<string, unknown>,
    valid_from: fromClickHouseTime(row.valid_from),
    valid_to: row.valid_to === null ? null : fromClickHouseTime(row.valid_to),
    source: row.source,
    event_id: row.id,
  };
}

function shorten(text: string): string | null {
  return text === "" ? null : text.slice(0, MAX_NAME).toWellFormed();
}
