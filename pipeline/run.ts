import type { Subscription } from "../events/log/port.ts";
import { isSlow, RAW_TOPICS, SLOW_TOPICS, TOUCHED_TOPICS, type Topic } from "../events/log/port.ts";
import { type WatchDeps, watched } from "../events/log/waiting/watched.ts";
import { analyseStage } from "./analyse/analyseStage.ts";
import { newAnalyseState } from "./analyse/state.ts";
import { deliveriesStage } from "./deliveries/deliveriesStage.ts";
import { newDeliveriesState } from "./deliveries/state.ts";
import { exposuresStage } from "./exposures/exposuresStage.ts";
import { newExposuresState } from "./exposures/state.ts";
import type { PipelineDeps } from "./ports.ts";
import { createRightOfWay } from "./rightOfWay.ts";
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

/** Most of an insert's cost is its own, not its rows': ranges are as long as the backlog, within what memory allows. */
const STORE_RANGE = 10_000;
const STORE_CHARACTERS = 6_000_000;
const ANALYSE_RANGE = 2_000;
/** A delivery is touched by several events at once: folding it a moment later folds it once. */
const STORE_LINGER_MS = 100;
const STORE_LINGER_MAX_MS = 700;
const ANALYSE_LINGER_MS = 250;
const EXPOSURES_LINGER_MS = 2_000;
/** A tenth of a second or so: as long as a range of the slow lane may delay the others. */
const STORE_SLOW_RANGE = 2_000;
const ANALYSE_SLOW_RANGE = 300;

/** Starts this process's share of the pipeline: storing, folding, analysing. */
export async function startPipeline(deps: PipelineDeps & Pick<WatchDeps, "slowMs">): Promise<Pipeline> {
  const store = storeStage(deps);
  const deliveries = deliveriesStage(deps);
  const analyse = analyseStage(deps);
  const exposures = exposuresStage(deps);
  const storing = createRightOfWay(deps.now);
  const storingBulk = createRightOfWay(deps.now);
  const behindBulk = { maxRecords: ANALYSE_SLOW_RANGE, ready: storingBulk.isFree };
  const subscriptions: Subscription[] = [
    await deps.eventLog.subscribe(
      watched(deps, {
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
          const way = isSlow(range.topic) ? storingBulk : storing;
          await way.first(range, () => runStage(store, newStoreState(range), deps.log, lost));
        },
      }),
    ),
    await deps.eventLog.subscribe(
      watched(deps, {
        group: ANALYSE_GROUP,
        topics: ANALYSE_TOPICS,
        slow: { topics: slowOf(ANALYSE_TOPICS), ...behindBulk },
        maxRecords: ANALYSE_RANGE,
        lingerMs: ANALYSE_LINGER_MS,
        turn: storing.giveWay,
        onRange: async (range, lost) => {
          if (TOUCHED_TOPICS.some((touched) => touched === range.topic))
            await runStage(deliveries, newDeliveriesState(range), deps.log, lost);
          else await runStage(analyse, newAnalyseState(range), deps.log, lost);
        },
      }),
    ),
  ];
  subscriptions.push(
    await deps.eventLog.subscribe(
      watched(deps, {
        group: EXPOSURES_GROUP,
        topics: TOUCHED_TOPICS,
        slow: { topics: slowOf(TOUCHED_TOPICS), ...behindBulk },
        maxRecords: ANALYSE_RANGE,
        lingerMs: EXPOSURES_LINGER_MS,
        turn: storing.giveWay,
        onRange: async (range, lost) => {
          await runStage(exposures, newExposuresState(range), deps.log, lost);
        },
      }),
    ),
  );
  return {
    close: async () => {
      await Promise.all(subscriptions.map((subscription) => subscription.close()));
    },
  };
}

function slowOf(topics: readonly Topic[]): readonly Topic[] {
  return SLOW_TOPICS.filter((slow) => topics.includes(slow));
}
