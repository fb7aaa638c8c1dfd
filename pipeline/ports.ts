import type { Logger } from "pino";
import type { EventLog } from "../events/log/port.ts";
import type { Database } from "../tenancy/database.ts";
import type { Keyring } from "../tenancy/keyring.ts";
import type { TenantDirectory } from "../tenancy/tenants/tenantsByKey.ts";
import type { Warehouse } from "../warehouse/client.ts";

/** What every stage is given; built once by the composition root. */
export interface PipelineDeps {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly eventLog: EventLog;
  readonly warehouse: Warehouse;
  readonly tenants: TenantDirectory;
  readonly log: Logger;
  /** Milliseconds since the epoch; a value, so that tests can move it. */
  readonly now: () => number;
}
