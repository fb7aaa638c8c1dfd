import { expect, it } from "vitest";
import type { LogRange, Topic } from "../events/log/port.ts";
import { waitFor } from "../tests/harness/waitFor.ts";
import { joinRanges, type RunRanges } from "./joinRanges.ts";

const lost = new AbortController().signal;
const options = { maxRecords: 10, maxCharacters: 1_000, gatherMs: 1 };

function rangeOf(partition: number, size = 1, topic: Topic = "orders_raw"): LogRange {
  const records = Array.from({ length: size }, (_, offset) => ({
    ...{ topic, partition, offset, key: "1:a", value: "x", appendedAt: 0 },
  }));
  return { topic, partition, first: 0, last: size - 1, records };
}

/** A stage that ends when told to, and what it was given. */
function stage(outcome: (names: string) => void = () => {}) {
  const runs: { readonly names: string; end(): void }[] = [];
  const run: RunRanges = (owned) =>
    new Promise((resolve, reject) => {
      const names = owned.map(({ range: { topic, partition } }) => `${topic}:${partition}`).join(" ");
      const end = () => {
        try {
          outcome(names);
          resolve();
        } catch (error) {
          reject(error);
        }
      };
      runs.push({ names, end });
    });
  return { runs, run, names: () => runs.map(({ names }) => names) };
}

it("joins what comes about the same time, and then what came meanwhile", async () => {
  const { runs, run, names } = stage();
  const join = joinRanges(options, run);
  const first = [join({ range: rangeOf(0), lost }), join({ range: rangeOf(1), lost })];
  await waitFor(() => runs.length === 1);
  const second = [2, 3].map((partition) => join({ range: rangeOf(partition), lost }));
  runs[0]?.end();
  await Promise.all(first);
  await waitFor(() => runs.length === 2);
  runs[1]?.end();
  await Promise.all(second);
  expect(names()).toEqual(["orders_raw:0 orders_raw:1", "orders_raw:2 orders_raw:3"]);
});

it("begins a second run only where what waits fills it, and never two of one partition number", async () => {
  const { runs, run, names } = stage();
  const join = joinRanges(options, run);
  const first = join({ range: rangeOf(0), lost });
  await waitFor(() => runs.length === 1);
  const rest = [
    join({ range: rangeOf(0, 20, "fleet_raw"), lost }),
    join({ range: rangeOf(1, 4), lost }),
    join({ range: rangeOf(2, 6), lost }),
    join({ range: rangeOf(3, 9), lost }),
  ];
  await waitFor(() => runs.length === 2);
  expect(names()).toEqual(["orders_raw:0", "orders_raw:1 orders_raw:2"]);
  for (let ended = 0; ended < 4; ended += 1) {
    await waitFor(() => runs.length > ended);
    runs[ended]?.end();
  }
  await Promise.all([first, ...rest]);
  expect(names().slice(2).sort()).toEqual(["fleet_raw:0", "orders_raw:3"]);
});

it("handles each by itself where a joint run fails, so that only the bad one comes again, and alone", async () => {
  const { runs, run, names } = stage((given) => {
    if (given.includes("orders_raw:1")) throw new Error(given);
  });
  const join = joinRanges(options, run);
  const bad = rangeOf(1);
  const ended = Promise.allSettled([
    join({ range: rangeOf(0), lost }),
    join({ range: bad, lost }),
    join({ range: rangeOf(1, 1, "fleet_raw"), lost }),
  ]);
  for (let next = 0; next < 3; next += 1) {
    await waitFor(() => runs.length > next);
    runs[next]?.end();
  }
  expect((await ended).map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(names()).toEqual(["orders_raw:0 orders_raw:1 fleet_raw:1", "orders_raw:0", "orders_raw:1"]);
  const again = Promise.allSettled([join({ range: rangeOf(0), lost }), join({ range: bad, lost })]);
  for (let next = 3; next < 5; next += 1) {
    await waitFor(() => runs.length > next);
    runs[next]?.end();
  }
  await again;
  expect(names().slice(3)).toEqual(["orders_raw:0", "orders_raw:1"]);
});

it("lets a joint run go no further once one of its partitions is lost", async () => {
  const gone = new AbortController();
  let checked: unknown;
  const join = joinRanges(options, async (owned, together) => {
    if (owned.length === 1) return together.throwIfAborted();
    gone.abort(new Error("lost"));
    try {
      together.throwIfAborted();
    } catch (error) {
      checked = error;
      throw error;
    }
  });
  const ended = await Promise.allSettled([
    join({ range: rangeOf(0), lost }),
    join({ range: rangeOf(1), lost: gone.signal }),
  ]);
  expect(checked).toEqual(new Error("lost"));
  expect(ended.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
});
