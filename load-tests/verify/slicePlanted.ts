export interface Slice {
  readonly lines: readonly string[];
  readonly deliveries: number;
  readonly corrections: number;
  readonly retractions: number;
  /** When everything is over, epoch ms. */
  readonly end: number;
}

interface Head extends Readonly<Partial<Record<(typeof ENTITIES)[number], string>>> {
  readonly type: string;
  readonly delivery_id?: string;
  readonly order_id?: string;
  readonly corrects?: string;
  readonly received_hint?: string;
}

const DAY_MS = 86_400_000;

/**
 * The first `count` deliveries of the lines with all their events, the master data of whom these name, and what
 * was told of places, vehicles and warehouses while they were on their way. About every other retraction is sent without its delivery, as it may be.
 */
export function slicePlanted(lines: readonly string[], count: number): Slice {
  const heads = lines.map((line) => JSON.parse(line) as Head);
  const chosen = new Set<string>();
  for (const head of heads) {
    if (chosen.size >= count) break;
    const id = deliveryOf(head);
    if (id !== undefined) chosen.add(id);
  }
  const isChosen = (head: Head) => chosen.has(deliveryOf(head) ?? "");
  const hints = heads.filter(isChosen).map(hintOf);
  const last = hints.reduce((latest, hint) => Math.max(latest, hint), 0);
  const firsts = hints.slice(0, count).reduce((latest, hint) => Math.max(latest, hint), 0);
  let retractions = 0;
  const named = new Set(heads.filter(isChosen).flatMap(entitiesOf));
  const kept = lines.filter((_, n) => {
    const head = heads[n];
    if (head === undefined) return false;
    if (deliveryOf(head) !== undefined) return isChosen(head);
    if (head.type.endsWith(".updated")) return entitiesOf(head).some((entity) => named.has(entity));
    return hintOf(head) <= firsts + 7 * DAY_MS;
  });
  const sent = kept.map((line) => {
    if (!line.includes('"event.retracted"')) return line;
    retractions += 1;
    return withoutDelivery(line);
  });
  const corrections = kept.filter((line) => line.includes('"corrects"')).length - retractions;
  return { lines: sent, deliveries: chosen.size, corrections, retractions, end: last + 20 * DAY_MS };
}

const deliveryOf = ({ delivery_id, order_id }: Head) => delivery_id ?? order_id;
const hintOf = ({ received_hint }: Head) => (received_hint === undefined ? 0 : Date.parse(received_hint));

const ENTITIES = [
  "client_id",
  "customer_id",
  "warehouse_id",
  "carrier_id",
  "driver_id",
  "vehicle_id",
] as const;

function entitiesOf(head: Head): string[] {
  return ENTITIES.flatMap((ref) => (head[ref] === undefined ? [] : [`${ref} ${head[ref]}`]));
}

/** By its id, so that a repeat says the same. */
function withoutDelivery(line: string): string {
  const { delivery_id, order_id, ...event } = JSON.parse(line) as Head & { readonly id: string };
  return Number(event.id) % 2 === 0 ? JSON.stringify(event) : line;
}
