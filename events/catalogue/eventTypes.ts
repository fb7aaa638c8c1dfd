import type { Ref } from "../event.ts";
import type { DomainTopic } from "../log/port.ts";
import type { DataMembers } from "./dataMember.ts";
import { DATA_OF_TYPE } from "./dataMembers.ts";

/** Grows whenever the catalogue does; every log record carries it. */
export const SCHEMA_VERSION = "1.0";

export type Domain = "order" | "fleet" | "warehouse" | "customer" | "external";

/** One of these members must be there; `area` = a place in space, see `hasArea`. */
export type Requirement = readonly (Ref | "corrects" | "area")[];

export interface EventType {
  readonly type: string;
  readonly domain: Domain;
  readonly topic: DomainTopic;
  readonly description: string;
  readonly required: readonly Requirement[];
  readonly data: DataMembers;
}

const TOPIC_OF: Readonly<Record<Domain, DomainTopic>> = {
  order: "orders_raw",
  fleet: "fleet_raw",
  warehouse: "warehouse_raw",
  customer: "customer_raw",
  external: "external_raw",
};

const DELIVERY: Requirement = ["delivery_id", "order_id"];

function family(
  domain: Domain,
  prefix: string,
  required: readonly Requirement[],
  types: Readonly<Record<string, string>>,
): EventType[] {
  return Object.entries(types).map(([name, description]) => {
    const type = `${prefix}.${name}`;
    return { type, domain, topic: TOPIC_OF[domain], description, required, data: DATA_OF_TYPE[type] ?? {} };
  });
}

const ORDER = [
  ...family("order", "order", [["order_id"]], {
    created: "An order was placed, with what was promised.",
    updated: "Some of an order's members changed; only those are sent.",
    cancelled: "The order was called off; data.by says by whom.",
  }),
  ...family("order", "client", [["client_id"]], { updated: "Master data of a client, from this moment on." }),
  ...family("order", "event", [["corrects"]], { retracted: "The event named by `corrects` never happened." }),
];

const SHIPMENT = family("fleet", "shipment", [DELIVERY], {
  created: "The consignment is known; nobody has seen the goods yet.",
  label_created: "A shipping label was bought or printed.",
  cancelled: "Called off on purpose before delivery.",
  pickup_failed: "The carrier could not collect from the shipper.",
  picked_up: "The carrier has the goods for the first time.",
  in_transit: "A scan that says no more than: moving.",
  arrived_at_facility: "Came into a hub, depot, port or terminal.",
  departed_facility: "Left a hub, depot, port or terminal.",
  handed_over: "Given to another carrier or a subcontractor.",
  missorted: "Found on a wrong route.",
  redirected: "The address or service point was changed on purpose.",
  held: "Stands still until somebody acts; the reason says who.",
  released: "What held it is cleared.",
  delayed: "Expected later than promised.",
  rescheduled: "A new day or slot was set; data.promised_by is the new promise.",
  damaged: "Damage was seen; the goods may still move.",
  lost: "The carrier declares the goods lost.",
  out_for_delivery: "Loaded for the final leg.",
  recipient_contacted: "The recipient was called, texted or left a card.",
  attempt_failed: "A delivery attempt ended without hand-over.",
  available_for_pickup: "The recipient has to collect it.",
  delivered: "Handed over; data.outcome says how.",
  delivery_proof: "A signature, photo or proof of payment was added.",
  undeliverable: "No further attempt will be made.",
  return_started: "On its way back to the sender.",
  returned: "Back with the sender.",
  disposed: "Destroyed.",
  tracking_expired: "No news for as long as the carrier waits.",
  status_unknown: "A status that could not be classed; the sender's own words are kept.",
});

const VEHICLE = family("fleet", "vehicle", [["vehicle_id"]], {
  position: "A position fix.",
  fault_raised: "A diagnostic fault came on.",
  fault_cleared: "A diagnostic fault went off.",
  breakdown: "The vehicle cannot go on.",
  geofence_entered: "Entered a watched area.",
  geofence_exited: "Left a watched area.",
  updated: "Master data of a vehicle, from this moment on.",
});

const ROUTE = [
  ...family("fleet", "route", [["route_id", ...DELIVERY]], {
    stop_arrived: "The driver is at the stop.",
    stop_departed: "The driver left the stop.",
    resequenced: "The order of the stops changed.",
  }),
  ...family("fleet", "task", [["route_id", ...DELIVERY]], {
    assigned: "A driver or vehicle was set.",
    unassigned: "The driver or vehicle was taken off.",
  }),
  ...family("fleet", "driver", [["driver_id"]], { updated: "Master data of a driver, from this moment on." }),
  ...family("fleet", "carrier", [["carrier_id"]], {
    updated: "Master data of a carrier, from this moment on.",
  }),
];

const WAREHOUSE = [
  ...family("warehouse", "warehouse", [["warehouse_id"], DELIVERY], {
    picking_started: "Picking began.",
    picking_completed: "Everything was picked.",
    packed: "Packed and labelled.",
    dispatched: "Left the dock.",
    stockout: "An ordered item was not there.",
    dispatch_delayed: "Not ready at the cut-off.",
    note: "A remark of the staff, in data.text.",
  }),
  ...family("warehouse", "warehouse", [["warehouse_id"]], {
    load: "How busy the whole site is.",
    updated: "Master data of a warehouse, from this moment on.",
  }),
];

const CUSTOMER = [
  ...family("customer", "feedback", [[...DELIVERY, "customer_id"]], {
    received: "What the recipient or customer said.",
  }),
  ...family("customer", "customer", [[...DELIVERY, "customer_id"]], {
    unreachable: "The recipient could not be reached.",
    reschedule_requested: "The recipient asked for another time.",
    address_corrected: "The recipient gave a better address.",
  }),
  ...family("customer", "customer", [["customer_id"]], {
    updated: "Master data of a customer, from this moment on.",
  }),
];

const CONTEXT = family("external", "context", [["area", "delivery_id"]], {
  weather: "The weather in an area, until data.valid_until.",
  weather_alert: "A warning of bad weather.",
  traffic: "How dense traffic is, against free flow.",
  road_closure: "A road is shut.",
  holiday: "A public holiday.",
  festival: "A festival.",
  strike: "A strike or shutdown.",
  event: "A gathering that draws a crowd.",
});

export const EVENT_TYPES: readonly EventType[] = [
  ...ORDER,
  ...SHIPMENT,
  ...VEHICLE,
  ...ROUTE,
  ...WAREHOUSE,
  ...CUSTOMER,
  ...CONTEXT,
];

export const EVENT_TYPE_BY_NAME: ReadonlyMap<string, EventType> = new Map(
  EVENT_TYPES.map((entry) => [entry.type, entry]),
);
