import { REFS, type Ref, type Refs } from "../../events/event.ts";
import type { EvidenceRow } from "../../warehouse/queries/pipeline/deliveryEvents.ts";
import { epochOf } from "../../warehouse/time.ts";
import type { FoldEvent } from "../fold/types.ts";

/** The references of a row; empty columns are absent references. */
export function refsOfRow(row: Readonly<Record<Ref, string>>): Refs {
  const refs: Partial<Record<Ref, string>> = {};
  for (const ref of REFS) if (row[ref] !== "") refs[ref] = row[ref];
  return refs;
}

/** The evidence row as the pure functions read it. */
export function toFoldEvent(row: EvidenceRow): FoldEvent {
  return {
    source: row.source,
    id: row.id,
    type: row.type,
    at: epochOf(row.occurred_at),
    knownAt: epochOf(row.known_at),
    refs: refsOfRow(row),
    location: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
    reason: row.reason === "" ? null : row.reason,
    data: row.data === "" ? {} : JSON.parse(row.data),
    derived: row.derived === "" ? null : JSON.parse(row.derived),
    corrects: row.corrects === "" ? null : row.corrects,
    importId: row.import_id === "" ? null : row.import_id,
  };
}
