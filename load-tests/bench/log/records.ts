import { encodeEnvelope } from "../../../events/log/envelope.ts";
import type { LogAppend } from "../../../events/log/port.ts";

const STATUSES = ["assigned", "picked_up", "in_transit", "arrived", "failed", "delivered"];

/** Records as large and as alike as events are: about 1 kB, spread over the partitions. */
export function makeRecords(count: number, seed: number): LogAppend[] {
  return Array.from({ length: count }, (_, n) => {
    const delivery = `D-${(seed * 7_919 + n * 104_729) % 100_000}`;
    const value = encodeEnvelope({
      tenant_key: 1,
      batch_id: `bat_${seed}`,
      request_id: `req_${seed}`,
      traceparent: null,
      received_at: "2026-11-01T08:00:00.000Z",
      schema_version: "1.0",
      content_hash: hex(seed, n, 64),
      body: {
        id: hex(n, seed, 26),
        source: "tms",
        type: "delivery.status_changed",
        delivery_id: delivery,
        occurred_at: `2026-11-01T08:${String(n % 60).padStart(2, "0")}:00.000Z`,
        status: STATUSES[n % STATUSES.length],
        driver_id: `DR-${n % 300}`,
        vehicle_id: `V-${n % 200}`,
        location: { lat: 52 + (n % 997) / 1_000, lon: 13 + (n % 991) / 1_000 },
        personal: hex(seed + 1, n + 1, 320),
        data: { attempt: n % 3, note_topic: "access", sentiment: ((n % 21) - 10) / 10, h3: hex(n, n, 15) },
      },
    });
    return { topic: "results", key: `1:${delivery}`, value };
  });
}

/** Digits that do not repeat, like hashes and sealed text. */
function hex(a: number, b: number, length: number): string {
  let text = "";
  for (let n = 0, x = a * 2_654_435_761 + b * 40_503 + 1; text.length < length; n++) {
    x = (Math.imul(x ^ (x >>> 15), 2_246_822_519) + n) >>> 0;
    text += x.toString(16).padStart(8, "0");
  }
  return text.slice(0, length);
}
