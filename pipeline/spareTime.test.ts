import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createSpareTime } from "./spareTime.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const kept = new AbortController().signal;
const work = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Begins two pieces of 100 ms, and answers how long after the first the second began. */
async function gapOf(spare: ReturnType<typeof createSpareTime>, withinMs: number): Promise<number | null> {
  const begun: number[] = [];
  const piece = () => {
    begun.push(Date.now());
    return work(100);
  };
  const both = [spare.use(kept, piece), spare.use(kept, piece)];
  await vi.advanceTimersByTimeAsync(withinMs);
  const [first = 0, second] = begun;
  if (second === undefined) return null;
  await vi.advanceTimersByTimeAsync(1_000);
  await Promise.all(both);
  return second - first;
}

test("one piece comes right after the other where nobody is busy", async () => {
  expect(await gapOf(createSpareTime(Date.now), 5_000)).toBe(100);
});

test("a piece rests four times as long as the one before took while others are busy", async () => {
  const spare = createSpareTime(Date.now);
  void spare.busy(() => work(60_000));
  expect(await gapOf(spare, 5_000)).toBe(500);
});

test("a rest ends a second after the last of what others waited for", async () => {
  const spare = createSpareTime(Date.now);
  void spare.busy(() => work(300));
  const long = spare.use(kept, () => work(1_000));
  const next = vi.fn(async () => {});
  void spare.use(kept, next);
  await vi.advanceTimersByTimeAsync(1_000);
  await long;
  await vi.advanceTimersByTimeAsync(250);
  expect(next).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(100);
  expect(next).toHaveBeenCalledOnce();
});

test("a piece that is lost rests no longer", async () => {
  const spare = createSpareTime(Date.now);
  void spare.busy(() => work(60_000));
  void spare.use(kept, () => work(400));
  const lost = new AbortController();
  const next = expect(spare.use(lost.signal, async () => {})).rejects.toThrow("another's");
  await vi.advanceTimersByTimeAsync(500);
  lost.abort(new Error("another's"));
  await vi.advanceTimersByTimeAsync(50);
  await next;
});

test("nothing rests once the process is about to end, and a piece that fails stops none behind it", async () => {
  const spare = createSpareTime(Date.now);
  void spare.busy(() => work(60_000));
  const failed = expect(spare.use(kept, () => Promise.reject(new Error("away")))).rejects.toThrow("away");
  spare.hurry();
  expect(await gapOf(spare, 5_000)).toBe(100);
  await failed;
});
