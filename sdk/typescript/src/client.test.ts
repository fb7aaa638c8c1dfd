import { afterEach, expect, test } from "vitest";
import { json, refuse, startServer, type TestServer } from "../testing/server.ts";
import { Dfras } from "./client.ts";
import { ApiError, DfrasError, NotFoundError, ServerError } from "./core/errors.ts";
import { Transport } from "./core/transport.ts";
import { FailuresApi } from "./generated/resources/failures.ts";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

test("values and members that this version does not know pass", async () => {
  const newer = { id: "fal_1", status: "parked", kind: "abducted", by: { whom: "?" }, analysis: null };
  server = await startServer((_, response) => json(response, newer));
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  expect(await client.failures.retrieve("fal_1")).toEqual(newer);
});

test("an error has the class of its status and all that the API said", async () => {
  const problem = {
    code: "not_found",
    retryable: false,
    errors: [{ code: "unknown", pointer: "/id", detail: "No such failure." }],
    hint: "a newer member",
  };
  server = await startServer((_, response) => refuse(response, 404, problem));
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  const error: unknown = await client.failures.retrieve("x").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(NotFoundError);
  expect(error).toBeInstanceOf(DfrasError);
  expect(error).toMatchObject({
    name: "NotFoundError",
    message: "404 not_found: Not this time. (req_no)",
    requestId: "req_no",
    errors: problem.errors,
    problem: { hint: "a newer member" },
  });
});

test("what answers in place of the API is an error of its status, or says that it is not JSON", async () => {
  server = await startServer((request, response) => {
    response.writeHead(request.url.endsWith("/ok") ? 200 : 502, { "content-type": "text/html" });
    response.end("<h1>nginx</h1>");
  });
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl, maxRetries: 0 });
  const error = await client.failures.retrieve("x").catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ServerError);
  expect(error).toMatchObject({ status: 502, code: "", retryable: true, message: "502: no problem details" });
  await expect(client.failures.retrieve("ok")).rejects.toThrow(/is not JSON/);
});

test("withOptions changes a copy; keys may come from a function, asked for each attempt", async () => {
  server = await startServer((_, response, number) =>
    number === 1 ? refuse(response, 503, {}, { "retry-after": "0" }) : json(response, {}),
  );
  let asked = 0;
  const base = new Dfras({ apiKey: "first", baseUrl: server.baseUrl, headers: { "x-team": "a" } });
  const apiKey = async () => `turn-${++asked}`;
  const turning = base.withOptions({ apiKey });
  await turning.failures.retrieve("x");
  await base.failures.retrieve("x", { headers: { "x-team": "b" } });
  expect(server.requests.map(({ headers }) => [headers.authorization, headers["x-team"]])).toEqual([
    ["Bearer turn-1", "a"],
    ["Bearer turn-2", "a"],
    ["Bearer first", "b"],
  ]);
});

test("parameters are escaped; one that would lead to another path is refused before it is sent", async () => {
  server = await startServer((_, response) => json(response, {}));
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  await client.deliveries.retrieve("D/1?x=ü");
  expect(server.requests[0]?.url).toBe("/v1/deliveries/D%2F1%3Fx%3D%C3%BC");
  for (const id of ["", ".", ".."]) expect(() => client.deliveries.retrieve(id)).toThrow(TypeError);
});

test("a call that answers nothing resolves with undefined", async () => {
  server = await startServer((_, response) => response.writeHead(204).end());
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  expect(await client.apiKeys.revoke("key_1")).toBeUndefined();
  expect(server.requests[0]?.method).toBe("DELETE");
});

test("one resource works without the others", async () => {
  server = await startServer((_, response) => json(response, { id: "fal_1" }));
  const failures = new FailuresApi(new Transport({ apiKey: "key", baseUrl: server.baseUrl }));
  expect((await failures.retrieve("fal_1")).id).toBe("fal_1");
});

test("a browser's page sends no header that it may not send", async () => {
  const sent: Headers[] = [];
  const fetch = async (_: unknown, init?: RequestInit) => {
    sent.push(new Headers(init?.headers));
    return new Response("{}");
  };
  const client = new Dfras({ apiKey: "key", baseUrl: "https://example.com", fetch });
  const agent = Object.getOwnPropertyDescriptor(Navigator.prototype, "userAgent");
  Object.defineProperty(Navigator.prototype, "userAgent", { value: "Mozilla/5.0", configurable: true });
  try {
    await client.failures.retrieve("x");
  } finally {
    Object.defineProperty(Navigator.prototype, "userAgent", agent ?? {});
  }
  expect([...(sent[0]?.keys() ?? [])]).toEqual(["accept", "authorization"]);
});

test("options that cannot work are refused at once", () => {
  expect(() => new Dfras({ apiKey: "", baseUrl: "http://127.0.0.1" })).toThrow(TypeError);
  expect(() => new Dfras({ apiKey: "key", baseUrl: "nowhere" })).toThrow(TypeError);
  expect(ApiError.name).toBe("ApiError");
});
