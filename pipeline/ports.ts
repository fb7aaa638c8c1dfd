import type { Logger } from "pino";
import type { EventLog } from "../events/log/port.ts";
import type { Database } from "../tenancy/database.ts";
import type { Tenant } from "../tenancy/context.ts";
import type { Keyring } from "../tenancy/keyring.ts";
import type { Warehouse } from "../warehouse/client.ts";

/** Tenants by their numeric key, cached. A key that is in no tenant is absent from the answer. */
export interface TenantDirectory {
  byKeys(keys: readonly number[]): Promise<ReadonlyMap<number, Tenant>>;
}

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
