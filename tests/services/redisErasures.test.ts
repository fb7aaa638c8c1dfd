import { randomBytes } from "node:crypto";
import { pino } from "pino";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { openShared, type Shared } from "../../runtime/redis/openShared.ts";
import { openDatabase } from "../../tenancy/database.ts";
import { createKeyring, type Keyring } from "../../tenancy/keyring.ts";
import { erasePersonal } from "../../tenancy/personal/erasePersonal.ts";
import { openPersonal } from "../../tenancy/personal/openPersonal.ts";
import { sealPersonal } from "../../tenancy/personal/sealPersonal.ts";
import { createTestTenant } from "../../tenancy/testing/createTestTenant.ts";
import { watchRevocations } from "../../tenancy/watchRevocations.ts";
import { createOwnRedis, type OwnRedis } from "../harness/redis.ts";
import { waitFor } from "../harness/waitFor.ts";

/** What a process has to itself: its kept keys and its connections. */
interface Process {
  readonly keyring: Keyring;
  readonly shared: Shared;
}

const db = openDatabase({ url: inject("databaseUrl"), poolSize: 4 });
const secret = randomBytes(32);
let redis: OwnRedis;
let here: Process;
let there: Process;

beforeAll(async () => {
  redis = await createOwnRedis();
  await redis.start();
  const start = async () => {
    const keyring = createKeyring(secret);
    const shared = await openShared(redis.url, pino({ level: "silent" }));
    await watchRevocations({ keyring, cache: shared.cache });
    return { keyring, shared };
  };
  [here, there] = [await start(), await start()];
});
afterAll(async () => {
  for (const { shared } of [here, there]) await shared.close();
  await redis.kill("SIGKILL");
  await db.close();
});

/** A text sealed here and read there, so that both keep its key; and how it is erased here. */
async function sealOne() {
  const { ctx, tenant } = await createTestTenant({ db, keyring: here.keyring });
  const subject = "customer:U-1";
  const sealed = await sealPersonal({ db, keyring: here.keyring }, tenant.id, [
    { subject, plaintext: "12 Rose Lane" },
  ]);
  const readThere = async () =>
    (await openPersonal({ db, keyring: there.keyring }, tenant.id, sealed))[0] ?? null;
  expect(await readThere()).toBe("12 Rose Lane");
  const erase = () => erasePersonal(ctx, { db, keyring: here.keyring, cache: here.shared.cache }, subject);
  return { readThere, erase };
}

test("what one process erases the other forgets within a second", async () => {
  const { readThere, erase } = await sealOne();
  expect(await erase()).toBe(true);
  const from = Date.now();
  await waitFor(async () => (await readThere()) === null, { intervalMs: 1 });
  const taken = Date.now() - from;
  process.stdout.write(`erased at one process, forgotten by the other after ${taken} ms\n`);
  expect(taken).toBeLessThan(1_000);
});

test("what was erased while Redis was away is forgotten once it is back", async () => {
  const { readThere, erase } = await sealOne();
  await redis.kill("SIGKILL");
  expect(await erase()).toBe(true);
  expect(await readThere()).toBe("12 Rose Lane");
  await redis.start();
  const from = Date.now();
  await waitFor(async () => (await readThere()) === null);
  process.stdout.write(`erased while Redis was away, forgotten ${Date.now() - from} ms after it was back\n`);
});
