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
import { createHandovers, type HandoverOf } from "./deliveries/handover.ts";
import { newDeliveriesState } from "./deliveries/state.ts";
import { exposuresStage } from "./exposures/exposuresStage.ts";
import { newExposuresState } from "./exposures/state.ts";
import { type JoinOptions, joinRanges, type OwnedRange, type RunRanges } from "./joinRanges.ts";
import { inParts } from "./partsOf.ts";
import type { PipelineDeps } from "./ports.ts";
import { createRightOfWay, type RightOfWay } from "./rightOfWay.ts";
import { createSpareTime, type SpareTime } from "./spareTime.ts";
import { runStage } from "./stage.ts";
import { assertSameLog } from "./store/assertSameLog.ts";
import { findRangeEnd } from "./store/openRanges.ts";
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
const STORE_JOIN: JoinOptions = {
  maxRecords: 10_000,
  maxCharacters: 6_000_000,
  gatherMs: 80,
  maxGatherMs: 350,
};
/** For the same reason those of several partitions and topics are handled together. */
const JOIN: JoinOptions = {
  maxRecords: 1_000,
  maxCharacters: 2_500_000,
  gatherMs: 80,
  maxGatherMs: 350,
};
/** Short pieces: each is in the way of what others wait for. */
const EXPOSURES_JOIN: JoinOptions = { ...JOIN, maxRecords: 200, gatherMs: 500, maxGatherMs: 500 };
/** The longer, the more often a delivery is told of in it that is folded, analysed or exposed once. */
const ANALYSE_RANGE = 10_000;
/** Alone, what is in the slow lane waits for more of it. */
const STORE_SLOW_LINGER_MS = 200;
const ANALYSE_SLOW_LINGER_MS = 1_000;
/** Nobody waits for exposures but the next fit; a delivery is told of several times until it ends. */
const EXPOSURES_LINGER_MS = 10_000;
const EXPOSURES_LINGER_MAX_MS = 30_000;
/** Between its pieces it rests while others work, with the range in hand. */
const EXPOSURES_SLOW_MS = 60_000;
/** What of the slow lane goes along with the others, or before them now and then: a tenth of a second's work or so. */
const STORE_SLOW_RANGE = 40;
const ANALYSE_SLOW_RANGE = 10;

type Deps = PipelineDeps & PipelineOptions;

/** Starts this process's share of the pipeline: storing, folding, analysing. */
export async function startPipeline(deps: Deps): Promise<Pipeline> {
  const storing = { usual: createRightOfWay(deps.now), bulk: createRightOfWay(deps.now) };
  const spare = createSpareTime();
  const patient = { ...deps, slowMs: deps.slowMs ?? EXPOSURES_SLOW_MS };
  const groups = [
    watched(deps, storeGroup(deps, storing, spare)),
    watched(deps, analyseGroup(deps, storing, spare)),
    watched(patient, exposuresGroup(deps, storing, spare)),
  ];
  const subscriptions: Subscription[] = [];
  for (const group of groups) subscriptions.push(await deps.eventLog.subscribe(group));
  return {
    close: async () => {
      spare.hurry();
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
    },
  };
}

/** Storing in each lane, to which the rest of the lane gives way. */
interface Storing {
  readonly usual: RightOfWay;
  readonly bulk: RightOfWay;
}

function storeGroup(deps: Deps, storing: Storing, spare: SpareTime): SubscribeOptions {
  const store = storeStage(deps);
  const joined = joinRanges(STORE_JOIN, async (owned, lost) => {
    await spare.busy(() => runStage(store, newStoreState(rangesOf(owned)), deps.log, lost));
  });
  return {
    group: STORE_GROUP,
    topics: RAW_TOPICS,
    slow: {
      topics: slowOf(RAW_TOPICS),
      maxRecords: STORE_SLOW_RANGE,
      lingerMs: STORE_SLOW_LINGER_MS,
    },
    together: () => RAW_TOPICS,
    maxRecords: STORE_JOIN.maxRecords,
    maxCharacters: STORE_JOIN.maxCharacters,
    position: async (at) => {
      await assertSameLog(deps, at);
      return undefined;
    },
    rangeEnd: (at, first) => findRangeEnd(deps.db, at, first),
    onRange: (range, lost) => {
      const way = isSlow(range.topic) ? storing.bulk : storing.usual;
      return way.first(range, () => joined({ range, lost }));
    },
  };
}

function analyseGroup(deps: Deps, storing: Storing, spare: SpareTime): SubscribeOptions {
  const deliveries = deliveriesStage(deps);
  const analyse = analyseStage(deps);
  const handovers = createHandovers();
  const fold = inJointParts(JOIN, async (owned, lost) => {
    const state = newDeliveriesState(rangesOf(owned), handoversOf(owned, handovers));
    await spare.busy(() => runStage(deliveries, state, deps.log, lost));
  });
  const explain = inJointParts(JOIN, async (owned, lost) => {
    const state = newAnalyseState(rangesOf(owned), handoversOf(owned, handovers));
    await spare.busy(() => runStage(analyse, state, deps.log, lost));
  });
  return {
    group: ANALYSE_GROUP,
    topics: ANALYSE_TOPICS,
    slow: {
      topics: slowOf(ANALYSE_TOPICS),
      maxRecords: ANALYSE_SLOW_RANGE,
      lingerMs: ANALYSE_SLOW_LINGER_MS,
      ready: storing.bulk.isFree,
    },
    followUps: ["failures_detected"],
    together: (topic) => (isOf(TOUCHED_TOPICS, topic) ? TOUCHED_TOPICS : DETECTED_TOPICS),
    maxRecords: ANALYSE_RANGE,
    turn: storing.usual.giveWay,
    onRange: (range, lost, endAt) => (isOf(TOUCHED_TOPICS, range.topic) ? fold : explain)(range, lost, endAt),
  };
}

function exposuresGroup(deps: Deps, storing: Storing, spare: SpareTime): SubscribeOptions {
  const exposures = exposuresStage(deps);
  return {
    group: EXPOSURES_GROUP,
    topics: TOUCHED_TOPICS,
    slow: { topics: slowOf(TOUCHED_TOPICS), ready: storing.bulk.isFree },
    together: () => TOUCHED_TOPICS,
    maxRecords: ANALYSE_RANGE,
    lingerMs: deps.exposuresLingerMs ?? EXPOSURES_LINGER_MS,
    maxLingerMs: deps.exposuresLingerMs ?? EXPOSURES_LINGER_MAX_MS,
    turn: storing.usual.giveWay,
    onRange: inJointParts(EXPOSURES_JOIN, async (owned, lost) => {
      await spare.use(lost, () => runStage(exposures, newExposuresState(rangesOf(owned)), deps.log, lost));
    }),
  };
}

const isOf = (topics: readonly Topic[], topic: Topic) => topics.includes(topic);
/** Those of the usual lane first: what is in both is in theirs. */
const rangesOf = (owned: readonly OwnedRange[]) =>
  owned.map(({ range }) => range).toSorted((a, b) => Number(isSlow(a.topic)) - Number(isSlow(b.topic)));

/** Short ranges are joined, long ones are handled part by part. */
function inJointParts(options: JoinOptions, run: RunRanges): SubscribeOptions["onRange"] {
  const joined = joinRanges(options, async (owned, lost) => {
    const [one] = owned;
    if (one === undefined || one.range.records.length <= options.maxRecords) return run(owned, lost);
    const { range, endAt } = one;
    await inParts({ range, endAt, most: options.maxRecords }, (part) => run([{ ...one, range: part }], lost));
  });
  return (range, lost, endAt) => joined({ range, lost, endAt });
}

/** What the owners of the ranges hand over. */
function handoversOf(
  owned: readonly OwnedRange[],
  handovers: ReturnType<typeof createHandovers>,
): HandoverOf {
  const owners = new Map(owned.map(({ range, lost }) => [range, lost]));
  return (range) => {
    const owner = owners.get(range);
    return owner && handovers(owner);
  };
}

function slowOf(topics: readonly Topic[]): readonly Topic[] {
  return SLOW_TOPICS.filter((slow) => topics.includes(slow));
}
