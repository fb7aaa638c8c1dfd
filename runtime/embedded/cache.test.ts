import { expect, test, vi } from "vitest";
import { createLocalCache } from "./cache.ts";

test("forgets after the time given", async () => {
  const cache = createLocalCache();
  await cache.set("a", "1", 60);
  expect(await cache.get("a")).toBe("1");
  await cache.delete("a");
  expect(await cache.get("a")).toBeUndefined();
  await cache.set("b", "2", 0.001);
  await vi.waitFor(async () => expect(await cache.get("b")).toBeUndefined());
});

test("tells every listener of a channel, until it stops listening", async () => {
  const cache = createLocalCache();
  const heard: string[] = [];
  const stop = await cache.subscribe("revoked", (message) => heard.push(message));
  await cache.publish("revoked", "x");
  await cache.publish("other", "y");
  await stop();
  await cache.publish("revoked", "z");
  expect(heard).toEqual(["x"]);
});
