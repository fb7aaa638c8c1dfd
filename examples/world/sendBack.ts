import { reasonFor } from "./causes.ts";
import { DAY, HOUR } from "./clock.ts";
import type { Journey } from "./journey.ts";
import type { Run } from "./run.ts";

/** The carrier gives up: the parcel goes back to the warehouse. */
export function sendBack(
  { plan, random, teller, tms }: Journey,
  run: Run,
  failedAt: number,
  cause: string,
): void {
  const refs = { carrier_id: run.crew.depot.carrier.id };
  const givenUpAt = failedAt + random.between(1, 8) * HOUR;
  if (cause.startsWith("address.") || cause === "recipient.moved" || random.chance(0.25))
    teller.tell(tms, "shipment.undeliverable", givenUpAt, { ...refs, ...reasonFor(cause, random) });
  teller.perhaps(0.8, tms, "shipment.return_started", givenUpAt + random.between(2, 18) * HOUR, refs);
  teller.tell(tms, "shipment.returned", givenUpAt + random.between(1, 2.8) * DAY, {
    ...refs,
    warehouse_id: plan.warehouse.id,
  });
}
