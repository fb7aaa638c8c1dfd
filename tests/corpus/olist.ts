import type { EventJson } from "./foldEvents.ts";

/** The sample's times carry no offset; São Paulo's standard one is as good as any, since all use it. */
const OFFSET = "-03:00";
const SOURCE = "olist";

interface OlistOrder {
  readonly order_id: string;
  readonly customer_id: string;
  readonly order_status: string;
  readonly order_purchase_timestamp: string;
  readonly order_approved_at: string;
  readonly order_delivered_carrier_date: string;
  readonly order_delivered_customer_date: string;
  readonly order_estimated_delivery_date: string;
}

/** Canonical events of `olist-sample/orders.csv`: the order, the carrier's take-over, the hand-over, the cancellation. */
export function* olistEvents(csvText: string): Generator<EventJson> {
  for (const order of readOrders(csvText)) {
    const refs = { delivery_id: order.order_id, order_id: order.order_id, customer_id: order.customer_id };
    const event = (type: string, time: string, data?: Record<string, unknown>): EventJson => ({
      id: `${order.order_id}:${type}`,
      source: SOURCE,
      type,
      occurred_at: toTime(time),
      ...refs,
      ...(data ? { data } : {}),
    });
    const ordered = order.order_purchase_timestamp;
    const promised_by = endOfDay(order.order_estimated_delivery_date);
    yield event("order.created", ordered, { promised_by, ordered_at: toTime(ordered) });
    const { order_delivered_carrier_date: taken, order_delivered_customer_date: delivered } = order;
    if (taken) yield event("shipment.picked_up", taken);
    if (delivered) yield event("shipment.delivered", delivered);
    const by = cancelledBy(order);
    if (by) yield event("order.cancelled", taken || order.order_approved_at || ordered, by);
  }
}

/** Deliveries handed over on a day after the estimated one, counted from the dates as they stand in the file. */
export function olistLateCount(csvText: string): number {
  return [...readOrders(csvText)].filter((order) => {
    const delivered = order.order_delivered_customer_date.slice(0, 10);
    return delivered !== "" && delivered > order.order_estimated_delivery_date.slice(0, 10);
  }).length;
}

/** Deliveries neither handed over nor cancelled: years later each is an open `late`. */
export function olistOpenCount(csvText: string): number {
  return [...readOrders(csvText)].filter(
    (order) => !order.order_delivered_customer_date && cancelledBy(order) === null,
  ).length;
}

/** `unavailable` is the seller's doing; of `canceled` the sample does not say whose. */
function cancelledBy({ order_status }: OlistOrder): Record<string, unknown> | null {
  if (order_status === "unavailable") return { by: "shipper" };
  return order_status === "canceled" ? {} : null;
}

function toTime(local: string): string {
  return `${local.replace(" ", "T")}${OFFSET}`;
}

/** The estimate is a day: the promise holds until that day is over. */
function endOfDay(date: string): string {
  return toTime(`${date.slice(0, 10)} 23:59:59.999`);
}

/** No field of the file is quoted. */
function* readOrders(csvText: string): Generator<OlistOrder> {
  const [header = "", ...lines] = csvText.trim().split(/\r?\n/);
  const columns = header.split(",");
  for (const line of lines) {
    const values = line.split(",");
    yield Object.fromEntries(columns.map((name, n) => [name, values[n] ?? ""])) as unknown as OlistOrder;
  }
}
