import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { createKeyring } from "../../tenancy/keyring.ts";
import { decodeCursor, encodeCursor, toPage } from "./page.ts";

const scope = { keyring: createKeyring(randomBytes(32)), tenantId: "ten_a", route: "/v1/failures" };
const position = { at: 1, id: "fal_1" };

test("gives a position back to the list and tenant that it was made for", () => {
  expect(decodeCursor(scope, encodeCursor(scope, position))).toEqual(position);
  expect(decodeCursor(scope, undefined)).toBeUndefined();
});

test.each([
  ["another tenant", { ...scope, tenantId: "ten_b" }],
  ["another list", { ...scope, route: "/v1/deliveries" }],
  ["another key", { ...scope, keyring: createKeyring(randomBytes(32)) }],
])("refuses a cursor of %s", (_, other) => {
  expect(() => decodeCursor(other, encodeCursor(scope, position))).toThrow(/cursor/);
});

test.each(["", ".", "x", "bnVsbA.", "bnVsbA.AAAAAAAAAAAAAAAAAAAAAA", "a.b.c"])(
  "refuses the invented cursor %j",
  (text) => {
    expect(() => decodeCursor(scope, text)).toThrow(/cursor/);
  },
);

test("cuts the one row too many and says where to go on", () => {
  const rows = [3, 2, 1];
  const convert = (row: number) => ({ row });
  const cut = toPage(scope, { rows, limit: 2, position: (row) => row, convert });
  expect(cut.data).toEqual([{ row: 3 }, { row: 2 }]);
  expect(decodeCursor(scope, cut.next_cursor ?? "")).toBe(2);
  expect(toPage(scope, { rows, limit: 3, position: (row) => row, convert }).next_cursor).toBeNull();
});
