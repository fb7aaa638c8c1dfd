import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { waitFor } from "../../tests/harness/waitFor.ts";
import { type Cache, MAX_CACHED_BYTES } from "../ports.ts";

/** The same cache as two processes of one deployment see it; one and the same where it is kept in process. */
type MakeCaches = () => Promise<readonly [here: Cache, there: Cache]>;

/** What every `Cache` keeps to. */
export function cacheConformance(name: string, make: MakeCaches): void {
  describe(`cache: ${name}`, () => {
    let [here, there]: Cache[] = [];
    const at = (cache: Cache | undefined, tenant: string) => {
      if (!cache) throw new Error("the caches are not made");
      return cache.forTenant(tenant);
    };
    beforeAll(async () => {
      [here, there] = await make();
    });
    afterAll(() => Promise.all([here?.close(), there?.close()]));

    test("what one process keeps, all may read, until it is deleted or replaced", async () => {
      const tenant = randomUUID();
      expect(await at(here, tenant).get("a")).toBeUndefined();
      await at(here, tenant).set("a", "1", 60);
      expect(await at(there, tenant).get("a")).toBe("1");
      await at(there, tenant).set("a", "", 60);
      expect(await at(here, tenant).get("a")).toBe("");
      await at(there, tenant).delete("a");
      expect(await at(here, tenant).get("a")).toBeUndefined();
      await at(here, tenant).delete("a");
    });

    test("keeps texts as they are", async () => {
      const tenant = randomUUID();
      const text = 'ünï \u0000 \r\n "q" \u{1f69a} 0';
      await at(here, tenant).set(text, text, 60);
      expect(await at(there, tenant).get(text)).toBe(text);
    });

    test("one tenant never reads or deletes what another keeps", async () => {
      const [tenant, stranger] = [randomUUID(), randomUUID()];
      await at(here, tenant).set("a", "1", 60);
      expect(await at(here, stranger).get("a")).toBeUndefined();
      await at(here, stranger).delete("a");
      await at(here, stranger).set("a", "2", 60);
      expect(await at(here, tenant).get("a")).toBe("1");
    });

    test("forgets after the time given, also a fraction of a second; no time is never", async () => {
      const tenant = randomUUID();
      await at(here, tenant).set("long", "1", 60);
      await at(here, tenant).set("short", "1", 0.05);
      await waitFor(async () => (await at(there, tenant).get("short")) === undefined);
      expect(await at(there, tenant).get("long")).toBe("1");
      await at(here, tenant).set("long", "2", 0);
      expect(await at(there, tenant).get("long")).toBeUndefined();
    });

    test("keeps a value up to its bound in bytes; a longer one takes the old one's place as a miss", async () => {
      const tenant = randomUUID();
      const longest = "x".repeat(MAX_CACHED_BYTES);
      await at(here, tenant).set("a", longest, 60);
      expect((await at(there, tenant).get("a"))?.length).toBe(MAX_CACHED_BYTES);
      await at(here, tenant).set("a", "ü".repeat(MAX_CACHED_BYTES / 2 + 1), 60);
      expect(await at(there, tenant).get("a")).toBeUndefined();
    });

    test("tells every listener of a channel, in every process, until it stops listening", async () => {
      const channel = `c-${randomUUID()}`;
      const heard: string[] = [];
      const stop = await here?.subscribe(channel, (message) => heard.push(`here ${message}`));
      const stopFirst = await there?.subscribe(channel, (message) => heard.push(`first ${message}`));
      const stopSecond = await there?.subscribe(channel, (message) => heard.push(`second ${message}`));
      await there?.publish(`${channel}-other`, "not for us");
      await here?.publish(channel, "ünï");
      await waitFor(() => heard.length === 3);
      expect(heard.sort()).toEqual(["first ünï", "here ünï", "second ünï"]);
      await stopFirst?.();
      await there?.publish(channel, "2");
      await waitFor(() => heard.length === 5);
      expect(heard.slice(3).sort()).toEqual(["here 2", "second 2"]);
      await Promise.all([stop?.(), stopSecond?.()]);
      await there?.publish(channel, "3");
      expect(heard).toHaveLength(5);
    });
  });
}
