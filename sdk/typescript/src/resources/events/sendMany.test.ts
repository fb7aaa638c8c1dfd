import { afterEach, expect, test } from "vitest";
import { json, type Received, refuse, startServer, type TestServer } from "../../../testing/server.ts";
import { Dfras } from "../../client.ts";
import { AuthenticationError } from "../../core/errors.ts";
import type { EventInput } from "./identify.ts";
import type { SentChunk } from "./sendMany.ts";

let server: TestServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

interface Sent {
  readonly id: string;
  readonly type: string;
}
type Judge = (event: Sent, number: number) => "accepted" | "rejected" | "unavailable";

/** Answers as the API does, each record by its own judgement. */
async function serve(judge: Judge) {
  server = await startServer((request, response, number) => {
    const statuses = eventsOf(request).map((event) => judge(event, number));
    const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
    const results = statuses.flatMap((status, index) => {
      if (status === "accepted") return [];
      const errors = [{ code: status, pointer: "/type", detail: "No." }];
      return [{ index, status, retryable: status === "unavailable", errors }];
    });
    const [accepted, rejected, unavailable] = ["accepted", "rejected", "unavailable"].map(count);
    const answer = { batch_id: `bat_${number}`, accepted, duplicates: 0, rejected, unavailable, results };
    return accepted === 0 && unavailable === 0 ? refuse(response, 422, answer) : json(response, answer);
  });
  return { server, client: new Dfras({ apiKey: "key", baseUrl: server.baseUrl }) };
}
const eventsOf = ({ body }: Received): Sent[] => body.split("\n").map((line) => JSON.parse(line) as Sent);
const event = (id: string, more: object = {}): EventInput => ({
  id,
  type: "order.created",
  occurred_at: "2026-11-20T10:00:00Z",
  ...more,
});
async function all(chunks: AsyncIterable<SentChunk>): Promise<SentChunk[]> {
  const found = [];
  for await (const chunk of chunks) found.push(chunk);
  return found;
}

test("chunks are cut by count, zipped, and told of in order, whoever answers first", async () => {
  const { client, server } = await serve(() => "accepted");
  async function* source() {
    for (let at = 0; at < 2500; at += 1) yield event(`e-${at}`);
  }
  const chunks = await all(client.events.sendMany(source()));
  expect(chunks.map(({ index, count, accepted }) => [index, count, accepted])).toEqual([
    [0, 1000, 1000],
    [1000, 1000, 1000],
    [2000, 500, 500],
  ]);
  expect(server.requests.every(({ headers }) => headers["content-encoding"] === "gzip")).toBe(true);
  const sent = server.requests.flatMap(eventsOf).map(({ id }) => id);
  expect(new Set(sent).size).toBe(2500);
});

test("chunks are cut by bytes as UTF-8; an event that fits into none is refused here", async () => {
  const { client, server } = await serve(() => "accepted");
  const events = [event("a"), event("wide", { reason_text: "ü".repeat(600) }), event("b"), event("c")];
  const chunks = await all(client.events.sendMany(events, { maxBytes: 200, gzip: false }));
  expect(server.requests.map((request) => eventsOf(request).map(({ id }) => id))).toEqual([
    ["a", "b"],
    ["c"],
  ]);
  expect(server.requests.every(({ body }) => Buffer.byteLength(body) <= 200)).toBe(true);
  expect(server.requests[0]?.headers["content-encoding"]).toBeUndefined();
  expect(chunks.reduce((sum, { count }) => sum + count, 0)).toBe(4);
  expect(chunks.flatMap(({ failed }) => failed)).toMatchObject([
    {
      index: 1,
      event: { id: "wide" },
      status: "rejected",
      retryable: false,
      errors: [{ code: "too_large" }],
    },
  ]);
});

test("only the records that may pass later are sent again; each refused one comes with its place and why", async () => {
  const { client, server } = await serve(({ id }, number) => {
    if (id === "never") return "rejected";
    return id === "later" && number < 3 ? "unavailable" : "accepted";
  });
  const [chunk] = await all(client.events.sendMany([event("a"), event("later"), event("never"), event("b")]));
  expect(server.requests.map((request) => eventsOf(request).map(({ id }) => id))).toEqual([
    ["a", "later", "never", "b"],
    ["later"],
    ["later"],
  ]);
  expect(chunk).toMatchObject({ count: 4, accepted: 3, batchIds: ["bat_1", "bat_2", "bat_3"] });
  expect(chunk?.failed).toMatchObject([{ index: 2, event: { id: "never" }, status: "rejected" }]);
});

test("records that stay unavailable are told of when the attempts are used up", async () => {
  const { client, server } = await serve(({ id }) => (id === "a" ? "accepted" : "unavailable"));
  const [chunk] = await all(client.events.sendMany([event("a"), event("b")], { maxRetries: 1 }));
  expect(server.requests).toHaveLength(2);
  expect(chunk).toMatchObject({
    accepted: 1,
    failed: [{ index: 1, status: "unavailable", retryable: true }],
  });
});

test("that none of a chunk could be taken is a result, not an error", async () => {
  const { client } = await serve(() => "rejected");
  const [chunk] = await all(client.events.sendMany([event("a"), event("b")]));
  expect(chunk).toMatchObject({ accepted: 0, failed: [{ index: 0 }, { index: 1 }] });
});

test("an error ends it after the chunks before it were yielded", async () => {
  server = await startServer((request, response) =>
    eventsOf(request)[0]?.id === "e-2"
      ? refuse(response, 401)
      : json(response, { batch_id: "bat_1", accepted: 1, duplicates: 0, results: [] }),
  );
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  const yielded: number[] = [];
  const sending = (async () => {
    const events = ["e-0", "e-1", "e-2", "e-3", "e-4"].map((id) => event(id));
    for await (const { index } of client.events.sendMany(events, { maxEvents: 1 })) yielded.push(index);
  })();
  await expect(sending).rejects.toThrow(AuthenticationError);
  expect(yielded).toEqual([0, 1]);
});

test("no more requests than told are underway", async () => {
  let [now, most] = [0, 0];
  server = await startServer(async (_, response) => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setImmediate(resolve));
    now -= 1;
    json(response, { batch_id: "bat_1", accepted: 1, duplicates: 0, results: [] });
  });
  const client = new Dfras({ apiKey: "key", baseUrl: server.baseUrl });
  const events = Array.from({ length: 20 }, (_, at) => event(`e-${at}`));
  const chunks = await all(client.events.sendMany(events, { maxEvents: 1, concurrency: 2 }));
  expect(chunks).toHaveLength(20);
  expect(most).toBeLessThanOrEqual(2);
});

test("an event without an id is named by its content, in whatever order its members are, over retries too", async () => {
  const { client, server } = await serve((_, number) => (number === 1 ? "unavailable" : "accepted"));
  const { id: _, ...one } = event("", { data: { b: 1, a: [{ d: 1, c: 2 }] } });
  const same = { data: { a: [{ c: 2, d: 1 }], b: 1 }, occurred_at: one.occurred_at, type: one.type };
  const other = { ...one, occurred_at: new Date("2026-11-20T10:00:01Z") };
  await all(client.events.sendMany([one, same, other]));
  await client.events.send(other);
  const [first, again, single] = server.requests;
  const ids = (first ? eventsOf(first) : []).map(({ id }) => id);
  expect(ids[0]).toMatch(/^auto_[0-9a-f]{32}$/);
  expect(ids[1]).toBe(ids[0]);
  expect(ids[2]).not.toBe(ids[0]);
  expect(again && eventsOf(again).map(({ id }) => id)).toEqual(ids);
  expect(JSON.parse(single?.body ?? "")).toMatchObject({
    id: ids[2],
    occurred_at: "2026-11-20T10:00:01.000Z",
  });
});
