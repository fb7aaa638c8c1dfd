import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { windowOf } from "../../analysis/correlate/windows.ts";
import type { FailureFacts, ObservedEvent, Surroundings } from "../../analysis/types.ts";
import { type Derived, REFS, type Ref } from "../../events/event.ts";
import { foldDelivery } from "../../pipeline/fold/foldDelivery.ts";
import { liveEvents, toCorrection } from "../../pipeline/fold/liveEvents.ts";
import type { DetectedFailure, FoldEvent, FoldedDelivery } from "../../pipeline/fold/types.ts";

type Json = Readonly<Record<string, unknown>>;

/** One failure with all that is known about it, and its true cause. */
export interface Case {
  readonly failure: FailureFacts;
  readonly around: Surroundings;
  readonly truth: Truth;
}

export interface Truth {
  readonly cause: string;
  readonly contributing: readonly string[];
  readonly first: boolean;
}

export interface CorpusOptions {
  /** What the edge derives from an event's personal members. */
  readonly derive: (event: Json) => Derived | null;
  /** Takes every recorded reason out of the events before anything is folded. */
  readonly noReasons?: boolean;
  /** Takes one delivery in so many, by its number; 1 takes all. */
  readonly oneIn?: number;
}

const GRACE_MS = 24 * 3_600_000;
const ENTITIES = ["route_id", "vehicle_id", "driver_id", "warehouse_id", "carrier_id"] as const;
const MASTERS = ["client", "customer", "driver", "vehicle", "warehouse", "carrier"] as const;

/** Reads a folder in the form of `planted` and gathers for each failure what the pipeline would load. */
export function loadCases(folder: string, options: CorpusOptions): readonly Case[] {
  const all = readLines(join(folder, "events.ndjson.gz")).map((event) => toFoldEvent(event, options));
  const live = liveEvents(
    all,
    all.map(toCorrection).filter((made) => made !== null),
  );
  const surroundings = indexSurroundings(live, masters(folder));
  const truths = readTruth(folder);
  const clock = all.reduce((latest, event) => Math.max(latest, event.knownAt), 0);
  const byDelivery = Map.groupBy(live, (event) => event.refs.delivery_id ?? "");
  const cases: Case[] = [];
  for (const [deliveryId, own] of byDelivery) {
    if (deliveryId === "" || Number(deliveryId.replace(/\D/g, "")) % (options.oneIn ?? 1) !== 0) continue;
    const folded = foldDelivery(deliveryId, own, { lateGraceMs: GRACE_MS, clock });
    for (const detected of folded?.failures ?? []) {
      const truth = truths.get(`${deliveryId} ${detected.kind} ${detected.attempt ?? ""}`);
      if (!folded || !truth) continue;
      const failure = toFacts(folded, detected);
      cases.push({ failure, around: surroundings(failure, own), truth });
    }
  }
  return cases;
}

function toFacts(folded: FoldedDelivery, failure: DetectedFailure): FailureFacts {
  const { kind, attempt, occurredAt, recordedReason, outForDeliveryAt } = failure;
  return {
    failureId: `fal_${folded.deliveryId}_${kind}_${attempt ?? ""}`,
    kind,
    deliveryId: folded.deliveryId,
    attempt,
    occurredAt,
    refs: { ...folded.refs, ...failure.refs },
    recordedReason,
    orderedAt: folded.orderedAt,
    promisedBy: folded.promisedBy,
    deliveredAt: folded.deliveredAt,
    outForDeliveryAt,
    earlier: folded.failures
      .filter((other) => other.occurredAt < occurredAt)
      .map((other) => ({ kind: other.kind, occurredAt: other.occurredAt, attempt: other.attempt })),
  };
}

type Masters = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

function indexSurroundings(live: readonly FoldEvent[], known: Masters) {
  const entities = new Map<string, FoldEvent[]>();
  const cities = Map.groupBy(
    live.filter((event) => event.type.startsWith("context.")),
    (event) => event.refs.city ?? "",
  );
  for (const event of live) {
    if (event.refs.delivery_id || event.type.startsWith("context.")) continue;
    for (const ref of ENTITIES) {
      const id = event.refs[ref];
      if (id) entities.set(`${ref} ${id}`, [...(entities.get(`${ref} ${id}`) ?? []), event]);
    }
  }
  return (failure: FailureFacts, delivery: readonly ObservedEvent[]): Surroundings => {
    const near = (event: ObservedEvent) => {
      const window = windowOf(failure, event.type);
      return window !== null && event.at >= window.from && event.at <= window.to;
    };
    const refs = refsOf(failure, delivery);
    const entity = new Set(refs.flatMap((ref) => (entities.get(ref) ?? []).filter(near)));
    return {
      delivery,
      entity: [...entity],
      place: (cities.get(failure.refs.city ?? "") ?? []).filter(near),
      masters: mastersOf(failure, known),
    };
  };
}

/** Every route, vehicle, driver, warehouse and carrier that the delivery's own events name. */
function refsOf(failure: FailureFacts, delivery: readonly ObservedEvent[]): readonly string[] {
  const found = new Set<string>();
  for (const { refs } of [failure, ...delivery])
    for (const ref of ENTITIES) if (refs[ref]) found.add(`${ref} ${refs[ref]}`);
  return [...found];
}

function mastersOf(failure: FailureFacts, known: Masters): Surroundings["masters"] {
  return Object.fromEntries(
    MASTERS.flatMap((kind) => {
      const data = known.get(`${kind} ${failure.refs[`${kind}_id`] ?? ""}`);
      return data ? [[kind, data]] : [];
    }),
  );
}

function masters(folder: string): Masters {
  return new Map(
    readLines(join(folder, "masters.ndjson.gz")).map((event) => {
      const kind = String(event["type"]).split(".")[0] ?? "";
      return [`${kind} ${event[`${kind}_id`]}`, (event["data"] ?? {}) as Json] as const;
    }),
  );
}

function toFoldEvent(event: Json, { derive, noReasons }: CorpusOptions): FoldEvent {
  const text = (member: string) => (typeof event[member] === "string" ? String(event[member]) : null);
  const refs: { [R in Ref]?: string } = {};
  for (const ref of REFS) if (text(ref)) refs[ref] = String(event[ref]);
  if (!refs.delivery_id && refs.order_id) refs.delivery_id = refs.order_id;
  const {
    text: _text,
    note: _note,
    address: _address,
    recipient: _recipient,
    ...data
  } = (event["data"] ?? {}) as Json;
  return {
    source: String(event["source"]),
    id: String(event["id"]),
    type: String(event["type"]),
    at: Date.parse(String(event["occurred_at"])),
    knownAt: Date.parse(text("received_hint") ?? String(event["occurred_at"])),
    refs,
    location: (event["location"] ?? null) as FoldEvent["location"],
    reason: noReasons ? null : text("reason"),
    data,
    derived: derive(event),
    corrects: text("corrects"),
  };
}

function readTruth(folder: string): ReadonlyMap<string, Truth> {
  const [header = "", ...lines] = readText(join(folder, "truth.failures.csv.gz")).trim().split(/\r?\n/);
  const columns = header.split(",");
  return new Map(
    lines.map((line) => {
      const values = line.split(",");
      const field = (name: string) => values[columns.indexOf(name)] ?? "";
      const contributing = field("contributing").split(";").filter(Boolean);
      const key = `${field("delivery_id")} ${field("kind")} ${field("attempt")}`;
      return [key, { cause: field("primary_cause"), contributing, first: field("first") === "1" }] as const;
    }),
  );
}

function readLines(file: string): readonly Json[] {
  return readText(file)
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);
}

function readText(file: string): string {
  return gunzipSync(readFileSync(file)).toString("utf8");
}
