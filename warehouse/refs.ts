import { REFS, type Ref } from "../events/event.ts";
import type { RefColumns } from "./tables.ts";

/** The references that a failure or delivery carries beside its `delivery_id`. */
export type PublicRefs = { readonly [R in Exclude<Ref, "delivery_id">]?: string };

export const REF_COLUMNS = REFS.filter((ref): ref is keyof RefColumns & Ref => ref !== "delivery_id");

/** The references that are there; an empty column is an absent reference. */
export function toRefs(row: RefColumns): PublicRefs {
  return Object.fromEntries(REF_COLUMNS.flatMap((ref) => (row[ref] === "" ? [] : [[ref, row[ref]]])));
}
