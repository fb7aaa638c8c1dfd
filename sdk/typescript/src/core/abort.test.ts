import { getEventListeners } from "node:events";
import { afterEach, expect, test } from "vitest";
import { type Handler, json, refuse, startServer, type TestServer } from "../../testing/server.ts";
import { Dfras } from "../client.ts";
import { AbortedError, TimeoutError } from "./errors.ts";
import type { ClientOptions } from "./options.ts";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

async function serve(handle: Handler, options: Partial<ClientOptions> = {}) {
  server = await startServer(handle);
  return { server, client: new Dfras({ apiKey: "key", baseUrl: server.baseUrl, ...options }) };
}
const failureOf = (promise: PromiseLike<unknown>) =>
  Promise.resolve(promise).then(
    () => undefined,
    (error) => error,
  );

test("an abort ends the pause between attempts", async () => {
  const controller = new AbortController();
  const { client, server } = await serve(
    (_, response) => refuse(response, 503, {}, { "retry-after": "50" }),
    {
      log: ({ event }) => event === "retry" && controller.abort(new Error("the user went away")),
    },
  );
  const error = await failureOf(client.failures.retrieve("x", { signal: controller.signal }));
  expect(error).toBeInstanceOf(AbortedError);
  expect(error).toMatchObject({ name: "AbortError", cause: { message: "the user went away" } });
  expect(server.requests).toHaveLength(1);
});

test("an abort ends a request underway, and one before it lets none begin", async () => {
  const controller = new AbortController();
  const { client, server } = await serve(() => controller.abort());
  const options = { signal: controller.signal };
  expect(await failureOf(client.failures.retrieve("x", options))).toBeInstanceOf(AbortedError);
  expect(await failureOf(client.failures.retrieve("x", options))).toBeInstanceOf(AbortedError);
  expect(server.requests).toHaveLength(1);
});

test("each attempt has the whole timeout: the first that hangs does not kill the second", async () => {
  const { client, server } = await serve(
    (_, response, number) => number > 1 && json(response, { id: "fal_1" }),
    {
      timeoutMs: 300,
    },
  );
  expect((await client.failures.retrieve("fal_1")).id).toBe("fal_1");
  expect(server.requests).toHaveLength(2);
});

test("the timeout holds for the body too", async () => {
  const { client } = await serve((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"id": ');
  });
  const error = await failureOf(client.failures.retrieve("x", { timeoutMs: 100, maxRetries: 0 }));
  expect(error).toBeInstanceOf(TimeoutError);
});

test("the total deadline ends attempts and pauses", async () => {
  const { client, server } = await serve(() => undefined);
  const error = await failureOf(
    client.failures.retrieve("x", { timeoutMs: 10_000, totalTimeoutMs: 150, maxRetries: 9 }),
  );
  expect(error).toBeInstanceOf(TimeoutError);
  expect(server.requests).toHaveLength(1);
});

test("a pause that would pass the deadline is not begun: the refusal is thrown as it is", async () => {
  const { client, server } = await serve((_, response) => refuse(response, 503, {}, { "retry-after": "30" }));
  const error = await failureOf(client.failures.retrieve("x", { totalTimeoutMs: 5000 }));
  expect(error).toMatchObject({ status: 503, retryAfter: 30 });
  expect(server.requests).toHaveLength(1);
});

test("10,000 calls leave no listener on their signal", async () => {
  const { signal } = new AbortController();
  let calls = 0;
  const fetch = async () => {
    calls += 1;
    if (calls % 100 === 0) throw new TypeError("fetch failed");
    return new Response("{}");
  };
  const client = new Dfras({ apiKey: "key", baseUrl: "http://127.0.0.1", fetch, maxRetries: 0 });
  for (let done = 0; done < 10_000; done += 500) {
    await Promise.allSettled(Array.from({ length: 500 }, () => client.failures.retrieve("x", { signal })));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  }
  expect(calls).toBe(10_000);
});
