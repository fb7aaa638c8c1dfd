import { setImmediate as breathe } from "node:timers/promises";

/** Slices of this many records of a kilobyte keep the event loop for some milliseconds. */
const SLICE = 100;

/**
 * Runs `work` for each item, in order, and lets the event loop turn between slices of 100: who else waits for this
 * process is served meanwhile. Rejects with the first error of `work`.
 */
export async function inSlices<T>(items: Iterable<T>, work: (item: T, index: number) => void): Promise<void> {
  let index = 0;
  for (const item of items) {
    if (index > 0 && index % SLICE === 0) await breathe();
    work(item, index++);
  }
}

/** The same, and what `map` answers for each item. */
export async function mapInSlices<T, R>(
  items: Iterable<T>,
  map: (item: T, index: number) => R,
): Promise<R[]> {
  const answers: R[] = [];
  await inSlices(items, (item, index) => {
    answers.push(map(item, index));
  });
  return answers;
}
