import type { Feature } from "../types.ts";
import { feature } from "./feature.ts";
import type { View } from "./view.ts";

const DAY = 86_400_000;

/** What became of the goods after the attempt: damage, a return without a second try, a delivery at the next try. */
export function observeOutcome(view: View): readonly Feature[] {
  return [...damage(view), ...sequel(view), ...terms(view)];
}

function damage(view: View): readonly Feature[] {
  const events = view.delivery.filter(
    (event) => event.type === "shipment.damaged" && Math.abs(event.at - view.to) <= 2 * DAY,
  );
  return events.length > 0
    ? [feature("damage_report", "reported", "the carrier reported the goods damaged", events)]
    : [];
}

function sequel(view: View): readonly Feature[] {
  if (view.scope !== "attempt" || !view.attempt) return [];
  const next = view.attempts.find((attempt) => attempt.end > view.to);
  const sentBack = view.delivery.filter((event) => event.at > view.to && SENT_BACK.has(event.type));
  if (!next && sentBack.length > 0)
    return [feature("sequel", "sent_back", "it was sent back without another attempt", sentBack)];
  if (!next) return [];
  const level = next.failed ? "failed_again" : "delivered_next";
  const statement = next.failed ? "the next attempt failed as well" : "the next attempt succeeded";
  return [feature("sequel", level, statement, next.reports)];
}

const SENT_BACK: ReadonlySet<string> = new Set([
  "shipment.returned",
  "shipment.return_started",
  "shipment.undeliverable",
  "shipment.disposed",
]);

/** Cash on delivery is refused more often than what is paid for. */
function terms(view: View): readonly Feature[] {
  if (view.scope !== "attempt") return [];
  const order = view.delivery.find((event) => event.type === "order.created");
  const mode = order?.data["payment_mode"];
  if (!order || typeof mode !== "string") return [];
  const level = mode === "cod" ? "cash_on_delivery" : "prepaid";
  const features = [feature("payment", level, `the order was ${level.replace(/_/g, " ")}`, [order])];
  const kind = view.masters.customer?.["kind"];
  if (kind === "home" || kind === "business")
    features.push(feature("recipient_kind", kind, `the recipient is a ${kind} address`, []));
  return features;
}
