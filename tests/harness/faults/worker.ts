// A worker as the product runs it, but with short leases, and armed: at the point named by FAULT_POINT it kills itself
// or, once, ClickHouse. Started by the test harness only.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createPostgresLog } from "../../../events/log/postgres/createPostgresLog.ts";
import { readConfig } from "../../../runtime/config.ts";
import { findAddresses } from "../../../runtime/home/addresses.ts";
import { readSecrets } from "../../../runtime/home/secrets.ts";
import { createLog } from "../../../runtime/log.ts";
import { migrateStores } from "../../../runtime/migrateStores.ts";
import { startWorker } from "../../../runtime/roles/worker.ts";
import { openServices, type Services } from "../../../runtime/services.ts";
import { armPorts } from "./arm.ts";
import { faultPoint } from "./points.ts";

/** Others wait so long for the partitions of a worker that was killed. */
const LEASE_MS = 3_000;

const config = readConfig();
const log = createLog(config.logLevel);
const secrets = readSecrets(config);
const addresses = await findAddresses(config, log);
await migrateStores(addresses.databaseUrl, log);
const services = await openServices(config, addresses, secrets, log);
// Said before the pipeline runs: it may reach the point at once.
process.stdout.write("ready {}\n");
const starting = startWorker(arm({ ...services, eventLog: openLog(services) }));
process.on("SIGTERM", async () => {
  await (await starting).close();
  await services.close();
  process.exit(0);
});
await starting;

function openLog({ db, eventLog }: Services): Services["eventLog"] {
  return config.kafkaBrokers === undefined ? createPostgresLog({ db, log, leaseMs: LEASE_MS }) : eventLog;
}

function arm(unarmed: Services): Services {
  const name = process.env["FAULT_POINT"];
  if (name === undefined) return unarmed;
  const point = faultPoint(name);
  let struck = false;
  const strike = () => {
    if (struck) return;
    struck = true;
    process.kill(point.victim === "worker" ? process.pid : clickhousePid(), "SIGKILL");
    process.stdout.write("struck\n");
  };
  return { ...unarmed, ...armPorts(unarmed, point, strike) };
}

function clickhousePid(): number {
  const stores = JSON.parse(readFileSync(join(config.home, "stores.json"), "utf8"));
  return stores.pids.clickhouse;
}
