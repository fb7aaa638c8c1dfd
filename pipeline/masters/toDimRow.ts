import { takePersonal } from "../../events/accept/takePersonal.ts";
import { canonicalJson } from "../../events/validate/canonicalJson.ts";
import { isObject } from "../../events/validate/checkData.ts";
import type { DimRow } from "../../warehouse/tables.ts";
import type { DecidedMaster } from "./decideMasters.ts";
import type { MasterEvent } from "./masterEvent.ts";

/** The row of a master event: what it says while it is live, deleted where it is not. */
export function toDimRow({ event, live, version }: DecidedMaster): DimRow {
  const { name, city, ...attributes } = withoutPersonal(event.data, event);
  return {
    tenant_key: event.tenantKey,
    [`${event.kind}_id`]: event.entityId,
    valid_from: event.at,
    source: event.source,
    id: event.id,
    name: typeof name === "string" ? name : "",
    city: typeof city === "string" ? city : event.city,
    // In canonical form, so that the same said twice is the same text.
    attributes: canonicalJson(attributes),
    ...(event.kind === "customer" && { personal: event.personal }),
    version,
    is_deleted: live ? 0 : 1,
  } as DimRow;
}

/** The edge's rule for the members of `data`, at every depth: no erasure would reach what an attribute kept in clear. */
function withoutPersonal(data: Readonly<Record<string, unknown>>, event: MasterEvent) {
  const { source, id, at: occurred_at, kind } = event;
  const { rest } = takePersonal({ source, id, occurred_at, type: `${kind}.updated`, data });
  const inside = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(inside);
    return isObject(value) ? withoutPersonal(value, event) : value;
  };
  const members = Object.entries(rest.data ?? {}).map(([name, value]) => [name, inside(value)] as const);
  return Object.fromEntries<unknown>(members);
}
