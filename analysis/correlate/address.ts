import type { Feature } from "../types.ts";
import { feature, minutesUntil } from "./feature.ts";
import type { View } from "./view.ts";

/** Quality of the address as it stood at the attempt, and whether it had to be corrected afterwards. */
export function observeAddress(view: View): readonly Feature[] {
  return [...quality(view), ...corrected(view)];
}

function quality(view: View): readonly Feature[] {
  const seen = view.delivery.filter(
    (event) => event.type.startsWith("order.") && event.derived?.address !== undefined && event.at <= view.to,
  );
  const latest = seen.at(-1);
  const flags = latest?.derived?.address?.flags;
  if (!latest || !flags) return [];
  if (flags.length === 0)
    return [feature("address_quality", "clear", "the address has no visible fault", [latest])];
  return [...flags]
    .sort()
    .map((flag) =>
      feature("address_quality", flag, `the address is flagged: ${flag.replace(/_/g, " ")}`, [latest]),
    );
}

function corrected(view: View): readonly Feature[] {
  const events = view.delivery.filter((event) => event.type === "customer.address_corrected");
  const after = events.find((event) => event.at >= view.to);
  if (after)
    return [feature("address_correction", "after", "the address was corrected after this attempt", [after])];
  const before = events.find((event) => event.at < view.to);
  if (!before) return [];
  return [
    feature("address_correction", "before", "the address had been corrected before this attempt", [before], {
      minutesBefore: minutesUntil(before.at, view.to),
    }),
  ];
}
