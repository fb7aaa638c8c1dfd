import type { FieldError } from "../../tenancy/errors.ts";
import { EVENT_TYPE_BY_NAME, EVENT_TYPES, type EventType } from "../catalogue/eventTypes.ts";
import { type CanonicalEvent, REFS } from "../event.ts";
import { inspectJson } from "../json/inspectJson.ts";
import { MAX_EVENTS_VALUES, MAX_FAULTS } from "../json/limits.ts";
import { contentHash } from "./canonicalJson.ts";
import { checkData, isObject } from "./checkData.ts";
import { checkLocation, checkReason, checkReference, checkRequired, checkTime } from "./checkMembers.ts";
import { meant, pointerTo, problem, quote } from "./problem.ts";

type Json = Readonly<Record<string, unknown>>;
type Draft = { -readonly [K in keyof CanonicalEvent]?: CanonicalEvent[K] };

export interface ValidationPolicy {
  /** Whether `received_hint` may be given: it is for test keys and imports. */
  readonly hints: boolean;
  /** Sources that the credential may write as, the first fills in; null = any, and `api` fills in. */
  readonly sources: readonly string[] | null;
  /** Epoch ms. */
  readonly now: number;
}

export type Validation =
  | {
      readonly ok: true;
      readonly event: CanonicalEvent;
      readonly type: EventType;
      readonly contentHash: string;
    }
  | { readonly ok: false; readonly errors: readonly FieldError[] };

const TYPE_NAMES = EVENT_TYPES.map((entry) => entry.type);
const MEMBERS = [
  "id",
  "source",
  "type",
  "occurred_at",
  ...REFS,
  "location",
  "reason",
  "reason_text",
  "corrects",
  "data",
];
const MEMBERS_WITH_HINT = [...MEMBERS, "received_hint"];
const KNOWN: ReadonlySet<string> = new Set(MEMBERS);
const KNOWN_WITH_HINT: ReadonlySet<string> = new Set(MEMBERS_WITH_HINT);
const REF_NAMES: ReadonlySet<string> = new Set(REFS);

/**
 * Checks one parsed record against the canonical event and fills in what may be left out: the source, and
 * `delivery_id` from `order_id`. Instants come out in UTC with milliseconds. Lists all that is wrong at once.
 */
export function validateEvent(json: unknown, policy: ValidationPolicy): Validation {
  if (!isObject(json))
    return { ok: false, errors: [problem("invalid_type", "", "an event must be a JSON object")] };
  const errors: FieldError[] = [];
  const type = checkType(json["type"], errors);
  const event = checkTopLevel(json, type, policy, errors);
  if (type !== undefined) checkRequired(json, type.required, type.type, errors);
  if (event.corrects !== undefined && event.corrects === event.id)
    errors.push(problem("self_correction", "/corrects", "an event cannot correct itself"));
  if (errors.length > 0 || type === undefined) return { ok: false, errors };
  if (event.delivery_id === undefined && event.order_id !== undefined) event.delivery_id = event.order_id;
  return withHash(event as CanonicalEvent, type);
}

/** Adds the content's hash; what has no canonical JSON (half a character, a number like 1e999) is refused. */
function withHash(event: CanonicalEvent, type: EventType): Validation {
  try {
    return { ok: true, event, type, contentHash: contentHash(event) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const found = inspectJson(JSON.stringify(event), { values: MAX_EVENTS_VALUES });
    if (found.length > 0) return { ok: false, errors: found };
    const detail = `data cannot be kept as JSON: ${error.message}`;
    return { ok: false, errors: [problem("invalid_format", "/data", detail)] };
  }
}

/** The source that an event is written under: its own where the credential may use it, else filled in. */
export function sourceOf(sent: unknown, sources: ValidationPolicy["sources"]): string {
  if (typeof sent === "string" && (sources === null || sources.includes(sent))) return sent;
  return sources?.[0] ?? "api";
}

function checkType(value: unknown, errors: FieldError[]): EventType | undefined {
  if (value === undefined) errors.push(problem("required", "/type", "type is missing"));
  else if (typeof value !== "string") errors.push(problem("invalid_type", "/type", "type must be a string"));
  else {
    const type = EVENT_TYPE_BY_NAME.get(value);
    if (type === undefined)
      errors.push(
        problem(
          "unknown_type",
          "/type",
          `type must be a known one${meant(value, TYPE_NAMES, ": GET /v1/event-types lists them")}`,
        ),
      );
    return type;
  }
  return undefined;
}

function checkTopLevel(
  json: Json,
  type: EventType | undefined,
  policy: ValidationPolicy,
  errors: FieldError[],
): Draft {
  const event: Draft = {};
  for (const name of ["id", "occurred_at"] as const)
    if (json[name] === undefined) errors.push(problem("required", `/${name}`, `${name} is missing`));
  const known = policy.hints ? KNOWN_WITH_HINT : KNOWN;
  for (const name of Object.keys(json)) {
    if (known.has(name)) checkMember(event, name, json[name], type, policy, errors);
    else if (errors.length < MAX_FAULTS) errors.push(unknownField(name, policy.hints));
  }
  event.source ??= sourceOf(undefined, policy.sources);
  return event;
}

function unknownField(name: string, hints: boolean): FieldError {
  const known = hints ? MEMBERS_WITH_HINT : MEMBERS;
  const detail =
    name === "received_hint"
      ? "received_hint is for test keys and imports only"
      : `${quote(name)} is not known${meant(name, known, "; members of your own go below data")}`;
  return problem("unknown_field", pointerTo(name), detail);
}

/** Sets `name` of the draft if it holds; a wrong one is left out, its error added. */
function checkMember(
  event: Draft,
  name: string,
  value: unknown,
  type: EventType | undefined,
  policy: ValidationPolicy,
  errors: FieldError[],
): void {
  if (REF_NAMES.has(name) || name === "id" || name === "corrects") {
    assign(event, name, checkReference(value, name, errors));
    return;
  }
  switch (name) {
    case "source":
      if (checkReference(value, name, errors) !== undefined) event.source = sourceOf(value, policy.sources);
      return;
    case "type":
      assign(event, name, type?.type);
      return;
    case "occurred_at":
      assign(event, name, checkTime(value, name, policy.now, type?.domain === "external" ? 400 : 1, errors));
      return;
    case "received_hint":
      assign(event, name, checkTime(value, name, policy.now, 1, errors));
      return;
    case "location":
      assign(event, name, checkLocation(value, errors));
      return;
    case "reason":
      assign(event, name, checkReason(value, errors));
      return;
    case "reason_text":
      assign(event, name, checkText(value, errors));
      return;
    case "data":
      assign(event, name, checkData(value, type?.data ?? {}, errors));
  }
}

function checkText(value: unknown, errors: FieldError[]): string | undefined {
  if (typeof value === "string" && value.isWellFormed()) return value;
  errors.push(problem("invalid_type", "/reason_text", "reason_text must be a string of whole characters"));
  return undefined;
}

function assign(event: Draft, name: string, value: unknown): void {
  if (value !== undefined) (event as Record<string, unknown>)[name] = value;
}
