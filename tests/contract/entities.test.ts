import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Entity, EntityPage } from "../../api/schemas/entity.ts";
import { erasePersonal } from "../../tenancy/personal/erasePersonal.ts";
import { sealPersonal } from "../../tenancy/personal/sealPersonal.ts";
import { SCOPES } from "../../tenancy/scopes.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { seedEntity } from "../harness/seedRows.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
let tenant: TestTenant;
/** May read everything but personal data. */
let plainKey: string;
const get = (path: string, key = tenant.liveKey) => api.call("GET", path, { key });
const idsOf = (body: { data: { kind: string; id: string }[] }) =>
  body.data.map(({ kind, id }) => `${kind} ${id}`);

const day = (n: number) => `2026-11-0${n} 08:00:00.000`;

beforeAll(async () => {
  api = await makeApp();
  tenant = await api.makeTenant();
  plainKey = await api.makeKey(
    tenant.liveKey,
    SCOPES.filter((scope) => scope !== "personal:read"),
  );
  const { warehouse } = api.deps;
  const { live } = tenant;
  for (const [driver_id, name] of [
    ["DR-1", "Gopal Rao"],
    ["DR-2", "gopal rao"],
    ["DR/3 ü", "Sunil 100%_x"],
  ] as const)
    await seedEntity(warehouse, live, "driver", { driver_id, name, city: "Pune" });
  await seedEntity(warehouse, live, "client", { client_id: "C-7", name: "Gopal Stores", city: "Surat" });
  const said = [
    ["a", 1, "Asha", { shift: "day" }],
    ["b", 2, "Asha", { shift: "night" }],
    ["c", 3, "Asha", { shift: "night" }],
    ["d", 4, "Asha K", { shift: "night" }],
  ] as const;
  for (const [id, n, name, attributes] of said)
    await seedEntity(warehouse, live, "warehouse", {
      warehouse_id: "W-1",
      id,
      valid_from: day(n),
      name,
      city: "",
      attributes: JSON.stringify(attributes),
    });
});
afterAll(() => api.close());

describe("the list", () => {
  test("shows each entity once, as it is now", async () => {
    const { status, body } = await get("/v1/entities");
    expect(status).toBe(200);
    expect(EntityPage.parse(body)).toEqual(body);
    expect(idsOf(body)).toEqual([
      "client C-7",
      "driver DR-1",
      "driver DR-2",
      "driver DR/3 ü",
      "warehouse W-1",
    ]);
    expect(body.data[4]).toMatchObject({ name: "Asha K", city: null, valid_to: null, event_id: "d" });
  });

  test.each([
    ["a name that several share, whatever the case", "q=GOPAL%20rao", ["driver DR-1", "driver DR-2"]],
    ["any part of a name", "q=pal", ["client C-7", "driver DR-1", "driver DR-2"]],
    ["a name of one kind", "q=gopal&kind=client", ["client C-7"]],
    ["the beginning of an id", "q=dr-", ["driver DR-1", "driver DR-2"]],
    ["a name in force, and none of before", "q=asha", ["warehouse W-1"]],
    ["a city", "city=Surat", ["client C-7"]],
    ["signs as they are", "q=%25_", ["driver DR/3 ü"]],
    ["nothing", "q=nobody", []],
    ["nothing of a kind that is empty", "kind=carrier", []],
  ])("finds %s", async (_, query, ids) => {
    expect(idsOf((await get(`/v1/entities?${query}`)).body)).toEqual(ids);
  });

  test("pages through all kinds, stable while entities change and come", async () => {
    const seen: string[] = [];
    let cursor = "";
    do {
      const { body } = await get(`/v1/entities?limit=2${cursor}`);
      seen.push(...idsOf(body));
      await seedEntity(api.deps.warehouse, tenant.live, "carrier", { carrier_id: `X-${seen.length}` });
      cursor = body.next_cursor === null ? "" : `&cursor=${body.next_cursor}`;
    } while (cursor !== "");
    expect(seen).toEqual(["client C-7", "driver DR-1", "driver DR-2", "driver DR/3 ü", "warehouse W-1"]);
  });

  test("refuses a kind that is none, a search for nothing and a foreign cursor", async () => {
    for (const query of ["kind=robot", "q=", `q=${"x".repeat(129)}`, "limit=101", "cursor=x"])
      expectProblem(await get(`/v1/entities?${query}`), "invalid_request");
  });
});

describe("one entity", () => {
  test("has its versions, the newest first, those that say the same as one", async () => {
    const { status, body } = await get("/v1/entities/warehouse/W-1");
    expect(status).toBe(200);
    expect(Entity.parse(body)).toEqual(body);
    expect(body).toMatchObject({ kind: "warehouse", id: "W-1", name: "Asha K" });
    expect(body.versions).toMatchObject([
      { event_id: "d", valid_from: "2026-11-04T08:00:00.000Z", valid_to: null },
      { event_id: "b", valid_from: "2026-11-02T08:00:00.000Z", valid_to: "2026-11-04T08:00:00.000Z" },
      { event_id: "a", valid_to: "2026-11-02T08:00:00.000Z", attributes: { shift: "day" } },
    ]);
  });

  test("is answered as it was at a time", async () => {
    const at = async (time: string) => get(`/v1/entities/warehouse/W-1?at=${encodeURIComponent(time)}`);
    expect((await at("2026-11-03T20:00:00+05:30")).body).toMatchObject({ name: "Asha", event_id: "b" });
    expect((await at("2026-11-02T07:59:59.999Z")).body).toMatchObject({ event_id: "a" });
    expect((await at("2026-11-02T08:00:00Z")).body).toMatchObject({ event_id: "b" });
    expect((await at("now")).body).toMatchObject({ event_id: "d" });
    expectProblem(await at("2026-10-31T00:00:00Z"), "not_found");
    expectProblem(await at("yesterday"), "invalid_request");
  });

  test("is found whatever characters its id has", async () => {
    const path = `/v1/entities/driver/${encodeURIComponent("DR/3 ü")}`;
    expect((await get(path)).body).toMatchObject({ id: "DR/3 ü", name: "Sunil 100%_x" });
  });

  test("that nobody told of is not found, nor under another kind", async () => {
    expectProblem(await get("/v1/entities/driver/DR-9"), "not_found");
    expectProblem(await get("/v1/entities/vehicle/DR-1"), "not_found");
    expectProblem(await get("/v1/entities/robot/DR-1"), "invalid_request");
  });
});

test("a customer's name is shown to those who may read personal data, until it is erased", async () => {
  const { deps } = api;
  const names = ["Meera Joshi", "Meera Kale"];
  const items = names.map((name) => ({
    subject: "customer:U-9",
    plaintext: JSON.stringify({ data: { name } }),
  }));
  const sealed = await sealPersonal(deps, tenant.live.id, items);
  for (const [index, personal] of sealed.entries())
    await seedEntity(deps.warehouse, tenant.live, "customer", {
      customer_id: "U-9",
      id: `m-${index}`,
      valid_from: day(index + 1),
      name: "",
      personal,
    });
  const one = "/v1/entities/customer/U-9";
  const read = async (key?: string) => {
    const [list, detail] = [await get("/v1/entities?kind=customer&q=u-", key), await get(one, key)];
    expect(Entity.parse(detail.body)).toEqual(detail.body);
    return [list.body.data[0].name, detail.body.name, ...detail.body.versions.map((v: Named) => v.name)];
  };
  expect(await read()).toEqual(["Meera Kale", "Meera Kale", "Meera Kale", "Meera Joshi"]);
  expect(await read(plainKey)).toEqual([null, null, null, null]);
  expect((await get("/v1/entities?q=meera")).body.data).toEqual([]);
  const actor = { kind: "api_key", id: "key_test" } as const;
  await erasePersonal({ tenant: tenant.live, actor, requestId: "req_test" }, deps, "customer:U-9");
  expect(await read()).toEqual([null, null, null, null]);
});

interface Named {
  readonly name: string | null;
}

test("an entity with a hundred versions shows the newest hundred, and any of them by time", async () => {
  const rows = Array.from({ length: 120 }, (_, n) => ({
    valid_from: new Date(Date.UTC(2026, 9, 1) + n * 3_600_000).toISOString().replace("T", " ").slice(0, 23),
    id: `v-${n}`,
    name: `name ${n}`,
  }));
  for (const row of rows)
    await seedEntity(api.deps.warehouse, tenant.live, "vehicle", { vehicle_id: "V-1", ...row });
  const { body } = await get("/v1/entities/vehicle/V-1");
  expect(body.versions).toHaveLength(100);
  expect(body.versions[99]).toMatchObject({ name: "name 20" });
  expect((await get("/v1/entities/vehicle/V-1?at=2026-10-01T03:30:00Z")).body.name).toBe("name 3");
});
