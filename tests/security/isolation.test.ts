import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectProblem } from "../contract/expectProblem.ts";
import { BODIES, OPERATIONS, type Operation } from "./operations.ts";
import { fillRest, makeWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.api.close());

const ofTenants = OPERATIONS.filter(({ audience }) => audience === "tenant");
const ofObjects = ofTenants.filter(({ path }) => path.includes("{"));
const lists = ofTenants.filter(({ method, path }) => method === "GET" && !path.includes("{"));

const tryIt = (operation: Operation, key: string) =>
  world.api.call(operation.method, world.pathOf(operation), { key, body: BODIES[operation.id] });

const strangers = [
  ["another tenant", () => world.b.liveKey],
  ["another tenant's sandbox", () => world.b.testKey],
  ["the tenant's own sandbox", () => world.a.testKey],
] as const;

describe.each(strangers)("%s", (_, keyOf) => {
  test.each(ofObjects)("$method $path is 404", async (operation) => {
    const answer = await tryIt(operation, keyOf());
    expectProblem(answer, "not_found");
    // The answer must not differ from that for an object that never was.
    const never = fillRest(operation.path).replace(/\{(model_)?id\}/, "never-was");
    const other = await world.api.call(operation.method, never, { key: keyOf(), body: BODIES[operation.id] });
    expect(other.status).toBe(404);
  });

  test.each(lists)("$method $path shows nothing of it", async (operation) => {
    const { status, body } = await tryIt(operation, keyOf());
    expect(status).toBe(200);
    for (const secret of world.secrets) expect(JSON.stringify(body)).not.toContain(secret);
  });

  test("filters by the tenant's ids give empty lists", async () => {
    for (const path of ["/v1/events", "/v1/deliveries", "/v1/failures"]) {
      const query = `${path}?delivery_id=secret-delivery`;
      expect((await world.api.call("GET", query, { key: keyOf() })).body.data).toEqual([]);
      expect((await world.api.call("GET", query, { key: world.a.liveKey })).body.data).toHaveLength(1);
    }
  });
});

test("after all these attempts everything is still there for its owner, unchanged", async () => {
  for (const operation of ofObjects.filter(({ method }) => method === "GET")) {
    const { status, body } = await tryIt(operation, world.a.liveKey);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).not.toContain("taken over");
  }
});
