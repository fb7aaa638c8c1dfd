import type { Circumstances } from "./circumstances.ts";
import { atLocal, DAY, dateCode, HOUR, localDay, localHour, nextOf } from "./clock.ts";
import type { Client, Customer, Depot, Network, Warehouse } from "./network.ts";
import { type Address, withoutNumber, withWrongCode } from "./people.ts";
import { CITIES, type City, ROAD_HOURS } from "./places.ts";
import { at, type Random } from "./random.ts";

export type Service = "express" | "standard" | "economy";
export type AddressFault = "address.incomplete" | "address.invalid";

/** An order with the way that is meant for it. Times are epoch ms. */
export interface Plan {
  readonly name: string;
  readonly customer: Customer;
  readonly client: Client;
  readonly warehouse: Warehouse;
  readonly depot: Depot;
  readonly service: Service;
  readonly cash: boolean;
  readonly address: Address;
  readonly addressFault: AddressFault | null;
  readonly orderedAt: number;
  /** When the truck, the depot and the first run are due. */
  readonly truckAt: number;
  readonly depotAt: number;
  readonly runAt: number;
  readonly promisedBy: number;
}

export const WAVES = [6, 9, 12, 15, 18, 21];
export const TRUCKS = [5, 9, 12.5, 16, 19.5, 23];
export const RUNS = [8.5, 11, 14, 16.5];

/** The shop promises by the evening of a day: that of the first run, or one or two days later. */
const SPARE_DAYS: Readonly<Record<Service, number>> = { express: 0, standard: 1, economy: 2 };

/** The n-th order of a day, counted in UTC. */
export function planOrder(
  network: Network,
  facts: Circumstances,
  day: number,
  n: number,
  random: Random,
): Plan {
  const city = random.weighted(CITIES.map((each) => [each, each.share] as const));
  const customer = random.pick(network.customers.get(city) ?? []);
  const client = random.pick(network.clients.filter(({ country }) => country === city.country));
  const nearby = random.chance(0.6);
  const warehouse = random.pick(
    network.warehouses.filter((each) => (nearby ? each.city === city : each.city.country === city.country)),
  );
  const depot = at(
    network.depots.filter((each) => each.city === city),
    random.whole(0, 1),
  );
  const service = random.weighted([
    ["express", 15],
    ["standard", 75],
    ["economy", 10],
  ] as const);
  const orderedAt = orderTime(city, day, random);
  const truckAt = nextOf(
    warehouse.city.clock,
    nextOf(warehouse.city.clock, orderedAt + HOUR / 2, WAVES) + 2 * HOUR,
    TRUCKS,
  );
  const depotAt = truckAt + roadHours(warehouse.city, city)[1] * HOUR;
  const runAt = nextOf(city.clock, depotAt + HOUR, RUNS);
  const promisedBy = atLocal(city.clock, localDay(city.clock, runAt) + SPARE_DAYS[service], 21);
  const cash = random.chance(client.cash);
  const name = `${dateCode(day)}-${String(n + 1).padStart(4, "0")}`;
  const written = writeAddress(customer, client, facts, orderedAt, random);
  return {
    name,
    customer,
    client,
    warehouse,
    depot,
    service,
    cash,
    ...written,
    orderedAt,
    truckAt,
    depotAt,
    runAt,
    promisedBy,
  };
}

/** Hours on the road to the depot, least and most. */
export function roadHours(from: City, to: City): readonly [number, number] {
  return from === to ? [1.5, 3.5] : ROAD_HOURS[to.country];
}

/** People order from morning to late in the evening, few at night. */
function orderTime(city: City, day: number, random: Random): number {
  for (;;) {
    const time = day * DAY + Math.floor(random.next() * DAY);
    const hour = localHour(city.clock, time);
    if (random.chance(hour < 6 ? 0.15 : hour < 9 ? 0.6 : 1)) return time;
  }
}

function writeAddress(
  customer: Customer,
  client: Client,
  facts: Circumstances,
  at: number,
  random: Random,
): Pick<Plan, "address" | "addressFault"> {
  const broken = facts.episodes.dayOf("address_form", client.id, localDay(customer.city.clock, at)) !== null;
  if (random.chance(broken ? 0.12 : 0.008))
    return { address: withoutNumber(customer.address, random), addressFault: "address.incomplete" };
  if (random.chance(0.006))
    return { address: withWrongCode(customer.address, random), addressFault: "address.invalid" };
  return { address: customer.address, addressFault: null };
}
