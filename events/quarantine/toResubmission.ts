import type { FieldError } from "../../tenancy/errors.ts";
import { isObject } from "../validate/checkData.ts";
import { problem } from "../validate/problem.ts";
import { CONFLICT_REASON, type QuarantineRow } from "./item.ts";
import type { Raw } from "./readRaw.ts";

/** The event to send in the item's place, or why there is none. */
export type Prepared =
  | { readonly ok: true; readonly json: unknown }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const no = (code: string, pointer: string, detail: string): Prepared => ({
  ok: false,
  errors: [problem(code, pointer, detail)],
});

/** The raw body as an event, under the identity that it was kept under. */
export function fromRaw(item: QuarantineRow, raw: Raw | null): Prepared {
  if (raw === null) return no("erased", "", "the record's personal data was erased, and the record with it");
  if (item.code === CONFLICT_REASON)
    return no(
      CONFLICT_REASON,
      "/id",
      "its id holds other content: send an `event` with a new id that corrects this one",
    );
  if (!isObject(raw.json))
    return no("not_an_event", "", "what was sent is not an event: send an `event` in its place");
  // Written as whoever sent it would have written it, unless the source itself is what was wrong.
  const own = item.errors.some(({ pointer }) => pointer === "/source") ? {} : { source: item.source };
  return { ok: true, json: { ...raw.json, ...own } };
}

/**
 * An event that somebody gave in the item's place: it keeps the item's identity, so that this right reaches no other
 * events. In place of a conflict, whose identity is taken, comes a correction of it under a new id.
 */
export function fromGiven(item: QuarantineRow, event: Readonly<Record<string, unknown>>): Prepared {
  const { source = item.source, id, corrects } = event;
  const errors: FieldError[] = [];
  if (source !== item.source)
    errors.push(problem("wrong_identity", "/event/source", "source must be the item's, or be left out"));
  if (item.code === CONFLICT_REASON && corrects !== item.eventId)
    errors.push(problem("wrong_identity", "/event/corrects", "corrects must be the item's event_id"));
  if (item.code === CONFLICT_REASON && id === item.eventId)
    errors.push(problem(CONFLICT_REASON, "/event/id", "this id holds other content: give a new one"));
  if (item.code !== CONFLICT_REASON && id !== item.eventId)
    errors.push(problem("wrong_identity", "/event/id", "id must be the item's event_id"));
  return errors.length > 0 ? { ok: false, errors } : { ok: true, json: { ...event, source } };
}
