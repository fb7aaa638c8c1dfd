// Sends a delivery that fails, and is told why:  npx node examples/send-events.ts
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";
import { connect } from "./connect.ts";
import { explainFailure } from "./demo/say/explainFailure.ts";

const look = { isTerminal: process.stdout.isTTY === true, columns: process.stdout.columns || 100 };
const client = connect();
const delivery_id = `try-${Date.now().toString(36)}`;
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();

const answer = await client.events.send(
  [
    {
      id: `${delivery_id}-order`,
      source: "shop",
      type: "order.created",
      occurred_at: hoursAgo(30),
      order_id: delivery_id,
      city: "Pune",
      country: "IN",
      data: {
        promised_by: hoursAgo(-4),
        address: { line1: "near the temple", city: "Pune", postal_code: "4110" },
      },
    },
    {
      id: `${delivery_id}-out`,
      source: "carrier-x",
      type: "shipment.out_for_delivery",
      occurred_at: hoursAgo(3),
      delivery_id,
      driver_id: "DR-7",
    },
    {
      id: `${delivery_id}-failed`,
      source: "carrier-x",
      type: "shipment.attempt_failed",
      occurred_at: hoursAgo(1),
      delivery_id,
      driver_id: "DR-7",
      reason: "address.not_located",
      reason_text: "could not find the house, no number on it",
    },
  ],
  { wait: "stored" },
);
process.stdout.write(`${answer.accepted} events accepted, batch ${answer.batch_id}\n`);

for (;;) {
  const { data } = await client.failures.list({ delivery_id, limit: 1 });
  const [failure] = data;
  if (failure?.analysis) {
    process.stdout.write(explainFailure(look, await client.failures.retrieve(failure.id)));
    break;
  }
  await pause(200);
}
