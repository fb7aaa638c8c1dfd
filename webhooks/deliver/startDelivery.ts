import { setTimeout as pause } from "node:timers/promises";
import type { Database } from "../../tenancy/database.ts";
import { WAKE_CHANNEL } from "../wake.ts";
import { type AttemptDeps, attemptDelivery } from "./attempt.ts";
import { type Bell, createBell } from "./bell.ts";
import { type Lease, leaseDue } from "./leaseDue.ts";
import { createRooms, type Rooms } from "./rooms.ts";
import { createSettler, type Settler } from "./settler.ts";

export interface DeliveryDeps extends AttemptDeps {
  readonly db: Database;
}

export interface DeliveryOptions {
  /** Attempts at once in this process; 1,000 unless told. */
  readonly maxInFlight?: number;
  /** How long a lease lasts, longer than an attempt can take; 30 unless told. After it, another attempt is made. */
  readonly leaseSeconds?: number;
  /** How often to look for due retries when nothing rings; 250 unless told. */
  readonly pollMs?: number;
}

export interface Delivery {
  /** Leases nothing more, and ends when the attempts in hand are over and written. */
  close(): Promise<void>;
}

const MAX_BATCH = 250;
/** Between two leases that found work: long enough for slots to come free together. */
const GATHER_MS = 5;

interface Worker extends DeliveryDeps {
  readonly options: Required<DeliveryOptions>;
  readonly bell: Bell;
  readonly rooms: Rooms;
  readonly settler: Settler;
  readonly inHand: Set<Promise<void>>;
  stopping: boolean;
}

/** Delivers what is due, from any number of processes at once, until closed. Postgres holds all state. */
export async function startDelivery(deps: DeliveryDeps, options: DeliveryOptions = {}): Promise<Delivery> {
  const worker: Worker = {
    ...deps,
    options: { maxInFlight: 1_000, leaseSeconds: 30, pollMs: 250, ...options },
    bell: createBell(),
    rooms: createRooms(),
    settler: createSettler(deps),
    inHand: new Set(),
    stopping: false,
  };
  const listening = await listen(worker);
  const running = run(worker);
  return {
    async close() {
      worker.stopping = true;
      worker.bell.ring();
      await running;
      await Promise.all(worker.inHand);
      await listening?.unlisten();
    },
  };
}

/** Without LISTEN (a pooler in between, Postgres away) polling alone finds the work, a little later. */
async function listen({ db, bell, log }: Worker): Promise<{ unlisten(): Promise<void> } | null> {
  try {
    return await db.systemSql.listen(WAKE_CHANNEL, () => bell.ring());
  } catch (error) {
    log.warn({ err: error }, "cannot listen for webhook deliveries; polling");
    return null;
  }
}

async function run(worker: Worker): Promise<void> {
  while (!worker.stopping) {
    const leases = await lease(worker);
    for (const each of leases) begin(worker, each);
    if (leases.length > 0) await pause(GATHER_MS);
    else await worker.bell.wait(worker.options.pollMs);
  }
}

async function lease({ db, log, options, rooms, inHand }: Worker): Promise<readonly Lease[]> {
  const batch = Math.min(MAX_BATCH, options.maxInFlight - inHand.size);
  if (batch <= 0) return [];
  try {
    return await leaseDue(db, {
      batch,
      leaseSeconds: options.leaseSeconds,
      room: rooms.first,
      rooms: rooms.left(),
    });
  } catch (error) {
    log.error({ err: error }, "cannot lease webhook deliveries");
    return [];
  }
}

function begin(worker: Worker, leased: Lease): void {
  const { rooms, settler, inHand, bell } = worker;
  rooms.begin(leased.endpoint_id);
  const work = attemptDelivery(worker, leased).then(async (outcome) => {
    rooms.end(leased.endpoint_id, outcome);
    await settler.add(outcome);
    inHand.delete(work);
    bell.ring();
  });
  inHand.add(work);
}
