import { randomBytes } from "node:crypto";
import { afterAll, expect, inject, test } from "vitest";
import { openDatabase } from "../database.ts";
import { newId } from "../id.ts";
import { createKeyring } from "../keyring.ts";
import { authenticateKey } from "../keys/authenticateKey.ts";
import { SCOPES } from "../scopes.ts";
import { createTenant } from "./createTenant.ts";
import { findTenant } from "./findTenant.ts";
import { listTenants } from "./listTenants.ts";
import { createTenantDirectory } from "./tenantsByKey.ts";

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
const keyring = createKeyring(randomBytes(32));
const prepared: number[] = [];
const prepare = async ({ key }: { key: number }) => void prepared.push(key);
const newSlug = () => newId("t_").replace("_", "-");
afterAll(() => db.close());

test("a tenant comes with its sandbox and a working admin key for each", async () => {
  const made = await createTenant(
    { db, keyring, prepare },
    { name: "Acme", slug: newSlug(), placement: "dedicated" },
  );
  expect(made.tenant).toMatchObject({
    mode: "live",
    placement: "dedicated",
    parentId: null,
    lateGraceMinutes: 1440,
  });
  expect(made.sandbox).toMatchObject({ mode: "test", placement: "dedicated", parentId: made.tenant.id });
  expect(made.tenant.key).toBeGreaterThan(0);
  expect(prepared).toEqual(expect.arrayContaining([made.tenant.key, made.sandbox.key]));
  expect(made.apiKey.secret).toMatch(/^dfk_live_/);
  expect(made.testApiKey.secret).toMatch(/^dfk_test_/);
  const live = await authenticateKey({ db, keyring }, made.apiKey.secret);
  const sandbox = await authenticateKey({ db, keyring }, made.testApiKey.secret);
  expect(live).toMatchObject({ tenant: { id: made.tenant.id, key: made.tenant.key }, sources: null });
  expect([...(live?.scopes ?? [])]).toEqual([...SCOPES]);
  expect(sandbox).toMatchObject({ tenant: { id: made.sandbox.id, mode: "test" } });
});

test("a slug is taken once, and a malformed one names its member", async () => {
  const slug = newSlug();
  const input = { name: "Acme", slug, placement: "pooled" as const };
  await createTenant({ db, keyring, prepare }, input);
  await expect(createTenant({ db, keyring, prepare }, input)).rejects.toMatchObject({ code: "conflict" });
  await expect(
    createTenant({ db, keyring, prepare }, { ...input, slug: "Not A Slug" }),
  ).rejects.toMatchObject({
    code: "invalid_request",
    errors: [{ pointer: "/slug" }],
  });
});

test("a warehouse that cannot be prepared leaves no tenant behind, and its key is not given again", async () => {
  const slug = newSlug();
  const keys: number[] = [];
  const failing = async ({ key }: { key: number }) => {
    keys.push(key);
    throw new Error("no warehouse");
  };
  const input = { name: "Acme", slug, placement: "pooled" as const };
  await expect(createTenant({ db, keyring, prepare: failing }, input)).rejects.toThrow("no warehouse");
  const made = await createTenant({ db, keyring, prepare }, input);
  expect(made.tenant.key).toBeGreaterThan(keys[0] ?? 0);
});

test("the directory finds tenants by key, lists each warehouse database once, and pages go by age", async () => {
  const input = { name: "Acme", placement: "pooled" as const };
  const first = await createTenant({ db, keyring, prepare }, { ...input, slug: newSlug() });
  const second = await createTenant(
    { db, keyring, prepare },
    { ...input, slug: newSlug(), placement: "dedicated" },
  );
  const directory = createTenantDirectory(db);
  const keys = [first.tenant.key, second.sandbox.key, 2_000_000_000];
  for (const found of [await directory.byKeys(keys), await directory.byKeys(keys)]) {
    expect([...found.keys()].sort()).toEqual([first.tenant.key, second.sandbox.key].sort());
    expect(found.get(first.tenant.key)?.id).toBe(first.tenant.id);
  }
  const placements = await directory.list();
  expect(placements.filter((each) => each.placement === "pooled")).toHaveLength(1);
  expect(placements).toContainEqual({ key: second.sandbox.key, placement: "dedicated" });
  expect((await findTenant(db, first.sandbox.id))?.parentId).toBe(first.tenant.id);
  const [page] = await listTenants(db, { limit: 1, after: second.tenant.id });
  expect(page?.mode).toBe("live");
  expect((page?.id ?? "") < second.tenant.id).toBe(true);
});
