import { setTimeout as delay } from "node:timers/promises";
import type { EventLog } from "../../../events/log/port.ts";
import type { Warehouse } from "../../../warehouse/client.ts";
import type { FaultPoint, Spot } from "./points.ts";

interface Ports {
  readonly eventLog: EventLog;
  readonly warehouse: Warehouse;
}

/** How long an insert is under way when it is struck, ms: drawn for each. */
const MOST_UNDER_WAY_MS = 12;

/** The same ports, but `strike` is called whenever the point is reached. */
export function armPorts({ eventLog, warehouse }: Ports, { spot }: FaultPoint, strike: () => void): Ports {
  return { eventLog: armLog(eventLog, spot, strike), warehouse: armWarehouse(warehouse, spot, strike) };
}

function armWarehouse(warehouse: Warehouse, spot: Spot, strike: () => void): Warehouse {
  if (spot.kind !== "insert") return warehouse;
  return {
    ...warehouse,
    insert: async (database, table, rows, options) => {
      const strikeWhen = (when: typeof spot.when) => {
        if (table === spot.table && when === spot.when) strike();
      };
      strikeWhen("before");
      const inserting = warehouse.insert(database, table, rows, options);
      if (spot.when === "during") {
        await Promise.race([inserting.catch(() => {}), delay(Math.random() * MOST_UNDER_WAY_MS)]);
        strikeWhen("during");
      }
      await inserting;
      strikeWhen("after");
    },
  };
}

function armLog(eventLog: EventLog, spot: Spot, strike: () => void): EventLog {
  return {
    ...eventLog,
    append: async (records) => {
      const outcomes = await eventLog.append(records);
      if (spot.kind === "told" && records.some(({ topic }) => topic === spot.topic)) strike();
      return outcomes;
    },
    subscribe: (options) =>
      eventLog.subscribe({
        ...options,
        onRange: async (range, lost) => {
          await options.onRange(range, lost);
          if (spot.kind === "handled" && spot.topics.includes(range.topic)) strike();
        },
      }),
  };
}
