import type { Circumstances } from "./circumstances.ts";
import { stamp } from "./clock.ts";
import { runToDoor } from "./door.ts";
import { fulfil } from "./fulfil.ts";
import { haul } from "./haul.ts";
import type { Network } from "./network.ts";
import { CURRENCY } from "./places.ts";
import { type Plan, planOrder } from "./plan.ts";
import { createRandom, type Random } from "./random.ts";
import { createTeller, type Teller } from "./teller.ts";
import type { Sent } from "./types.ts";
import { drawWayCause } from "./wayCause.ts";

/** One delivery on its way: what is meant, what holds around it, its luck, and what is told of it. */
export interface Journey {
  readonly plan: Plan;
  readonly network: Network;
  readonly facts: Circumstances;
  readonly random: Random;
  readonly teller: Teller;
  /** Sources of the warehouse's and the carrier's system. */
  readonly wms: string;
  readonly tms: string;
}

/** What is sent of one delivery, and the hidden causes behind it, which never are. */
export interface Story {
  readonly sent: readonly Sent[];
  readonly wayCause: string | null;
  readonly doorCauses: readonly string[];
}

/** The n-th delivery ordered on a day, from the order to its end. */
export function liveThrough(
  seed: number,
  network: Network,
  facts: Circumstances,
  day: number,
  n: number,
): Story {
  const random = createRandom(seed, "delivery", day, n);
  const plan = planOrder(network, facts, day, n, random);
  const { clock } = plan.customer.city;
  const always = { delivery_id: `D-${plan.name}`, order_id: `O-${plan.name}` };
  const teller = createTeller(`E-${plan.name}`, clock, random, always);
  const wms = `wms-${plan.warehouse.id}`;
  const journey: Journey = { plan, network, facts, random, teller, wms, tms: `tms-${plan.depot.carrier.id}` };
  placeOrder(journey);
  const cause = drawWayCause(journey);
  const dispatchedAt = fulfil(journey, cause);
  const readyAt = dispatchedAt === null ? null : haul(journey, dispatchedAt, cause);
  const doorCauses = readyAt === null ? [] : runToDoor(journey, readyAt, cause);
  return { sent: teller.sent, wayCause: cause, doorCauses };
}

function placeOrder({ plan, teller, random }: Journey): void {
  const { customer, client, warehouse, address, service, cash, orderedAt, promisedBy } = plan;
  const { city } = customer;
  const shared = random.whole(1, 6) <= 4 ? 1 : random.whole(2, 4);
  teller.tell(`oms-${city.country.toLowerCase()}`, "order.created", orderedAt, {
    client_id: client.id,
    customer_id: customer.id,
    warehouse_id: warehouse.id,
    carrier_id: plan.depot.carrier.id,
    city: city.name,
    region: city.region,
    country: city.country,
    postal_code: address.postal_code,
    data: {
      ordered_at: stamp(city.clock, orderedAt),
      promised_by: stamp(city.clock, promisedBy),
      service_level: service,
      payment_mode: cash ? "cod" : "prepaid",
      amount: Math.round(random.between(12, 180) * (city.country === "IN" ? 30 : 1)),
      currency: CURRENCY[city.country],
      weight_kg: Math.round(random.between(2, 90)) / 10,
      items: Array.from({ length: shared }, () => ({
        sku: `${client.id}-${random.whole(100, 139)}`,
        quantity: 1,
      })),
      address,
      recipient: customer.person,
    },
  });
}
