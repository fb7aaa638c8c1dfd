import { randomBytes } from "node:crypto";
import { afterAll, afterEach, expect, inject, test, vi } from "vitest";
import { waitFor } from "../tests/harness/waitFor.ts";
import { openDatabase } from "./database.ts";
import { createKeyring } from "./keyring.ts";
import { authenticateKey } from "./keys/authenticateKey.ts";
import { revokeKey } from "./keys/revokeKey.ts";
import { erasePersonal } from "./personal/erasePersonal.ts";
import { openPersonal } from "./personal/openPersonal.ts";
import { sealPersonal } from "./personal/sealPersonal.ts";
import { createFanOut } from "./testing/createFanOut.ts";
import { createTestTenant } from "./testing/createTestTenant.ts";
import { watchRevocations } from "./watchRevocations.ts";

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
const secret = randomBytes(32);
const deps = { db, keyring: createKeyring(secret) };
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => db.close());

/** The same product in another process, which heeds what is published. */
async function anotherProcess() {
  const elsewhere = { db, keyring: createKeyring(secret) };
  const cache = createFanOut();
  await watchRevocations({ keyring: elsewhere.keyring, cache });
  return { elsewhere, cache };
}

test("a process that missed a revocation refuses the key once it learns of the gap", async () => {
  const { ctx, apiKey } = await createTestTenant(deps);
  const { elsewhere, cache } = await anotherProcess();
  expect(await authenticateKey(elsewhere, apiKey.secret)).not.toBeNull();
  await revokeKey(ctx, deps, apiKey.id);
  expect(await authenticateKey(elsewhere, apiKey.secret)).not.toBeNull();
  cache.gap();
  expect(await authenticateKey(elsewhere, apiKey.secret)).toBeNull();
});

test("what a look-up found before the gap is not kept after it", async () => {
  const { ctx, apiKey } = await createTestTenant(deps);
  const { elsewhere, cache } = await anotherProcess();
  const asking = authenticateKey(elsewhere, apiKey.secret);
  cache.gap();
  expect(await asking).not.toBeNull();
  await revokeKey(ctx, deps, apiKey.id);
  expect(await authenticateKey(elsewhere, apiKey.secret)).toBeNull();
});

test("a process that is told nothing refuses a revoked key after 30 s", async () => {
  const { ctx, apiKey } = await createTestTenant(deps);
  const { elsewhere } = await anotherProcess();
  expect(await authenticateKey(elsewhere, apiKey.secret)).not.toBeNull();
  await revokeKey(ctx, deps, apiKey.id);
  expect(await authenticateKey(elsewhere, apiKey.secret)).not.toBeNull();
  const later = performance.now() + 30_001;
  vi.spyOn(performance, "now").mockImplementation(() => later);
  // The kept keys look at the clock once a millisecond.
  await waitFor(async () => (await authenticateKey(elsewhere, apiKey.secret)) === null, { timeoutMs: 1_000 });
});

test("a process that missed an erasure forgets the data key once it learns of the gap", async () => {
  const { ctx, tenant } = await createTestTenant(deps);
  const { elsewhere, cache } = await anotherProcess();
  const sealed = await sealPersonal(deps, tenant.id, [
    { subject: "customer:U-1", plaintext: "12 Rose Lane" },
  ]);
  expect(await openPersonal(elsewhere, tenant.id, sealed)).toEqual(["12 Rose Lane"]);
  await erasePersonal(ctx, deps, "customer:U-1");
  expect(await openPersonal(elsewhere, tenant.id, sealed)).toEqual(["12 Rose Lane"]);
  cache.gap();
  expect(await openPersonal(elsewhere, tenant.id, sealed)).toEqual([null]);
});

test("a data key fetched while its erasure was heard of is not kept", async () => {
  const { ctx, tenant } = await createTestTenant(deps);
  const { elsewhere, cache } = await anotherProcess();
  const sealed = await sealPersonal(deps, tenant.id, [
    { subject: "customer:U-1", plaintext: "12 Rose Lane" },
  ]);
  const reading = openPersonal(elsewhere, tenant.id, sealed);
  cache.gap();
  expect(await reading).toEqual(["12 Rose Lane"]);
  await erasePersonal(ctx, deps, "customer:U-1");
  expect(await openPersonal(elsewhere, tenant.id, sealed)).toEqual([null]);
});
