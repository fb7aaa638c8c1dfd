import { randomBytes } from "node:crypto";
import { afterAll, expect, inject, test } from "vitest";
import { openDatabase, withTenant } from "../database.ts";
import { createKeyring } from "../keyring.ts";
import { createFanOut } from "../testing/createFanOut.ts";
import { createTestTenant } from "../testing/createTestTenant.ts";
import { watchRevocations } from "../watchRevocations.ts";
import { erasePersonal } from "./erasePersonal.ts";
import { openPersonal } from "./openPersonal.ts";
import { sealPersonal } from "./sealPersonal.ts";

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 8 });
const secret = randomBytes(32);
const deps = { db, keyring: createKeyring(secret) };
/** The same product in another process: same secret, nothing cached. */
const anotherProcess = () => ({ db, keyring: createKeyring(secret) });
const items = [
  { subject: "customer:U-1", plaintext: "12 Rose Lane" },
  { subject: "customer:U-2", plaintext: "ünder the bridge" },
  { subject: "customer:U-1", plaintext: "" },
];
const texts = items.map((item) => item.plaintext);
afterAll(() => db.close());

test("texts come back in order, in this process and in another", async () => {
  const { tenant } = await createTestTenant(deps);
  const sealed = await sealPersonal(deps, tenant.id, items);
  expect(sealed.every((text) => /^p1\.[\w-]{22}\.[\w-]+$/.test(text))).toBe(true);
  expect(sealed.join()).not.toContain("U-1");
  expect(await openPersonal(deps, tenant.id, sealed)).toEqual(texts);
  expect(await openPersonal(anotherProcess(), tenant.id, sealed)).toEqual(texts);
  expect(await sealPersonal(deps, tenant.id, [])).toEqual([]);
});

test("a key that was undone with the request around it seals nothing more", async () => {
  const { tenant } = await createTestTenant(deps);
  const undone = db.app.transaction(async (tx) => {
    await sealPersonal({ ...deps, db: { ...db, app: tx, enlisted: true } }, tenant.id, items);
    throw new Error("undone");
  });
  await expect(undone).rejects.toThrow("undone");
  const sealed = await sealPersonal(deps, tenant.id, items);
  expect(await openPersonal(anotherProcess(), tenant.id, sealed)).toEqual(texts);
});

test("processes that meet the same new subjects at once agree on one key each", async () => {
  const { tenant } = await createTestTenant(deps);
  const many = Array.from({ length: 200 }, (_, i) => ({
    subject: `delivery:D-${i}`,
    plaintext: `line ${i}`,
  }));
  const orders = [many, [...many].reverse(), many.slice(50), [...many.slice(120), ...many.slice(0, 120)]];
  const sealed = await Promise.all(orders.map((order) => sealPersonal(anotherProcess(), tenant.id, order)));
  const reader = anotherProcess();
  for (const [index, order] of orders.entries()) {
    const opened = await openPersonal(reader, tenant.id, sealed[index] ?? []);
    expect(opened).toEqual(order.map((item) => item.plaintext));
  }
  const [count] = await withTenant(db, tenant.id, (tx) =>
    tx.execute("select count(*)::int as n from data_keys"),
  );
  expect(count).toEqual({ n: 200 });
});

test("erasing a subject makes its texts unreadable everywhere at once and leaves others alone", async () => {
  const { ctx, tenant } = await createTestTenant(deps);
  const cache = createFanOut();
  const elsewhere = anotherProcess();
  const stop = await watchRevocations({ keyring: elsewhere.keyring, cache });
  const sealed = await sealPersonal(deps, tenant.id, items);
  await openPersonal(elsewhere, tenant.id, sealed);
  expect(await erasePersonal(ctx, { ...deps, cache }, "customer:U-1")).toBe(true);
  for (const reader of [deps, elsewhere, anotherProcess()]) {
    expect(await openPersonal(reader, tenant.id, sealed)).toEqual([null, texts[1], null]);
  }
  expect(await erasePersonal(ctx, { ...deps, cache }, "customer:U-1")).toBe(false);
  const [again] = await sealPersonal(deps, tenant.id, items);
  expect(await openPersonal(deps, tenant.id, [again ?? ""])).toEqual([texts[0]]);
  expect(await openPersonal(deps, tenant.id, sealed.slice(1, 2))).toEqual([texts[1]]);
  await stop();
});

test("one tenant's sealed text is nothing to another, and a damaged one is an error", async () => {
  const { tenant } = await createTestTenant(deps);
  const stranger = await createTestTenant(deps);
  const [sealed = ""] = await sealPersonal(deps, tenant.id, items);
  await sealPersonal(deps, stranger.tenant.id, items);
  expect(await openPersonal(deps, stranger.tenant.id, [sealed])).toEqual([null]);
  await expect(openPersonal(deps, tenant.id, [`${sealed.slice(0, -4)}AAAA`])).rejects.toThrow();
  await expect(openPersonal(deps, tenant.id, ["12 Rose Lane"])).rejects.toThrow("not a sealed text");
});
