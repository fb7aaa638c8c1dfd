import { afterAll, beforeAll, describe } from "vitest";
import { conformAppends } from "./conformance/appends.ts";
import { conformGroups } from "./conformance/groups.ts";
import { type Kit, type LogHarness, tailLog } from "./conformance/kit.ts";
import { conformRanges } from "./conformance/ranges.ts";
import type { EventLog } from "./port.ts";

/** What every event log must do, whatever it is made of. `make` gives a log that nobody else uses. */
export function eventLogConformance(name: string, make: () => Promise<LogHarness>): void {
  describe(name, () => {
    let harness: LogHarness;
    let log: EventLog;
    beforeAll(async () => {
      harness = await make();
      log = (await harness.open()).log;
    });
    afterAll(async () => {
      await log.close();
      await harness.close();
    });
    const kit: Kit = {
      get harness() {
        return harness;
      },
      get log() {
        return log;
      },
      tail: (topics, more) => tailLog(log, topics, more),
    };
    conformAppends(kit);
    conformRanges(kit);
    conformGroups(kit);
  });
}
