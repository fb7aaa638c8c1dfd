import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BODIES, OPERATIONS, type Operation } from "./operations.ts";
import { makeWorld, type World } from "./world.ts";

interface Described {
  readonly parameters?: readonly { readonly $ref?: string }[];
  readonly responses: Readonly<Record<string, unknown>>;
}

const document = JSON.parse(readFileSync(new URL("../../openapi/openapi.json", import.meta.url), "utf8"));

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.api.close());

const posts = OPERATIONS.filter(({ method }) => method === "POST");
const repeat = (operation: Operation, key: string, idempotencyKey: string) =>
  world.api.call("POST", world.pathOf(operation), {
    key,
    body: BODIES[operation.id],
    headers: { "Idempotency-Key": idempotencyKey },
  });

describe.each(posts)("POST $path", (operation) => {
  test("is described with the header and what it leads to", () => {
    const described: Described = document.paths[operation.path].post;
    expect(described.parameters).toContainEqual({ $ref: "#/components/parameters/IdempotencyKey" });
    expect(JSON.stringify(described.responses["409"])).toContain("request_in_flight");
    const refused = JSON.stringify(described.responses["422"]);
    expect(refused.includes("idempotency_key_reused") || refused.includes("schemas/Problem")).toBe(true);
  });

  test("answers a repeat as it answered first", async () => {
    const key = operation.audience === "operator" ? world.api.deps.operatorKey : world.a.liveKey;
    const idempotencyKey = `repeat-${operation.id}`;
    const first = await repeat(operation, key, idempotencyKey);
    const again = await repeat(operation, key, idempotencyKey);
    expect(first.status).toBeLessThan(500);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    expect([first, again].map(({ headers }) => headers.get("Idempotency-Replayed"))).toEqual([null, "true"]);
  });

  test("shows the answer to nobody else", async () => {
    if (operation.audience !== "tenant") return;
    const idempotencyKey = `secret-${operation.id}`;
    const mine = await repeat(operation, world.a.liveKey, idempotencyKey);
    for (const key of [world.b.liveKey, world.a.testKey]) {
      const theirs = await repeat(operation, key, idempotencyKey);
      expect(theirs.headers.get("Idempotency-Replayed")).toBe(null);
      expect(theirs.body).not.toEqual(mine.body);
    }
  });
});
