import { afterEach, expect, test } from "vitest";
import { json, refuse, startServer, type TestServer } from "../../testing/server.ts";
import { Dfras } from "../client.ts";
import { NotFoundError } from "./errors.ts";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

/** Seven failures in pages of three. */
async function servePages() {
  server = await startServer((request, response, number) => {
    const url = new URL(request.url, "http://host");
    if (number === 2) return refuse(response, 503, {}, { "retry-after": "0" });
    const from = Number(url.searchParams.get("cursor") ?? 0);
    const data = [0, 1, 2, 3, 4, 5, 6]
      .slice(from, from + 3)
      .map((at) => ({ id: `fal_${at}`, newer: { at } }));
    return json(response, { data, next_cursor: from + 3 < 7 ? String(from + 3) : null, as_of: "now" });
  });
  return { server, client: new Dfras({ apiKey: "key", baseUrl: `${server.baseUrl}/` }) };
}

test("a list iterates through all pages with the same filters, and a page that fails is tried again", async () => {
  const { client, server } = await servePages();
  const ids = [];
  for await (const { id } of client.failures.list({ status: "open", limit: 3 })) ids.push(id);
  expect(ids).toEqual(["fal_0", "fal_1", "fal_2", "fal_3", "fal_4", "fal_5", "fal_6"]);
  expect(server.requests.map(({ url }) => url)).toEqual([
    "/v1/failures?status=open&limit=3",
    "/v1/failures?status=open&limit=3&cursor=3",
    "/v1/failures?status=open&limit=3&cursor=3",
    "/v1/failures?status=open&limit=3&cursor=6",
  ]);
});

test("it reads no page that nobody asked for", async () => {
  const { client, server } = await servePages();
  for await (const { id } of client.failures.list()) if (id === "fal_1") break;
  expect(server.requests).toHaveLength(1);
});

test("pages can be turned by hand, and begun at a cursor", async () => {
  const { client } = await servePages();
  const first = await client.failures.list({ cursor: "3" }).page();
  expect(first.data.map(({ id }) => id)).toEqual(["fal_3", "fal_4", "fal_5"]);
  expect(first.hasNextPage()).toBe(true);
  const last = await first.getNextPage();
  expect([last.data.length, last.next_cursor, last.hasNextPage()]).toEqual([1, null, false]);
  await expect(last.getNextPage()).rejects.toThrow(RangeError);
});

test("a list is a promise too, with its response; members that this version does not know are kept", async () => {
  const { client } = await servePages();
  const { data, requestId, response } = await client.failures.list().withResponse();
  expect([requestId, response.status]).toEqual(["req_ok", 200]);
  expect(data.data[0]).toEqual({ id: "fal_0", newer: { at: 0 } });
  expect(data.body).toMatchObject({ as_of: "now" });
});

test("an error of a list can be caught like any other, also without iterating", async () => {
  server = await startServer((_, response) => refuse(response, 404, { code: "not_found" }));
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  await expect(client.failures.list()).rejects.toThrow(NotFoundError);
  await expect(client.failures.list()[Symbol.asyncIterator]().next()).rejects.toThrow(NotFoundError);
  expect(await client.failures.list().catch(() => "caught")).toBe("caught");
  let ended = 0;
  await client.failures
    .list()
    .finally(() => {
      ended += 1;
    })
    .catch(() => undefined);
  expect(ended).toBe(1);
});
