import { IANAZone } from "luxon";

const DAY = 86_400_000;

/** A time zone; local times are epoch ms of the same figures in UTC. */
export interface Zone {
  /** The instant (epoch ms) of a local time: the earlier of two, moved on by the gap where there is none. */
  toInstant(local: number): number;
  toLocal(instant: number): number;
}

/** Whether there is such a zone. */
export function isZone(name: string): boolean {
  return IANAZone.isValidZone(name);
}

/** The zone of an IANA name, which must be one. */
export function createZone(name: string): Zone {
  const offsetAt = createOffsets(IANAZone.create(name));
  return {
    toLocal: (instant) => instant + offsetAt(instant),
    toInstant(local) {
      const before = offsetAt(local - DAY);
      const after = offsetAt(local + DAY);
      if (before === after || offsetAt(local - before) === before) return local - before;
      return offsetAt(local - after) === after ? local - after : local - before;
    },
  };
}

/** The offset in ms at an instant. Asking the platform is dear, so each day without a change is asked about once. */
function createOffsets(zone: IANAZone): (instant: number) => number {
  const ask = (instant: number) => zone.offset(instant) * 60_000;
  const ofDay = new Map<number, number | null>();
  return (instant) => {
    const day = Math.floor(instant / DAY);
    let known = ofDay.get(day);
    if (known === undefined) {
      if (ofDay.size >= 20_000) ofDay.clear();
      const [first, last] = [ask(day * DAY), ask((day + 1) * DAY - 1)];
      known = first === last ? first : null;
      ofDay.set(day, known);
    }
    return known ?? ask(instant);
  };
}
