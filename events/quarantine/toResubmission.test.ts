import { expect, test } from "vitest";
import type { QuarantineRow } from "./item.ts";
import { fromGiven, fromRaw } from "./toResubmission.ts";

const item = (set: Partial<QuarantineRow> = {}): QuarantineRow =>
  ({ source: "wms", eventId: "e-1", code: "not_in_list", errors: [], ...set }) as QuarantineRow;
const raw = (json: unknown) => ({ text: JSON.stringify(json), json, open: null });

test("a record is sent again under the source that it was kept under, whatever the new sender may write as", () => {
  expect(fromRaw(item(), raw({ id: "e-1" }))).toEqual({ ok: true, json: { id: "e-1", source: "wms" } });
  expect(fromRaw(item(), raw({ id: "e-1", source: "else" }))).toMatchObject({ json: { source: "wms" } });
});

test("a source that is itself at fault stays, so that it is told again", () => {
  const errors = [{ code: "invalid_type", pointer: "/source", detail: "" }];
  expect(fromRaw(item({ errors }), raw({ id: "e-1", source: 7 }))).toMatchObject({ json: { source: 7 } });
});

test("what cannot be sent as it came says so", () => {
  const codeOf = (prepared: ReturnType<typeof fromRaw>) => (prepared.ok ? null : prepared.errors[0]?.code);
  expect(codeOf(fromRaw(item(), null))).toBe("erased");
  expect(codeOf(fromRaw(item(), raw("a,b,c")))).toBe("not_an_event");
  expect(codeOf(fromRaw(item({ code: "event_id_conflict" }), raw({ id: "e-1" })))).toBe("event_id_conflict");
});

test("an event in its place keeps its identity, but for the correction of a conflict", () => {
  expect(fromGiven(item(), { id: "e-1" })).toEqual({ ok: true, json: { id: "e-1", source: "wms" } });
  expect(fromGiven(item(), { id: "e-2", source: "wms" }).ok).toBe(false);
  expect(fromGiven(item(), { id: "e-1", source: "tms" }).ok).toBe(false);
  const conflict = item({ code: "event_id_conflict" });
  expect(fromGiven(conflict, { id: "e-2", corrects: "e-1" }).ok).toBe(true);
  expect(fromGiven(conflict, { id: "e-1", corrects: "e-1" }).ok).toBe(false);
  expect(fromGiven(conflict, { id: "e-2", corrects: "e-3" }).ok).toBe(false);
});
