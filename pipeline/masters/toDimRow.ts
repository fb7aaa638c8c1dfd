import { splitPersonal } from "../../events/personal/splitPersonal.ts";
import { canonicalJson } from "../../events/validate/canonicalJson.ts";
import type { DimRow } from "../../warehouse/tables.ts";
import type { DecidedMaster } from "./decideMasters.ts";

/** The row of a master event: what it says while it is live, deleted where it is not. */
export function toDimRow({ event, live, version }: DecidedMaster): DimRow {
  // The edge's rule once more: no erasure would reach what an attribute kept in clear.
  const { open } = splitPersonal(event.data, `${event.kind}.updated`) ?? { open: event.data };
  const { name, city, ...attributes } = open;
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
