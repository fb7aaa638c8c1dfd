import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { quarantine } from "../../drizzle/schema/quarantine.ts";
import { withTenant } from "../../tenancy/database.ts";
import { makeApp, type TestApp } from "../harness/app.ts";
import { corpusFolder } from "./planted.ts";

interface Malformed {
  readonly expected_pointer: string;
  readonly why: string;
  readonly record?: { readonly id?: unknown; readonly source?: unknown };
  readonly raw?: string;
}
interface Result {
  readonly index: number;
  readonly status: string;
  readonly id?: string;
  readonly errors: readonly { readonly pointer: string }[];
}

const cases = readFileSync(join(corpusFolder("planted"), "malformed.ndjson"), "utf8")
  .trim()
  .split("\n")
  .map((line, index) => ({ ...(JSON.parse(line) as Malformed), index }));
const lineOf = ({ raw, record }: Malformed) => raw ?? JSON.stringify(record);

let api: TestApp;
beforeAll(async () => {
  api = await makeApp();
});
afterAll(() => api.close());

const send = (key: string, lines: readonly string[]) =>
  api.call("POST", "/v1/events", {
    key,
    body: lines.join("\n"),
    headers: { "Content-Type": "application/x-ndjson" },
  });
const quarantined = (tenantId: string) =>
  withTenant(api.deps.db, tenantId, (tx) => tx.select().from(quarantine));
const good = (n: number) =>
  JSON.stringify({
    id: `good-${n}`,
    source: "ok",
    type: "shipment.in_transit",
    occurred_at: "2026-10-20T08:15:00Z",
    delivery_id: "D-1",
  });

it.each(cases)("record $index alone ($why) is refused at '$expected_pointer'", async (entry) => {
  const { testKey, sandbox } = await api.makeTenant();
  const { status, body } = await send(testKey, [lineOf(entry)]);
  expect(status).toBe(422);
  expect(body).toMatchObject({ code: "unprocessable", accepted: 0, rejected: 1 });
  const [result] = body.results as Result[];
  expect(result?.errors.map(({ pointer }) => pointer)).toEqual([entry.expected_pointer]);
  const kept = await quarantined(sandbox.id);
  expect(kept.map(({ eventId, pointer }) => [eventId, pointer])).toEqual(
    result?.id === undefined ? [] : [[result.id, entry.expected_pointer]],
  );
});

it("all of them with good records between: the good are taken, the others are named and kept", async () => {
  const { testKey, sandbox } = await api.makeTenant();
  const { status, body } = await send(
    testKey,
    cases.flatMap((entry) => [good(entry.index), lineOf(entry)]),
  );
  expect(status).toBe(202);
  expect(body).toMatchObject({
    accepted: cases.length,
    rejected: cases.length,
    duplicates: 0,
    unavailable: 0,
  });
  const results = body.results as Result[];
  expect(
    results.map(({ index, status, errors }) => [index, status, errors.map(({ pointer }) => pointer)]),
  ).toEqual(cases.map(({ index, expected_pointer }) => [2 * index + 1, "rejected", [expected_pointer]]));

  const kept = await quarantined(sandbox.id);
  const names = ({ record, expected_pointer }: Malformed) =>
    typeof record?.id === "string" && expected_pointer !== "/id" && expected_pointer !== "/source";
  const named = cases.filter(names);
  expect(named.length).toBeGreaterThan(25);
  for (const { record } of named)
    expect(kept.map(({ source, eventId }) => [source, eventId])).toContainEqual([
      record?.source ?? "api",
      record?.id,
    ]);
  for (const item of kept) expect(item.raw).toMatch(/^v1\./);
});
