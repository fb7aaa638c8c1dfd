import type { SubscribeOptions, Subscription } from "../events/log/port.ts";
import {
  DETECTED_TOPICS,
  isSlow,
  RAW_TOPICS,
  SLOW_TOPICS,
  TOUCHED_TOPICS,
  type Topic,
} from "../events/log/port.ts";
import { type WatchDeps, watched } from "../events/log/waiting/watched.ts";
import { analyseStage } from "./analyse/analyseStage.ts";
import { newAnalyseState } from "./analyse/state.ts";
import { deliveriesStage } from "./deliveries/deliveriesStage.ts";
import { createHandovers } from "./deliveries/handover.ts";
import { newDeliveriesState } from "./deliveries/state.ts";
import { exposuresStage } from "./exposures/exposuresStage.ts";
import { newExposuresState } from "./exposures/state.ts";
import { inParts } from "./partsOf.ts";
import type { PipelineDeps } from "./ports.ts";
import { createRightOfWay, type RightOfWay } from "./rightOfWay.ts";
import { runStage } from "./stage.ts";
import { assertSameLog } from "./store/assertSameLog.ts";
import { findRangeEnd } from "./store/openRange.ts";
import { newStoreState } from "./store/state.ts";
import { storeStage } from "./store/storeStage.ts";
import { ANALYSE_GROUP, ANALYSE_TOPICS, EXPOSURES_GROUP, STORE_GROUP } from "./sweep/awaitSettled.ts";

export interface Pipeline {
  /** Finishes the ranges in hand and leaves the groups. */
  close(): Promise<void>;
}

export interface PipelineOptions extends Pick<WatchDeps, "slowMs"> {
  /** How long what is told of deliveries waits until they are exposed, ms (10 s). */
  readonly exposuresLingerMs?: number;
}

/** Most of an insert's cost is its own, not its rows': ranges are as long as the backlog, within what memory allows. */
const STORE_RANGE = 10_000;
const STORE_CHARACTERS = 6_000_000;
/** The longer, the more often a delivery is told of in it that is folded, analysed or exposed once. */
const ANALYSE_RANGE = 10_000;
/** A delivery is touched by several events at once: folding it a moment later folds it once. */
const STORE_LINGER_MS = 100;
const STORE_LINGER_MAX_MS = 700;
const ANALYSE_LINGER_MS = 250;
const ANALYSE_SLOW_LINGER_MS = 1_000;
/** Nobody waits for exposures but the next fit; a delivery is told of several times until it ends. */
const EXPOSURES_LINGER_MS = 10_000;
const EXPOSURES_LINGER_MAX_MS = 30_000;
/** A tenth of a second or so: as long as a range of the slow lane may delay the others. */
const STORE_SLOW_RANGE = 2_000;
const ANALYSE_SLOW_RANGE = 300;

type Deps = PipelineDeps & PipelineOptions;

/** Starts this process's share of the pipeline: storing, folding, analysing. */
export async function startPipeline(deps: Deps): Promise<Pipeline> {
  const storing = { usual: createRightOfWay(deps.now), bulk: createRightOfWay(deps.now) };
  const subscriptions: Subscription[] = [];
  for (const options of [
    storeGroup(deps, storing),
    analyseGroup(deps, storing),
    exposuresGroup(deps, storing),
  ])
    subscriptions.push(await deps.eventLog.subscribe(watched(deps, options)));
  return {
    close: async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
    },
  };
}

/** Storing in each lane, to which the rest of the lane gives way. */
interface Storing {
  readonly usual: RightOfWay;
  readonly bulk: RightOfWay;
}

function storeGroup(deps: Deps, storing: Storing): SubscribeOptions {
  const store = storeStage(deps);
  return {
    group: STORE_GROUP,
    topics: RAW_TOPICS,
    slow: { topics: slowOf(RAW_TOPICS), maxRecords: STORE_SLOW_RANGE },
    maxRecords: STORE_RANGE,
    maxCharacters: STORE_CHARACTERS,
    lingerMs: STORE_LINGER_MS,
    maxLingerMs: STORE_LINGER_MAX_MS,
    position: async (at) => {
      await assertSameLog(deps, at);
      return undefined;
    },
    rangeEnd: (at, first) => findRangeEnd(deps.db, at, first),
    onRange: async (range, lost) => {
      const way = isSlow(range.topic) ? storing.bulk : storing.usual;
      await way.first(range, () => runStage(store, newStoreState(range), deps.log, lost));
    },
  };
}

function analyseGroup(deps: Deps, storing: Storing): SubscribeOptions {
  const deliveries = deliveriesStage(deps);
  const analyse = analyseStage(deps);
  const handoverOf = createHandovers();
  return {
    group: ANALYSE_GROUP,
    topics: ANALYSE_TOPICS,
    slow: {
      topics: slowOf(ANALYSE_TOPICS),
      maxRecords: ANALYSE_SLOW_RANGE,
      lingerMs: ANALYSE_SLOW_LINGER_MS,
      ready: storing.bulk.isFree,
    },
    followUps: DETECTED_TOPICS,
    maxRecords: ANALYSE_RANGE,
    lingerMs: ANALYSE_LINGER_MS,
    turn: storing.usual.giveWay,
    onRange: (range, lost, endAt) => {
      const handover = handoverOf(lost);
      const isTouched = TOUCHED_TOPICS.some((touched) => touched === range.topic);
      return inParts(range, endAt, (part) =>
        isTouched
          ? runStage(deliveries, newDeliveriesState(part, handover), deps.log, lost)
          : runStage(analyse, newAnalyseState(part, handover), deps.log, lost),
      );
    },
  };
}

function exposuresGroup(deps: Deps, storing: Storing): SubscribeOptions {
  const exposures = exposuresStage(deps);
  return {
    group: EXPOSURES_GROUP,
    topics: TOUCHED_TOPICS,
    slow: { topics: slowOf(TOUCHED_TOPICS), ready: storing.bulk.isFree },
    maxRecords: ANALYSE_RANGE,
    lingerMs: deps.exposuresLingerMs ?? EXPOSURES_LINGER_MS,
    maxLingerMs: deps.exposuresLingerMs ?? EXPOSURES_LINGER_MAX_MS,
    turn: storing.usual.giveWay,
    onRange: (range, lost, endAt) =>
      inParts(range, endAt, (part) => runStage(exposures, newExposuresState(part), deps.log, lost)),
  };
}

function slowOf(topics: readonly Topic[]): readonly Topic[] {
  return SLOW_TOPICS.filter((slow) => topics.includes(slow));
}
