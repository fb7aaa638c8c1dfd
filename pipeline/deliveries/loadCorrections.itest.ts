import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { idHash } from "../../events/identity.ts";
import type { Warehouse, WarehouseTenant } from "../../warehouse/client.ts";
import { databaseOf } from "../../warehouse/placement.ts";
import { mintTenant, openTestWarehouse } from "../../warehouse/testing/openTestWarehouse.ts";
import { correctionRow } from "../../warehouse/testing/rows.ts";
import { testEvent } from "../fold/testEvent.ts";
import { loadCorrections } from "./loadCorrections.ts";

let warehouse: Warehouse;
beforeAll(() => {
  warehouse = openTestWarehouse(inject("clickhouseUrl"));
});
afterAll(() => warehouse.close());

const fix = (id: string, corrects: string | null) =>
  testEvent(id, "shipment.attempt_failed", 10, { corrects });

async function store(tenant: WarehouseTenant, id: string, corrects: string): Promise<void> {
  const { source } = fix(id, corrects);
  const hashes = { id_hash: idHash(source, id), target_hash: idHash(source, corrects) };
  const row = { ...correctionRow(tenant.key), ...hashes, source, id, corrects };
  await warehouse.insert(databaseOf(tenant), "event_corrections", [row]);
}

it("follows a chain up and down from its end, though another tenant's event has the id of a link", async () => {
  const [tenant, stranger] = [await mintTenant(warehouse), await mintTenant(warehouse)];
  for (const [id, corrects] of [
    ["c1", "t"],
    ["c2", "c1"],
    ["c3", "c2"],
    ["c9", "t"],
  ] as const)
    await store(tenant, id, corrects);
  const load = async (...events: Parameters<typeof loadCorrections>[1]) => {
    const found = await loadCorrections(warehouse.forTenants([tenant, stranger]), events);
    return found
      .get(tenant.key)
      ?.map(({ id }) => id)
      .toSorted();
  };
  const all = ["c1", "c2", "c3", "c9"];
  expect(await load(fix("c3", "c2"))).toEqual(all);
  expect(await load(fix("c1", null), fix("c3", "c2"))).toEqual(all);
  expect(await load(fix("t", null))).toEqual(all);
  expect(await load(fix("x", null))).toBeUndefined();
});
