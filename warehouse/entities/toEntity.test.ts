import { expect, test } from "vitest";
import type { EntityRow } from "../queries/entities.ts";
import { toEntity, toEntityDetail } from "./toEntity.ts";

const row: EntityRow = {
  tenant_key: 7,
  kind: "customer",
  entity_id: "U-9",
  valid_from: "2026-11-02 08:00:00.000",
  valid_to: "2026-11-03 08:00:00.000",
  source: "crm",
  id: "e-1",
  name: "",
  city: "Pune",
  attributes: '{"segment":"a"}',
  personal: "p1.sealed",
};

test("a version shows an opened name, and never what is sealed", () => {
  const shown = toEntity(row, new Map([["p1.sealed", "Asha"]]));
  expect(shown).toEqual({
    kind: "customer",
    id: "U-9",
    name: "Asha",
    city: "Pune",
    attributes: { segment: "a" },
    valid_from: "2026-11-02T08:00:00.000Z",
    valid_to: "2026-11-03T08:00:00.000Z",
    source: "crm",
    event_id: "e-1",
  });
  expect(toEntity(row, new Map()).name).toBeNull();
});

test("what nobody said is null, what is too long is cut", () => {
  const shown = toEntityDetail({ ...row, city: "" }, [{ ...row, name: `${"x".repeat(499)}😀` }], new Map());
  expect(shown.city).toBeNull();
  expect(shown.versions[0]?.name).toHaveLength(500);
  expect(shown.versions[0]?.name?.isWellFormed()).toBe(true);
});
