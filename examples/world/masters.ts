import { type Clock, stamp } from "./clock.ts";
import type { Network } from "./network.ts";
import type { WorldEvent } from "./types.ts";

/** Since when the master data hold: before any day that a demo shows. */
const SINCE = Date.UTC(2024, 0, 1);

/** One `*.updated` event for each client, customer, driver, vehicle, warehouse and carrier. */
export function mastersOf(network: Network): WorldEvent[] {
  const of = (
    kind: string,
    id: string,
    data: Readonly<Record<string, unknown>>,
    clock: Clock = "india",
  ): WorldEvent => ({
    id: `M-${id}`,
    source: "mdm",
    type: `${kind}.updated`,
    occurred_at: stamp(clock, SINCE),
    [`${kind}_id`]: id,
    data,
  });
  return [
    ...network.warehouses.map(({ id, name, city, capacity, staff }) =>
      of(
        "warehouse",
        id,
        {
          name,
          city: city.name,
          region: city.region,
          country: city.country,
          capacity_orders_per_day: capacity,
          normal_staff: staff,
        },
        city.clock,
      ),
    ),
    ...network.carriers.map(({ id, name, country, stopEvents }) =>
      of("carrier", id, { name, country, stop_events: stopEvents }),
    ),
    ...network.clients.map(({ id, name, country, segment }) => of("client", id, { name, country, segment })),
    ...network.crews.flatMap((crew) => {
      const { depot, driverId, vehicleId, driver, since, model, built } = crew;
      const shared = { city: depot.city.name, carrier_id: depot.carrier.id, depot: depot.id };
      return [
        of("driver", driverId, { name: driver, since, ...shared }, depot.city.clock),
        of("vehicle", vehicleId, { name: vehicleId, model, built, ...shared }, depot.city.clock),
      ];
    }),
    ...[...network.customers.values()]
      .flat()
      .map(({ id, person, business, city, zone }) =>
        of(
          "customer",
          id,
          { name: person.name, city: city.name, zone: zone.id, kind: business ? "business" : "home" },
          city.clock,
        ),
      ),
  ];
}
