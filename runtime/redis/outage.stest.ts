import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import { pino } from "pino";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { RatePolicy } from "../../tenancy/ports.ts";
import { createOwnRedis, type OwnRedis } from "../../tests/harness/redis.ts";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { openShared, type Shared } from "./openShared.ts";

const POLICY: RatePolicy = { name: "outage", limit: 5, windowSeconds: 5_000 };

let redis: OwnRedis;
let opened: Shared[];
let said: string[];
beforeEach(async () => {
  redis = await createOwnRedis();
  opened = [];
  said = [];
});
afterEach(async () => {
  for (const shared of opened) await shared.close();
  await redis.kill("SIGKILL");
});

const open = async () => {
  const log = pino({ level: "info" }, { write: (line: string) => void said.push(JSON.parse(line).msg) });
  const shared = await openShared(redis.url, log);
  opened.push(shared);
  return shared;
};
const isUp = async ({ ping }: Shared) => {
  await ping?.();
  return true;
};
const isAway = (shared: Shared) =>
  isUp(shared).then(
    () => false,
    () => true,
  );
const AWAY = "Redis is away: limits are kept by each process, nothing is cached";
const BACK = "Redis is back";

/** How many of ten requests pass. */
async function passing({ limiter }: Shared, key: string): Promise<number> {
  const decisions = await Promise.all(Array.from({ length: 10 }, () => limiter.take(POLICY, key, 1)));
  return decisions.filter(({ allowed }) => allowed).length;
}

test("without Redis at the start each process decides for itself, and takes Redis up when it comes", async () => {
  const shared = await open();
  const cache = shared.cache.forTenant("t");
  expect(await isAway(shared)).toBe(true);
  expect(await passing(shared, "a")).toBe(5);
  await cache.set("a", "1", 60);
  expect(await cache.get("a")).toBeUndefined();
  await redis.start();
  await waitFor(() => isUp(shared));
  await cache.set("a", "1", 60);
  expect(await cache.get("a")).toBe("1");
  expect(said).toEqual([AWAY, BACK]);
});

test("when Redis is killed nothing fails, and the change is said once", async () => {
  await redis.start();
  const [one, other] = [await open(), await open()];
  const key = randomUUID();
  expect((await passing(one, key)) + (await passing(other, key))).toBe(5);
  await one.cache.forTenant("t").set("a", "1", 60);
  await redis.kill("SIGKILL");
  expect([await passing(one, key), await passing(other, key)]).toEqual([5, 5]);
  for (let n = 0; n < 50; n++) {
    await one.limiter.take(POLICY, key, 1);
    expect(await one.cache.forTenant("t").get("a")).toBeUndefined();
    await one.cache.forTenant("t").delete("a");
  }
  expect(said).toEqual([AWAY, AWAY]);
  await redis.start();
  await waitFor(async () => (await isUp(one)) && (await isUp(other)));
  expect((await passing(one, key)) + (await passing(other, key))).toBe(5);
  expect(said.slice(2)).toEqual([BACK, BACK]);
});

test("a Redis that hangs counts as away, is asked no further, and is back when it answers", async () => {
  await redis.start();
  const shared = await open();
  const key = randomUUID();
  await redis.kill("SIGSTOP");
  const first = await shared.limiter.take(POLICY, key, 1);
  expect(first.allowed).toBe(true);
  expect(await isAway(shared)).toBe(true);
  expect(await passing(shared, key)).toBe(4);
  await redis.kill("SIGCONT");
  await waitFor(() => isUp(shared));
  expect(said).toEqual([AWAY, BACK]);
});

test("a Redis that refuses to write counts as away until it takes writes again", async () => {
  await redis.start();
  const shared = await open();
  const operator = new Redis(redis.url);
  await operator.config("SET", "maxmemory", "1");
  expect(await passing(shared, randomUUID())).toBe(5);
  expect(await isAway(shared)).toBe(true);
  await operator.config("SET", "maxmemory", "0");
  await waitFor(() => isUp(shared));
  expect(said).toEqual([AWAY, BACK]);
  operator.disconnect();
});

test("a listener cut off is told of the gap once it hears again, and hears what is published then", async () => {
  await redis.start();
  const [one, other] = [await open(), await open()];
  const heard: string[] = [];
  await other.cache.subscribe(
    "revoked",
    (message) => heard.push(message),
    () => heard.push("gap"),
  );
  await one.cache.publish("revoked", "1");
  await waitFor(() => heard.length === 1);
  const operator = new Redis(redis.url);
  await operator.client("KILL", "TYPE", "PUBSUB");
  operator.disconnect();
  await waitFor(() => heard.length === 2);
  await one.cache.publish("revoked", "2");
  await waitFor(() => heard.length === 3);
  expect(heard).toEqual(["1", "gap", "2"]);
});

test("what is published while Redis is away reaches the others when it is back", async () => {
  await redis.start();
  const [one, other] = [await open(), await open()];
  const heard: string[] = [];
  await other.cache.subscribe(
    "revoked",
    (message) => heard.push(message),
    () => heard.push("gap"),
  );
  await redis.kill("SIGKILL");
  await one.cache.publish("revoked", "1");
  await one.cache.publish("revoked", "2");
  await redis.start();
  // Whoever listens again after the messages were sent is told of a gap; whoever did before hears them.
  await waitFor(() => heard.includes("gap"));
  await waitFor(() => isUp(one));
  await one.cache.publish("revoked", "3");
  await waitFor(() => heard.includes("3"));
  const missed = heard.indexOf("gap");
  expect(missed === 0 || heard.slice(0, missed).join() === "1,2").toBe(true);
});

test("a wrong password is an outage like another, and is not logged", async () => {
  redis = await createOwnRedis("--requirepass", "open-sesame");
  await redis.start();
  const log = pino({ level: "info" }, { write: (line: string) => void said.push(line) });
  const shared = await openShared(redis.url.replace("//", "//:hush-hush@"), log);
  opened.push(shared);
  expect(await passing(shared, "a")).toBe(5);
  expect(said.join()).toContain("WRONGPASS");
  expect(said.join()).not.toContain("hush-hush");
});
