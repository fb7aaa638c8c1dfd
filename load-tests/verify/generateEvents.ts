import { createRandom } from "./random.ts";

export interface Generated {
  /** In the order of arrival. */
  readonly lines: readonly string[];
  /** When everything is over, epoch ms. */
  readonly end: number;
}

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 8, 1);
const CITIES = ["Pune", "Nashik", "Surat"];
const REASONS = ["recipient.absent", "address.incomplete", undefined];

interface Draft {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly at: number;
  readonly more?: Readonly<Record<string, unknown>>;
}

/**
 * Made-up deliveries with failed attempts, late and missing hand-overs, returns, corrections and retractions,
 * enough to try the whole way without outside data. The same seed gives the same lines.
 */
export function generateEvents(deliveries: number, seed: number): Generated {
  const random = createRandom(seed);
  const drafts = Array.from({ length: deliveries }, (_, n) => oneDelivery(n, random)).flat();
  drafts.sort((a, b) => a.at - b.at);
  const lines = drafts.map(({ id, source, type, at, more }) => {
    const time = new Date(at).toISOString();
    return JSON.stringify({ id, source, type, occurred_at: time, received_hint: time, ...more });
  });
  const last = drafts.at(-1)?.at ?? START;
  return { lines, end: last + 20 * 24 * HOUR_MS };
}

function oneDelivery(n: number, random: () => number): Draft[] {
  const delivery_id = `D-${n}`;
  const refs = { delivery_id, order_id: `O-${n}`, city: CITIES[n % 3], warehouse_id: `W-${n % 4}` };
  const ordered = START + Math.floor(random() * 240) * HOUR_MS + n * 1_000;
  const promised_by = new Date(ordered + 48 * HOUR_MS).toISOString();
  const made: Draft[] = [];
  const add = (source: string, type: string, hours: number, more: Draft["more"] = {}) => {
    const id = `${delivery_id}-${made.length}`;
    made.push({ id, source, type, at: ordered + hours * HOUR_MS, more: { ...refs, ...more } });
    return id;
  };
  add("oms", "order.created", 0, { data: { promised_by, ordered_at: new Date(ordered).toISOString() } });
  const dispatched = add("wms", "warehouse.dispatched", 6);
  if (n % 10 === 0) add("wms", "warehouse.dispatched", 7, { corrects: dispatched });
  add("tms", "shipment.out_for_delivery", 24);
  if (random() < 0.4) {
    const reason = REASONS[n % 3];
    const failed = add("tms", "shipment.attempt_failed", 26, { ...(reason && { reason }) });
    if (n % 7 === 0) add("tms", "event.retracted", 27, { corrects: failed });
    add("tms", "shipment.out_for_delivery", 44);
  }
  const fate = random();
  if (fate < 0.7) add("tms", "shipment.delivered", 46, { data: { outcome: "full" } });
  else if (fate < 0.85) add("tms", "shipment.delivered", 60, { data: { outcome: "full" } });
  else if (fate < 0.93) add("tms", "shipment.returned", 70);
  return made;
}
