/** A canonical event as `POST /v1/events` takes it. */
export interface WorldEvent {
  id: string;
  source: string;
  type: string;
  occurred_at: string;
  [member: string]: unknown;
}

/** An event with when its sender would have sent it (epoch ms; >= occurred_at). */
export interface Sent {
  readonly sentAt: number;
  readonly event: WorldEvent;
}

/** Something that was put into the world on purpose; never sent. */
export interface Planted {
  readonly what: string;
  readonly where: string;
  /** RFC 3339, local to the place. */
  readonly from: string;
  readonly to: string;
}

export interface World {
  /** Master data: one `*.updated` event for each client, customer, driver, vehicle, warehouse and carrier. */
  masters(): WorldEvent[];
  /** All events sent in [from, to), epoch ms, in order of `sentAt`; the same however the interval is cut. */
  eventsBetween(from: number, to: number): Generator<Sent>;
  /** What is planted within [from, to), epoch ms, in words for people. */
  planted(from: number, to: number): readonly Planted[];
}
