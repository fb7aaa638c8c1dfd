import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SCOPES } from "../../tenancy/scopes.ts";
import { expectProblem } from "../contract/expectProblem.ts";
import { BODIES, OPERATIONS, type Operation } from "./operations.ts";
import { makeWorld, type World } from "./world.ts";

let world: World;
beforeAll(async () => {
  world = await makeWorld();
});
afterAll(() => world.api.close());

const tryIt = (operation: Operation, key?: string, headers = {}) =>
  world.api.call(operation.method, world.pathOf(operation), { key, body: BODIES[operation.id], headers });

const guarded = OPERATIONS.filter(({ audience }) => audience !== "public");
const scoped = OPERATIONS.filter(({ scope }) => scope !== null);

test("only health is public, and every tenant's route names its scope", () => {
  const open = OPERATIONS.filter(({ audience }) => audience === "public");
  expect(open.map(({ path }) => path)).toEqual(["/healthz", "/readyz"]);
  expect(OPERATIONS.filter(({ audience }) => audience === "tenant")).toEqual(scoped);
});

describe.each(guarded)("$method $path", (operation) => {
  test("without a credential is 401", async () => {
    const answer = await tryIt(operation);
    expectProblem(answer, "unauthenticated");
    expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
  });

  test("with a wrong credential is 401", async () => {
    const { a, api } = world;
    const otherAudience = operation.audience === "tenant" ? api.deps.operatorKey : a.liveKey;
    const wrongSecret = a.liveKey.replace(/.{8}$/, "00000000");
    for (const key of ["x", otherAudience, wrongSecret, a.liveKey.replace("live", "test"), `${a.liveKey}x`]) {
      expectProblem(await tryIt(operation, key), "unauthenticated");
    }
    const basic = `Basic ${Buffer.from(`${a.liveKey}:`).toString("base64")}`;
    expectProblem(await tryIt(operation, undefined, { Authorization: basic }), "unauthenticated");
  });
});

test("a key that was revoked, or belongs to nobody any more, is 401 on every route", async () => {
  const { api, a } = world;
  const body = { name: "short", scopes: [...SCOPES] };
  const made = await api.call("POST", "/v1/api-keys", { key: a.liveKey, body });
  await api.call("DELETE", `/v1/api-keys/${made.body.id}`, { key: made.body.secret });
  for (const operation of scoped) expectProblem(await tryIt(operation, made.body.secret), "unauthenticated");
});

describe.each([...SCOPES])("a key that lacks %s", (missing) => {
  test("is 403 exactly where it is needed", async () => {
    const key = await world.api.makeKey(
      world.a.testKey,
      SCOPES.filter((scope) => scope !== missing),
    );
    for (const operation of scoped.filter(({ scope }) => scope === missing)) {
      const answer = await tryIt(operation, key);
      expectProblem(answer, "insufficient_scope");
    }
  });
});
