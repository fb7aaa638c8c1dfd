import type { Surroundings } from "../../analysis/types.ts";
import type { TenantsReader } from "../../warehouse/client.ts";
import { findMasters, type MasterRow } from "../../warehouse/queries/pipeline/facts.ts";
import { DIM_KINDS, type DimKind } from "../../warehouse/tables.ts";
import { epochOf } from "../../warehouse/time.ts";
import type { DeliveryRef } from "../deliveries/loadDeliveries.ts";
import type { Case } from "./state.ts";

type Named = Pick<Case, "failure"> & { readonly detected: DeliveryRef };

/** Answers each case's master data: the version in force when it failed, else the first one known. */
export async function loadMasters(
  reader: TenantsReader,
  { cases }: { readonly cases: readonly Named[] },
): Promise<(one: Named) => Surroundings["masters"]> {
  const ids = Object.fromEntries(
    DIM_KINDS.map((kind) => [
      kind,
      [...new Set(cases.flatMap(({ failure }) => failure.refs[`${kind}_id`] ?? []))],
    ]),
  ) as Record<DimKind, string[]>;
  const rows = Map.groupBy(
    await findMasters(reader, ids),
    (row) => `${row.tenant_key}:${row.kind}:${row.entity_id}`,
  );
  return ({ detected, failure }) => {
    const masters: Partial<Record<DimKind, Readonly<Record<string, unknown>>>> = {};
    for (const kind of DIM_KINDS) {
      const versions = rows.get(`${detected.tenant.key}:${kind}:${failure.refs[`${kind}_id`] ?? ""}`) ?? [];
      const row =
        versions.findLast((version) => epochOf(version.valid_from) <= failure.occurredAt) ?? versions[0];
      if (row) masters[kind] = attributesOf(row);
    }
    return masters;
  };
}

function attributesOf({ name, city, attributes }: MasterRow): Readonly<Record<string, unknown>> {
  return { ...JSON.parse(attributes), name, city };
}
