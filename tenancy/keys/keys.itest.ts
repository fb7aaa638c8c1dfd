import { randomBytes } from "node:crypto";
import { afterAll, expect, inject, test } from "vitest";
import { openDatabase, withTenant } from "../database.ts";
import { createKeyring } from "../keyring.ts";
import { createFanOut } from "../testing/createFanOut.ts";
import { createTestTenant } from "../testing/createTestTenant.ts";
import { watchRevocations } from "../watchRevocations.ts";
import { authenticateKey } from "./authenticateKey.ts";
import { createKey } from "./createKey.ts";
import { formatKey, newSecret } from "./format.ts";
import { listKeys } from "./listKeys.ts";
import { revokeKey } from "./revokeKey.ts";

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
const secret = randomBytes(32);
const keyring = createKeyring(secret);
const deps = { db, keyring };
afterAll(() => db.close());

test("a key has the scopes of its role or the scopes named, and the sources it was given", async () => {
  const { ctx } = await createTestTenant(deps);
  const service = await createKey(ctx, deps, { name: "wms", role: "service", sources: ["wms-pune"] });
  const named = await createKey(ctx, deps, { name: "reader", scopes: ["failures:read", "failures:read"] });
  const { id, key, mode, placement, parentId, lateGraceMinutes, eventsPerSecond } = ctx.tenant;
  expect(await authenticateKey(deps, service.secret)).toEqual({
    tenant: { id, key, mode, placement, parentId, lateGraceMinutes, eventsPerSecond },
    actor: { kind: "api_key", id: service.id },
    scopes: new Set(["events:write", "events:read"]),
    sources: ["wms-pune"],
  });
  expect((await authenticateKey(deps, named.secret))?.scopes).toEqual(new Set(["failures:read"]));
});

test("a key hands out neither scopes nor sources that it lacks", async () => {
  const { ctx } = await createTestTenant(deps);
  const narrow = { ...ctx, scopes: new Set(["api-keys:write", "events:write"] as const), sources: ["a"] };
  const denied = { code: "insufficient_scope" };
  await expect(createKey(narrow, deps, { name: "x", role: "admin" })).rejects.toMatchObject(denied);
  await expect(createKey(narrow, deps, { name: "x", scopes: ["events:write"] })).rejects.toMatchObject(
    denied,
  );
  const other = { name: "x", scopes: ["events:write"] as const, sources: ["b"] };
  await expect(createKey(narrow, deps, other)).rejects.toMatchObject(denied);
  await expect(createKey(narrow, deps, { ...other, sources: ["a"] })).resolves.toMatchObject({
    sources: ["a"],
  });
  await expect(createKey({ ...ctx, scopes: new Set() }, deps, other)).rejects.toMatchObject(denied);
});

test("asking for nothing, for both, or for a malformed range is refused with a pointer", async () => {
  const { ctx } = await createTestTenant(deps);
  const at = (pointer: string) => ({ code: "invalid_request", errors: [{ pointer }] });
  await expect(createKey(ctx, deps, { name: "x" })).rejects.toMatchObject(at("/scopes"));
  await expect(createKey(ctx, deps, { name: "x", scopes: [] })).rejects.toMatchObject(at("/scopes"));
  const both = { name: "x", role: "admin", scopes: ["events:read"] } as const;
  await expect(createKey(ctx, deps, both)).rejects.toMatchObject(at("/scopes"));
  const range = { name: "x", role: "admin", ipAllow: ["10.0.0.0/8", "10.0.0.0/99"] } as const;
  await expect(createKey(ctx, deps, range)).rejects.toMatchObject(at("/ip_allow/1"));
});

test("a wrong secret, an unknown key or another pepper opens nothing", async () => {
  const { apiKey } = await createTestTenant(deps);
  const guessed = formatKey("live", `key_${apiKey.id.slice(4)}`, newSecret()).bearer;
  expect(await authenticateKey(deps, guessed)).toBeNull();
  expect(await authenticateKey(deps, apiKey.secret)).not.toBeNull();
  expect(await authenticateKey(deps, guessed)).toBeNull();
  expect(await authenticateKey({ db, keyring: createKeyring(randomBytes(32)) }, apiKey.secret)).toBeNull();
  expect(
    await authenticateKey(deps, formatKey("live", "key_00000000000000000000000000", newSecret()).bearer),
  ).toBeNull();
});

test("a revoked key is refused at once, here and in a process that had just used it", async () => {
  const { ctx, apiKey } = await createTestTenant(deps);
  const cache = createFanOut();
  const elsewhere = { db, keyring: createKeyring(secret) };
  const stop = await watchRevocations({ keyring: elsewhere.keyring, cache });
  expect(await authenticateKey(deps, apiKey.secret)).not.toBeNull();
  expect(await authenticateKey(elsewhere, apiKey.secret)).not.toBeNull();
  await revokeKey(ctx, { keyring, cache }, apiKey.id);
  expect(await authenticateKey(deps, apiKey.secret)).toBeNull();
  expect(await authenticateKey(elsewhere, apiKey.secret)).toBeNull();
  expect(await authenticateKey({ db, keyring: createKeyring(secret) }, apiKey.secret)).toBeNull();
  await stop();
  await expect(revokeKey(ctx, { keyring, cache }, apiKey.id)).resolves.toBeUndefined();
});

test("a key ends with its expiry, also while it is cached", async () => {
  const { ctx } = await createTestTenant(deps);
  const expiresAt = new Date(Date.now() + 3_600_000);
  const key = await createKey(ctx, deps, { name: "short", role: "service", expiresAt });
  expect(await authenticateKey(deps, key.secret)).not.toBeNull();
  expect(await authenticateKey({ ...deps, now: () => expiresAt }, key.secret)).toBeNull();
});

test("a key with an allow list works from there only", async () => {
  const { ctx } = await createTestTenant(deps);
  const key = await createKey(ctx, deps, { name: "office", role: "service", ipAllow: ["192.0.2.0/24"] });
  expect(await authenticateKey(deps, key.secret, "192.0.2.9")).not.toBeNull();
  expect(await authenticateKey(deps, key.secret, "198.51.100.1")).toBeNull();
  expect(await authenticateKey(deps, key.secret)).toBeNull();
});

test("keys are listed without secrets, with their last use, and only the own ones", async () => {
  const { ctx, apiKey } = await createTestTenant(deps);
  const stranger = await createTestTenant(deps);
  const second = await createKey(ctx, deps, { name: "second", role: "service" });
  await authenticateKey(deps, second.secret);
  const keys = await listKeys(ctx, { limit: 100 });
  expect(keys.map((key) => key.id)).toEqual([second.id, apiKey.id]);
  expect(keys[0]?.lastUsedAt).toBeInstanceOf(Date);
  expect(keys[1]?.lastUsedAt).toBeNull();
  expect(JSON.stringify(keys)).not.toContain(second.secret.slice(-30));
  expect(keys[0]).not.toHaveProperty("mac");
  expect((await listKeys(ctx, { limit: 1, after: second.id })).map((key) => key.id)).toEqual([apiKey.id]);
  await expect(revokeKey(stranger.ctx, { keyring }, apiKey.id)).rejects.toMatchObject({ code: "not_found" });
  expect(await authenticateKey(deps, apiKey.secret)).not.toBeNull();
});

test("every change leaves an audit row, and a change that is rolled back leaves none", async () => {
  const { ctx, apiKey } = await createTestTenant(deps);
  const key = await createKey(ctx, deps, { name: "audited", role: "service" });
  await revokeKey(ctx, { keyring }, key.id);
  await revokeKey(ctx, { keyring }, key.id);
  // A name that the table refuses fails after the audit's own checks, inside the same transaction.
  await expect(createKey(ctx, deps, { name: "", role: "service" })).rejects.toThrow();
  const rows = await withTenant(db, ctx.tenant.id, (tx) =>
    tx.execute<{ action: string; target: string; actor_id: string }>(
      "select action, target, actor_id from audit_log order by id",
    ),
  );
  expect([...rows]).toEqual([
    { action: "tenant.created", target: ctx.tenant.id, actor_id: "operator" },
    { action: "api_key.created", target: apiKey.id, actor_id: "operator" },
    { action: "api_key.created", target: key.id, actor_id: apiKey.id },
    { action: "api_key.revoked", target: key.id, actor_id: apiKey.id },
  ]);
});
