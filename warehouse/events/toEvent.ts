import type { Derived } from "../../events/event.ts";
import { mergePersonal } from "../../events/personal/mergePersonal.ts";
import { type PublicRefs, toRefs } from "../refs.ts";
import type { EventRow } from "../tables.ts";
import { fromClickHouseTime } from "../time.ts";

/** The derived findings without the hash of the address, which would tell that two deliveries share one. */
export interface PublicDerived {
  readonly v: number;
  readonly address?: { readonly flags: readonly string[] };
  readonly text?: { readonly topics: readonly string[]; readonly sentiment: number };
}

/** Personal members of an event that were opened, in the shape in which they were taken out. */
export interface OpenedMembers {
  readonly reason_text?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** Where the event log holds an event, and which row of which import it came from; null for one that came by itself. */
export interface EventPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly import: { readonly id: string; readonly file: string | null; readonly row: number | null } | null;
}

/** A stored event as the API shows it: personal members only where they were opened, absent members left out. */
export interface PublicEvent extends PublicRefs {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly delivery_id?: string;
  readonly location?: { readonly lat: number; readonly lon: number };
  readonly reason?: string;
  readonly reason_text?: string;
  readonly corrects?: string;
  readonly received_hint?: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly derived: PublicDerived | null;
  readonly received_at: string;
  readonly stored_at: string;
  readonly batch_id: string;
  readonly schema_version: string;
  readonly lineage: EventPlace;
}

/** The public event of a stored row, with the personal members that were opened; those still sealed stay behind. */
export function toEvent(row: Omit<EventRow, "personal">, opened: OpenedMembers = {}): PublicEvent {
  const data = row.data === "" ? {} : (JSON.parse(row.data) as Record<string, unknown>);
  return {
    id: row.id,
    source: row.source,
    type: row.type,
    occurred_at: fromClickHouseTime(row.occurred_at),
    ...(row.delivery_id === "" ? {} : { delivery_id: row.delivery_id }),
    ...toRefs(row),
    ...(row.lat === null || row.lon === null ? {} : { location: { lat: row.lat, lon: row.lon } }),
    ...(row.reason === "" ? {} : { reason: row.reason }),
    ...(opened.reason_text === undefined ? {} : { reason_text: opened.reason_text }),
    ...(row.corrects === "" ? {} : { corrects: row.corrects }),
    ...(row.received_hint === null ? {} : { received_hint: fromClickHouseTime(row.received_hint) }),
    data: opened.data === undefined ? data : mergePersonal(data, opened.data),
    derived: row.derived === "" ? null : toPublicDerived(JSON.parse(row.derived) as Derived),
    received_at: fromClickHouseTime(row.received_at),
    stored_at: fromClickHouseTime(row.stored_at),
    batch_id: row.batch_id,
    schema_version: row.schema_version,
    lineage: toPlace(row),
  };
}

type PlaceColumns = Pick<
  EventRow,
  "log_topic" | "log_partition" | "log_offset" | "import_id" | "import_file" | "import_row"
>;

export function toPlace(row: PlaceColumns): EventPlace {
  return {
    topic: row.log_topic,
    partition: row.log_partition,
    offset: Number(row.log_offset),
    import:
      row.import_id === ""
        ? null
        : { id: row.import_id, file: row.import_file || null, row: row.import_row || null },
  };
}

function toPublicDerived({ v, address, text }: Derived): PublicDerived {
  return {
    v,
    ...(address === undefined ? {} : { address: { flags: address.flags } }),
    ...(text === undefined ? {} : { text }),
  };
}
