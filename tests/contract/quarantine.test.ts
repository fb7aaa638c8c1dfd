import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  QuarantineDetail,
  QuarantineGroupPage,
  QuarantineItem,
  QuarantinePage,
  QuarantineReplay,
  QuarantineReplayPage,
} from "../../api/schemas/quarantine.ts";
import { withTenant } from "../../tenancy/database.ts";
import { erasePersonal } from "../../tenancy/personal/erasePersonal.ts";
import { SCOPES } from "../../tenancy/scopes.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
});
afterAll(() => api.close());

type Json = Readonly<Record<string, unknown>>;
const get = (path: string, key = tenant.liveKey) => api.call("GET", path, { key });
const post = (path: string, body?: unknown, key = tenant.liveKey) => api.call("POST", path, { key, body });
const order = (id: string, more: Json = {}): Json => ({
  id,
  source: "shop",
  type: "order.created",
  occurred_at: "2026-11-20T08:00:00+05:30",
  order_id: `O-${id}`,
  ...more,
});
const traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

/** Sends a wrong event and answers the id of its item. */
async function quarantined(event: Json): Promise<string> {
  const sent = await api.call("POST", "/v1/events", {
    key: tenant.liveKey,
    body: event,
    headers: { traceparent },
  });
  expectProblem({ ...sent, body: withoutAnswer(sent.body) }, "unprocessable");
  const found = await get(`/v1/quarantine?event_id=${event["id"]}&status=open`);
  expect(found.body.data).toHaveLength(1);
  return found.body.data[0].id;
}

const withoutAnswer = ({
  batch_id,
  accepted,
  duplicates,
  rejected,
  unavailable,
  results,
  ...problem
}: Json) => problem;
const detail = async (id: string, key?: string) => {
  const { status, body } = await get(`/v1/quarantine/${id}`, key);
  expect(status).toBe(200);
  expect(QuarantineDetail.parse(body)).toEqual(body);
  return body;
};

describe("an item", () => {
  test("says why, where, from whom and since when, once per event however often it comes", async () => {
    const wrong = order("one", { reason: "dog.barked", vehicel_id: "V-1" });
    const id = await quarantined(wrong);
    expect(await quarantined(wrong)).toBe(id);
    const item = await detail(id);
    expect(item).toMatchObject({
      stage: "edge",
      status: "open",
      reason: "not_in_list",
      pointer: "/reason",
      source: "shop",
      event_id: "one",
      type: "order.created",
      schema_version: "1.0",
      import_id: null,
      import_place: null,
      trace_id: "0af7651916cd43dd8448eb211c80319c",
      seen: 2,
      resolution: null,
      raw: { state: "readable", body: wrong },
    });
    expect(item.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/reason",
      "/vehicel_id",
    ]);
    expect(item.batch_id).toMatch(/^bat_/);
    expect(item.request_id).toMatch(/^req_/);
    expect(Date.parse(item.expires_at) - Date.parse(item.last_seen_at)).toBe(30 * 86_400_000);
  });

  test("shows its body to those who may read personal data, its shape to others, until it is erased", async () => {
    const wrong = order("two", {
      customer_id: "U-2",
      reason: "dog.barked",
      data: { recipient: { name: "Asha Kestrelwala" }, "Asha K": true, amounts: [1, "two"] },
    });
    const id = await quarantined(wrong);
    expect((await detail(id)).raw).toEqual({ state: "readable", body: wrong });
    const plain = await api.makeKey(
      tenant.liveKey,
      SCOPES.filter((scope) => scope !== "personal:read"),
    );
    const masked = (await detail(id, plain)).raw;
    expect(masked).toMatchObject({
      state: "masked",
      body: {
        id: "<string>",
        reason: "<string>",
        data: { recipient: { name: "<string>" }, "<name 2>": true, amounts: ["<number>", "<string>"] },
      },
    });
    expect(JSON.stringify(masked)).not.toContain("Asha");
    expect(JSON.stringify((await get("/v1/quarantine", tenant.liveKey)).body)).not.toContain("Asha");
    const actor = { kind: "api_key", id: "key_test" } as const;
    await erasePersonal({ tenant: tenant.live, actor, requestId: "req_test" }, api.deps, "customer:U-2");
    expect((await detail(id)).raw).toEqual({ state: "erased", body: null });
    const again = await post(`/v1/quarantine/${id}/resubmit`);
    expect(expectProblem(again, "unprocessable")[0]).toMatchObject({ code: "erased" });
  });
});

describe("lists", () => {
  test("page by page, filtered", async () => {
    for (const n of [1, 2, 3]) await quarantined(order(`list-${n}`, { source: "lists", reason: "x.y" }));
    await quarantined(order("list-4", { source: "lists", type: "order.creatd" }));
    const first = await get("/v1/quarantine?source=lists&limit=3");
    expect(QuarantinePage.parse(first.body)).toEqual(first.body);
    const ids = (answer: typeof first) => answer.body.data.map((each: { event_id: string }) => each.event_id);
    expect(ids(first)).toEqual(["list-4", "list-3", "list-2"]);
    const second = await get(`/v1/quarantine?source=lists&limit=3&cursor=${first.body.next_cursor}`);
    expect([ids(second), second.body.next_cursor]).toEqual([["list-1"], null]);
    const only = async (query: string) => ids(await get(`/v1/quarantine?source=lists&${query}`));
    expect(await only("reason=unknown_type")).toEqual(["list-4"]);
    expect(await only("pointer=/type")).toEqual(["list-4"]);
    expect(await only("type=order.created&limit=1")).toEqual(["list-3"]);
    expect(await only("event_id=list-2")).toEqual(["list-2"]);
    expect(await only(`batch_id=${second.body.data[0].batch_id}`)).toEqual(["list-1"]);
    expect(await only("import_id=imp_none")).toEqual([]);
    expect(await only("status=closed")).toEqual([]);
    expect(await only("stage=store")).toEqual([]);
    expect(await only("from=-1h&to=now")).toHaveLength(4);
    expect(await only("to=-1h")).toEqual([]);
    for (const wrong of ["status=odd", "cursor=x", "from=soon", "nothing=1"])
      expectProblem(await get(`/v1/quarantine?${wrong}`), "invalid_request");
  });

  test("as groups, the largest first, with a sample, on pages that later items do not shift", async () => {
    const send = (id: string, more: Json) => quarantined(order(id, { source: "groups", ...more }));
    for (const n of [1, 2, 3]) await send(`g-${n}`, { reason: "x.y" });
    const sample = await send("g-4", { reason: "x.y" });
    await send("g-5", { type: "order.creatd" });
    await send("g-5", { type: "order.creatd" });
    const all = await get("/v1/quarantine/groups?source=groups");
    expect(QuarantineGroupPage.parse(all.body)).toEqual(all.body);
    expect(all.body.data).toMatchObject([
      {
        type: "order.created",
        reason: "not_in_list",
        pointer: "/reason",
        items: 4,
        seen: 4,
        sample: { id: sample },
      },
      { type: "order.creatd", reason: "unknown_type", pointer: "/type", items: 1, seen: 2 },
    ]);
    const first = await get("/v1/quarantine/groups?source=groups&limit=1");
    expect(first.body.data[0].items).toBe(4);
    for (const n of [6, 7, 8, 9, 10]) await send(`g-${n}`, { type: "order.creatd" });
    const second = await get(`/v1/quarantine/groups?source=groups&limit=1&cursor=${first.body.next_cursor}`);
    expect(second.body.data).toMatchObject([{ type: "order.creatd", items: 1 }]);
    expect(second.body.next_cursor).toBeNull();
  });
});

describe("sending again", () => {
  test("mended, it is taken, and the item closed by whom and with which batch", async () => {
    const id = await quarantined(order("mend", { reason: "dog.barked" }));
    const { id: _, source: __, ...rest } = order("mend");
    const wrong = await post(`/v1/quarantine/${id}/resubmit`, {
      event: { ...rest, id: "other", source: "else" },
    });
    expect(expectProblem(wrong, "unprocessable").map(({ pointer }) => pointer)).toEqual([
      "/event/source",
      "/event/id",
    ]);
    const still = await post(`/v1/quarantine/${id}/resubmit`, { event: order("mend", { city: 7 }) });
    expect(expectProblem(still, "unprocessable")[0]?.pointer).toBe("/event/city");
    expect((await detail(id)).seen).toBe(1);
    const done = await post(`/v1/quarantine/${id}/resubmit`, { event: { ...rest, id: "mend" } });
    expect(done.status).toBe(202);
    expect(QuarantineItem.parse(done.body)).toEqual(done.body);
    expect(done.body).toMatchObject({ status: "closed", resolution: { kind: "resubmitted", reason: null } });
    expect(done.body.resolution.by).toMatch(/^key_/);
    const batch = await get(`/v1/ingest-batches/${done.body.resolution.batch_id}`);
    expect(batch.body.accepted).toBe(1);
    expect((await post(`/v1/quarantine/${id}/resubmit`)).body).toEqual(done.body);
    expectProblem(await post(`/v1/quarantine/${id}/reject`, { reason: "late" }), "conflict");
  });

  test("as it came, it is refused for as long as it is wrong", async () => {
    const id = await quarantined(order("same", { reason: "dog.barked" }));
    const still = await post(`/v1/quarantine/${id}/resubmit`);
    expect(expectProblem(still, "unprocessable")).toMatchObject([
      { code: "not_in_list", pointer: "/reason" },
    ]);
    expect(await detail(id)).toMatchObject({ status: "open", seen: 1, resubmitted: null });
  });

  test("the sender may as well put it right", async () => {
    const id = await quarantined(order("sender", { reason: "dog.barked" }));
    const sent = await post("/v1/events", order("sender"));
    expect(await detail(id)).toMatchObject({
      status: "closed",
      resolution: { kind: "corrected", by: null, batch_id: sent.body.batch_id },
    });
    expectProblem(await post(`/v1/quarantine/${id}/resubmit`), "conflict");
  });

  test("a credential for other sources may not", async () => {
    const id = await quarantined(order("foreign", { reason: "dog.barked" }));
    const body = { name: "wms only", scopes: ["quarantine:read", "quarantine:write"], sources: ["wms"] };
    const made = await post("/v1/api-keys", body);
    expectProblem(
      await post(`/v1/quarantine/${id}/resubmit`, undefined, made.body.secret),
      "insufficient_scope",
    );
  });
});

describe("a replay", () => {
  test("is queued by a filter, the same while it is under way, and read by its id", async () => {
    await quarantined(order("replay-1", { source: "replays", reason: "dog.barked" }));
    const filter = { source: "replays", reason: "not_in_list", pointer: "/reason" };
    const made = await post("/v1/quarantine/replay", filter);
    expect(made.status).toBe(202);
    expect(QuarantineReplay.parse(made.body)).toEqual(made.body);
    expect(made.body).toMatchObject({ state: "queued", matched: 1, done: 0, filter });
    expect((await post("/v1/quarantine/replay", filter)).body).toEqual(made.body);
    expect((await get(`/v1/quarantine/replays/${made.body.id}`)).body).toEqual(made.body);
    const other = await post("/v1/quarantine/replay", { ...filter, from: "-1h" });
    expect(other.body.filter.from).toMatch(/Z$/);
    const page = await get("/v1/quarantine/replays?limit=1");
    expect(QuarantineReplayPage.parse(page.body)).toEqual(page.body);
    expect(page.body.data).toEqual([other.body]);
    const second = await get(`/v1/quarantine/replays?limit=1&cursor=${page.body.next_cursor}`);
    expect(second.body.data).toEqual([made.body]);
  });

  test("needs a filter, and one that there is", async () => {
    expectProblem(await post("/v1/quarantine/replay", {}), "invalid_request");
    expectProblem(await post("/v1/quarantine/replay", { status: "open" }), "unprocessable");
    expectProblem(
      await post("/v1/quarantine/replay", { source: "x", from: "now", to: "-1h" }),
      "invalid_request",
    );
    expectProblem(await get("/v1/quarantine/replays/qrp_none"), "not_found");
  });
});

test("an item is given up with a reason, once", async () => {
  const id = await quarantined(order("reject", { reason: "dog.barked" }));
  expect(expectProblem(await post(`/v1/quarantine/${id}/reject`, {}), "unprocessable")[0]?.pointer).toBe(
    "/reason",
  );
  const done = await post(`/v1/quarantine/${id}/reject`, { reason: "only a test" });
  expect(done.status).toBe(200);
  expect(done.body).toMatchObject({
    status: "closed",
    resolution: { kind: "rejected", reason: "only a test" },
  });
  const again = await post(`/v1/quarantine/${id}/reject`, { reason: "another" });
  expect(again.body).toEqual(done.body);
  expectProblem(await post(`/v1/quarantine/${id}/resubmit`), "conflict");
});

test("what is not there is 404", async () => {
  expectProblem(await get("/v1/quarantine/qua_none"), "not_found");
  expectProblem(await post("/v1/quarantine/qua_none/resubmit"), "not_found");
  expectProblem(await post("/v1/quarantine/qua_none/reject", { reason: "x" }), "not_found");
});

test("what changes is written down with who did it", async () => {
  const rows = await withTenant(api.deps.db, tenant.id, (tx) =>
    tx.execute<{ action: string; actor_id: string }>(
      sql`select action, actor_id from audit_log where action like 'quarantine.%'`,
    ),
  );
  expect(new Set(rows.map(({ action }) => action))).toEqual(
    new Set(["quarantine.resubmitted", "quarantine.rejected", "quarantine.replayed"]),
  );
  expect(rows.every(({ actor_id }) => actor_id.startsWith("key_"))).toBe(true);
});
