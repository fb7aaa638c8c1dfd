import type { PipelineDeps } from "../ports.ts";
import type { Stage } from "../stage.ts";
import { announceTouched } from "./announceTouched.ts";
import { closeRanges } from "./closeRanges.ts";
import { compareStored } from "./compareStored.ts";
import { confirmStored } from "./confirmStored.ts";
import { followCorrections } from "./followCorrections.ts";
import { insertEvents } from "./insertEvents.ts";
import { insertMasters } from "./insertMasters.ts";
import { judgeIdentities } from "./judgeIdentities.ts";
import { openRanges } from "./openRanges.ts";
import { readRecords } from "./readRecords.ts";
import type { StoreState } from "./state.ts";

/**
 * From a raw topic's range to the warehouse, once in effect whatever is repeated or killed in between. The order of the
 * steps is the proof: the ledger first, the identity after its event, deliveries told before the range is closed.
 */
export function storeStage(deps: PipelineDeps): Stage<StoreState> {
  return {
    name: "store",
    steps: [
      openRanges(deps),
      readRecords(deps),
      judgeIdentities(deps),
      followCorrections(deps),
      compareStored(deps),
      insertEvents(deps),
      confirmStored(deps),
      insertMasters(deps),
      announceTouched(deps),
      closeRanges(deps),
    ],
  };
}
