import { join } from "node:path";
import { windowOf } from "../../analysis/correlate/windows.ts";
import type { ExposureCount } from "../../analysis/fit/types.ts";
import { learnNorms, quantilesOf } from "../../analysis/norms/learnNorms.ts";
import { stretchesOf } from "../../analysis/norms/segments.ts";
import type { StageNorms } from "../../analysis/norms/types.ts";
import type { FailureFacts, ObservedEvent, Surroundings } from "../../analysis/types.ts";
import { deriveEvent } from "../../events/derive/deriveEvent.ts";
import type { CanonicalEvent } from "../../events/event.ts";
import { type Derived, REFS, type Ref } from "../../events/event.ts";
import { foldDelivery } from "../../pipeline/fold/foldDelivery.ts";
import { liveEvents, toCorrection } from "../../pipeline/fold/liveEvents.ts";
import type { DetectedFailure, FoldEvent, FoldedDelivery } from "../../pipeline/fold/types.ts";
import { type Json, keyOf, readConfirmed, readLines, readTruth, type Truth } from "./attributionFiles.ts";

/** One failure with all that is known about it, and its true cause. */
export interface Case {
  readonly failure: FailureFacts;
  readonly around: Surroundings;
  readonly truth: Truth;
  /** What an operator confirmed up to then, or null. */
  readonly confirmed: string | null;
}

export interface CorpusOptions {
  /** Takes every recorded reason out of the events before anything is folded. */
  readonly noReasons?: boolean;
  /** Takes every free text out as well: reports, notes and remarks. */
  readonly noWords?: boolean;
  /** Takes only what was known up to so many days after the first event; all where absent. */
  readonly days?: number;
  /** Learns no norms of stages. */
  readonly noNorms?: boolean;
  /** Takes one delivery in so many, by its number; 1 takes all. */
  readonly oneIn?: number;
}

const DAY_MS = 86_400_000;
const GRACE_MS = DAY_MS;
const ENTITIES = ["route_id", "vehicle_id", "driver_id", "warehouse_id", "carrier_id"] as const;
const MASTERS = ["client", "customer", "driver", "vehicle", "warehouse", "carrier"] as const;

export interface Corpus {
  readonly cases: readonly Case[];
  readonly norms: StageNorms;
  readonly exposures: readonly ExposureCount[];
}

/** Reads a folder in the form of `planted` and gathers for each failure what the pipeline would load. */
export function loadCorpus(folder: string, options: CorpusOptions = {}): Corpus {
  const every = readLines(join(folder, "events.ndjson.gz")).map((event) => toFoldEvent(event, options));
  const first = every.reduce((least, event) => Math.min(least, event.knownAt), Number.POSITIVE_INFINITY);
  const until = options.days === undefined ? Number.POSITIVE_INFINITY : first + options.days * DAY_MS;
  const all = every.filter((event) => event.knownAt <= until);
  const live = liveEvents(
    all,
    all.map(toCorrection).filter((made) => made !== null),
  );
  const byDelivery = Map.groupBy(live, (event) => event.refs.delivery_id ?? "");
  byDelivery.delete("");
  const norms = learnNorms(options.noNorms ? [] : quantilesOf(stretches(byDelivery.values())));
  const surroundings = indexSurroundings(live, masters(folder), options.noNorms ? undefined : norms);
  const truths = readTruth(folder);
  const clock = all.reduce((latest, event) => Math.max(latest, event.knownAt), 0);
  const confirmed = readConfirmed(folder, until);
  const cases: Case[] = [];
  for (const [deliveryId, own] of byDelivery) {
    if (Number(deliveryId.replace(/\D/g, "")) % (options.oneIn ?? 1) !== 0) continue;
    const folded = foldDelivery(deliveryId, own, { lateGraceMs: GRACE_MS, clock });
    for (const detected of folded?.failures ?? []) {
      const truth = truths.get(keyOf(deliveryId, detected.kind, detected.attempt));
      if (!folded || !truth) continue;
      const failure = toFacts(folded, detected);
      const key = keyOf(deliveryId, detected.kind, detected.attempt);
      cases.push({
        failure,
        around: surroundings(failure, own),
        truth,
        confirmed: confirmed.get(key) ?? null,
      });
    }
  }
  return { cases, norms, exposures: [] };
}

function* stretches(deliveries: Iterable<readonly FoldEvent[]>) {
  for (const own of deliveries) yield* stretchesOf([...own].sort((a, b) => a.at - b.at));
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

function indexSurroundings(live: readonly FoldEvent[], known: Masters, norms: StageNorms | undefined) {
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
      ...(norms ? { norms } : {}),
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

function toFoldEvent(event: Json, { noReasons, noWords }: CorpusOptions): FoldEvent {
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
    derived: withoutWords(derive(event), noWords ?? false),
    corrects: text("corrects"),
  };
}

/** As the edge does; the hash of an address needs no key here. */
const derive = (event: Json) => deriveEvent(event as Json & CanonicalEvent, (address) => address);

function withoutWords(derived: Derived | null, noWords: boolean): Derived | null {
  if (!noWords || !derived?.text) return derived;
  const { text: _text, ...rest } = derived;
  return rest;
}
