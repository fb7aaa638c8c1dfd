import type { Outcome } from "./attempt.ts";

const FIRST_LIMIT = 16;
const MAX_LIMIT = 64;
const SLOW_MS = 2_000;
const FORGET_MS = 60_000;

interface Place {
  limit: number;
  inFlight: number;
  usedAt: number;
}

/** How many more attempts each endpoint may have at once: many for a quick one, one for one that hangs. */
export interface Rooms {
  /** Room of an endpoint that nothing is known of. */
  readonly first: number;
  /** Room left per endpoint that something is known of. */
  left(): ReadonlyMap<string, number>;
  begin(endpointId: string): void;
  end(endpointId: string, outcome: Pick<Outcome, "state" | "duration_ms">): void;
}

/** Grows an endpoint's limit with each quick success and halves it with each slow answer; forgets after a minute. */
export function createRooms(now: () => number = Date.now): Rooms {
  const places = new Map<string, Place>();
  const use = (id: string): Place => {
    const place = places.get(id) ?? { limit: FIRST_LIMIT, inFlight: 0, usedAt: 0 };
    place.usedAt = now();
    places.set(id, place);
    return place;
  };
  return {
    first: FIRST_LIMIT,
    left() {
      for (const [id, place] of places) {
        if (place.inFlight === 0 && now() - place.usedAt > FORGET_MS) places.delete(id);
      }
      return new Map([...places].map(([id, { limit, inFlight }]) => [id, Math.max(0, limit - inFlight)]));
    },
    begin(id) {
      use(id).inFlight += 1;
    },
    end(id, { state, duration_ms }) {
      const place = use(id);
      place.inFlight -= 1;
      if (duration_ms >= SLOW_MS) place.limit = Math.max(1, Math.floor(place.limit / 2));
      else if (state === "delivered") place.limit = Math.min(MAX_LIMIT, place.limit + 2);
    },
  };
}
