import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Import, ImportFile, ImportPage, ImportPresetList } from "../../api/schemas/import.ts";
import { importErrors, imports } from "../../drizzle/schema/import.ts";
import { MAX_UNFINISHED_IMPORTS } from "../../events/limits.ts";
import { withTenant } from "../../tenancy/database.ts";
import { makeApp, type TestApp, type TestTenant } from "../harness/app.ts";
import { expectProblem } from "./expectProblem.ts";

let api: TestApp;
beforeAll(async () => {
  api = await makeApp();
});
afterAll(() => api.close());

const PATH = "/v1/imports";
const MAPPING = {
  source: "shop",
  files: [
    {
      match: "orders*.csv",
      format: "csv",
      events: [
        {
          members: {
            type: { const: "order.created" },
            id: { template: "order-{order_id}" },
            order_id: { column: "order_id" },
            occurred_at: { column: "ordered_at", as: "time" },
          },
        },
      ],
    },
  ],
};
const CSV = "order_id,ordered_at\nO-1,2026-11-01T10:00:00Z\nO-2,2026-11-01T11:00:00Z\n";

/** A tenant of the test's own, since ten unfinished imports are the most. */
async function newTenant() {
  const tenant: TestTenant = await api.makeTenant();
  const key = tenant.liveKey;
  const call = (method: string, path: string, body?: unknown, headers = {}) =>
    api.call(method, path, { key, headers, ...(body !== undefined && { body }) });
  const create = async (body: object = { mapping: MAPPING }) => (await call("POST", PATH, body)).body.id;
  const put = (id: string, name: string, body: unknown, headers = {}) =>
    call("PUT", `${PATH}/${id}/files/${name}`, body, { "Content-Type": "text/csv", ...headers });
  return { tenant, call, create, put };
}

test("an import is created, filled, started, read and listed", async () => {
  const { call, put } = await newTenant();
  const made = await call("POST", PATH, { mapping: MAPPING, as_of: "2026-11-02T00:00:00+05:30" });
  expect(made.status).toBe(201);
  expect(Import.strict().parse(made.body)).toEqual(made.body);
  expect(made.body).toMatchObject({
    state: "created",
    preset: null,
    source: "shop",
    as_of: "2026-11-01T18:30:00.000Z",
    notify: false,
    files: [],
    problem: null,
    started_at: null,
  });
  const { id } = made.body;

  const file = await put(id, "orders.csv", CSV);
  expect(file.status).toBe(200);
  expect(ImportFile.strict().parse(file.body)).toEqual(file.body);
  expect(file.body).toMatchObject({
    name: "orders.csv",
    bytes: CSV.length,
    total_bytes: CSV.length,
    complete: true,
  });

  const started = await call("POST", `${PATH}/${id}/start`);
  expect(started.status).toBe(202);
  expect(started.body).toMatchObject({ state: "queued", progress: { bytes_total: CSV.length, fraction: 0 } });
  expect((await call("POST", `${PATH}/${id}/start`)).status).toBe(202);
  expect((await call("GET", `${PATH}/${id}`)).body).toEqual(started.body);
  expectProblem(await put(id, "orders.csv", CSV), "conflict");

  const page = await call("GET", `${PATH}?limit=1&state=queued`);
  expect(ImportPage.strict().parse(page.body)).toEqual(page.body);
  expect(page.body.data).toEqual([started.body]);
  expect((await call("GET", `${PATH}?state=finished`)).body.data).toEqual([]);
});

test("lists page by page, the newest first", async () => {
  const { call, create } = await newTenant();
  const ids = [await create(), await create({ preset: "canonical" }), await create()];
  const first = await call("GET", `${PATH}?limit=2`);
  const second = await call("GET", `${PATH}?limit=2&cursor=${first.body.next_cursor}`);
  const seen = [...first.body.data, ...second.body.data].map(({ id }: { id: string }) => id);
  expect(seen).toEqual(ids.toReversed());
  expect(second.body.next_cursor).toBeNull();
});

test("presets are listed with their mappings, which an import can be made of", async () => {
  const { call } = await newTenant();
  const { body, status } = await call("GET", "/v1/import-presets");
  expect(status).toBe(200);
  expect(ImportPresetList.strict().parse(body)).toEqual(body);
  expect(body.data.length).toBeGreaterThan(0);
  for (const { name, mapping } of body.data) {
    expect((await call("POST", PATH, { preset: name })).body).toMatchObject({
      preset: name,
      source: mapping.source,
    });
    expect((await call("POST", PATH, { mapping, source: "ours" })).body).toMatchObject({ source: "ours" });
  }
});

test("an upload goes on where it broke off, and says how much is held", async () => {
  const { create, put, call } = await newTenant();
  const id = await create();
  const total = CSV.length;
  const part = (from: number, to: number, size: number | string = total) =>
    put(id, "orders.csv", CSV.slice(from, to + 1), { "Content-Range": `bytes ${from}-${to}/${size}` });
  const ask = () => put(id, "orders.csv", undefined, { "Content-Range": `bytes */${total}` });

  expect((await ask()).body).toMatchObject({ bytes: 0, complete: false });
  expect((await part(0, 9)).body).toMatchObject({ bytes: 10, total_bytes: total, complete: false });
  expect((await ask()).body).toMatchObject({ bytes: 10, complete: false });
  const incomplete = await call("POST", `${PATH}/${id}/start`);
  expect(expectProblem(incomplete, "conflict")[0]).toMatchObject({
    code: "incomplete_file",
    pointer: "/files/orders.csv",
  });

  const wrong = await part(20, 29);
  expect(wrong.status).toBe(409);
  expect(wrong.body).toMatchObject({ code: "conflict", bytes: 10, total_bytes: total });
  expect((await part(10, 19, "*")).body).toMatchObject({ bytes: 20, complete: false });
  expect((await part(20, 29, total + 1)).status).toBe(409);
  expect((await part(20, total - 1)).body).toMatchObject({ bytes: total, complete: true });
  expect((await ask()).body).toMatchObject({ bytes: total, complete: true });
  expect((await call("POST", `${PATH}/${id}/start`)).status).toBe(202);
});

test("a file put whole replaces what is held; an unknown length is known at the end", async () => {
  const { create, put, call } = await newTenant();
  const id = await create();
  await put(id, "orders.csv", CSV);
  const short = CSV.slice(0, 20);
  expect((await put(id, "orders.csv", short)).body).toMatchObject({
    bytes: 20,
    total_bytes: 20,
    complete: true,
  });
  const gz = await put(id, "orders-2.csv.gz", "not read before the start", { "Content-Encoding": "gzip" });
  expect(gz.body).toMatchObject({ complete: true });
  const { files } = (await call("GET", `${PATH}/${id}`)).body;
  expect(files.map(({ name }: { name: string }) => name)).toEqual(["orders-2.csv.gz", "orders.csv"]);
});

describe("refuses", () => {
  test.each([
    ["neither preset nor mapping", {}, "/preset"],
    ["both", { preset: "canonical", mapping: MAPPING }, "/preset"],
    ["an unknown preset", { preset: "nobody" }, "/preset"],
    ["a time to come", { mapping: MAPPING, as_of: "2999-01-01T00:00:00Z" }, "/as_of"],
    ["a mapping that cannot be", { mapping: { source: "shop", files: [] } }, "/mapping/files"],
    ["what it does not know", { mapping: MAPPING, colour: "red" }, "/colour"],
  ])("%s", async (_, body, pointer) => {
    const { call } = await newTenant();
    expect(expectProblem(await call("POST", PATH, body), "unprocessable")[0]?.pointer).toBe(pointer);
  });

  test("names that lead out of the folder, and headers that say nothing", async () => {
    const { create, put } = await newTenant();
    const id = await create();
    for (const name of [".hidden", "..%2F..%2Fpasswd", "a%2Fb", "a".repeat(101), "a%00b", "ä.csv"])
      expectProblem(await put(id, name, CSV), "invalid_request");
    for (const range of ["bytes 5", "bytes 9-1/20", "bytes 0-9/5", "lines 0-9/10", "bytes 0-3/100"])
      expectProblem(
        await put(id, "orders.csv", CSV, { "Content-Range": range, "Content-Length": String(CSV.length) }),
        "invalid_request",
      );
    expectProblem(await put(id, "orders.csv", CSV, { "Content-Encoding": "br" }), "unsupported_media_type");
    expectProblem(await put(id, "orders.csv", "x", { "Content-Length": "5000000001" }), "too_large");
    expectProblem(await put(id, "orders.csv", "x", { "Content-Range": "bytes 0-0/5000000001" }), "too_large");
    expectProblem(await put("imp_none", "orders.csv", CSV), "not_found");
  });

  test("to start without files, with one that no rule is for, or without one that the preset needs", async () => {
    const { call, create, put } = await newTenant();
    const id = await create();
    const start = async (of: string) =>
      expectProblem(await call("POST", `${PATH}/${of}/start`), "unprocessable");
    expect(await start(id)).toMatchObject([{ code: "required", pointer: "/files" }]);
    await put(id, "orders.csv", CSV);
    await put(id, "stock.csv", CSV);
    expect(await start(id)).toMatchObject([{ code: "unknown_file", pointer: "/files/stock.csv" }]);
    const other = await create({ preset: "dfras-case" });
    await put(other, "clients.csv", CSV);
    expect(await start(other)).toContainEqual(expect.objectContaining({ code: "missing_file" }));
    expectProblem(await call("POST", `${PATH}/imp_none/start`), "not_found");
  });

  test("more unfinished imports than a tenant may have", async () => {
    const { call, create } = await newTenant();
    const ids = [];
    for (let n = 0; n < MAX_UNFINISHED_IMPORTS; n++) ids.push(await create());
    expectProblem(await call("POST", PATH, { mapping: MAPPING }), "conflict");
    expect((await call("DELETE", `${PATH}/${ids[0]}`)).status).toBe(204);
    expect((await call("POST", PATH, { mapping: MAPPING })).status).toBe(201);
  });
});

test("a cancelled import is over, however often it is cancelled, and gives its room back", async () => {
  const { call, create, put } = await newTenant();
  const id = await create();
  await put(id, "orders.csv", CSV);
  for (const _ of [1, 2]) expect((await call("DELETE", `${PATH}/${id}`)).status).toBe(204);
  expect((await call("GET", `${PATH}/${id}`)).body).toMatchObject({ state: "cancelled" });
  expectProblem(await call("POST", `${PATH}/${id}/start`), "conflict");
  expectProblem(await put(id, "orders.csv", CSV), "conflict");
  expectProblem(await call("DELETE", `${PATH}/imp_none`), "not_found");
});

test("the error file is one object a line, and says when it holds not all", async () => {
  const { call, create, tenant } = await newTenant();
  const id = await create();
  const read = async () => (await call("GET", `${PATH}/${id}/errors`)).body as string;
  expect(await read()).toBe("");
  const line = {
    file: "orders.csv",
    row: 1,
    errors: [{ code: "required", pointer: "/id", detail: "is empty" }],
  };
  const rows = Array.from({ length: 2_500 }, (_, n) => ({
    tenantId: tenant.id,
    importId: id,
    n,
    line: { ...line, row: n + 1 },
  }));
  await withTenant(api.deps.db, tenant.id, async (tx) => {
    await tx.insert(importErrors).values(rows);
    await tx.update(imports).set({ errorsKept: 100_000 });
  });
  const lines = (await read())
    .trimEnd()
    .split("\n")
    .map((text) => JSON.parse(text));
  expect(lines.slice(0, -1)).toEqual(rows.map((row) => row.line));
  expect(lines.at(-1)).toMatchObject({ truncated: true });
  expectProblem(await call("GET", `${PATH}/imp_none/errors`), "not_found");
});
