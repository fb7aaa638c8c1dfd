import type { Chaos, Script } from "./script.ts";

export interface Trial {
  readonly script: Script;
  readonly chaos: readonly (Chaos | null)[];
}

/** One thing that can be left out. */
type Cut = (trial: Trial) => Trial;

/**
 * Leaves out what is not needed for `fails` to go on failing: the late lines, slots, chaos, then events by halves.
 * Tries at most `budget` times. Answers the smallest trial that failed.
 */
export async function shrink(
  trial: Trial,
  fails: (trial: Trial) => Promise<boolean>,
  budget: number,
): Promise<Trial> {
  let smallest = trial;
  let left = budget;
  const attempt = async (cut: Cut) => {
    const smaller = cut(smallest);
    if (left <= 0 || sizeOf(smaller) >= sizeOf(smallest)) return;
    left -= 1;
    if (await fails(smaller)) smallest = smaller;
  };
  await attempt((now) => ({ ...now, chaos: now.chaos.map(() => null) }));
  await attempt(withoutLate);
  for (let size = Math.ceil(trial.script.slots.length / 2); size >= 1 && left > 0; size = size >> 1)
    for (let at = 0; at < trial.script.slots.length && left > 0; at += size)
      await attempt(withoutSlots(at, at + size));
  for (const [slot, event] of trial.chaos.entries()) if (event) await attempt(withoutChaos(slot));
  for (let parts = 2; left > 0 && parts <= eventsOf(smallest).length; parts *= 2)
    for (let part = 0; part < parts && left > 0; part++) await attempt(withoutEvents(part, parts));
  return smallest;
}

const eventsOf = ({ script }: Trial) => [...new Set(script.slots.flat())];

function sizeOf(trial: Trial): number {
  const { script, chaos } = trial;
  return script.slots.flat().length + script.late.length + chaos.filter(Boolean).length;
}

const withoutLate: Cut = (trial) => ({ ...trial, script: { ...trial.script, late: [] } });

const withoutSlots =
  (from: number, to: number): Cut =>
  (trial) => ({
    ...trial,
    script: {
      ...trial.script,
      slots: trial.script.slots.map((slot, n) => (n >= from && n < to ? [] : slot)),
    },
  });

const withoutChaos =
  (slot: number): Cut =>
  (trial) => ({ ...trial, chaos: trial.chaos.map((event, n) => (n === slot ? null : event)) });

const withoutEvents =
  (part: number, parts: number): Cut =>
  (trial) => {
    const events = eventsOf(trial);
    const size = Math.ceil(events.length / parts);
    const gone = new Set(events.slice(part * size, (part + 1) * size));
    const slots = trial.script.slots.map((slot) => slot.filter((n) => !gone.has(n)));
    return { ...trial, script: { ...trial.script, slots } };
  };
