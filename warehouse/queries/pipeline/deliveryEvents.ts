import type { TenantsReader } from "../../client.ts";

/** An event as fold and analysis read it: no personal column, times as ClickHouse text. */
export interface EvidenceRow {
  readonly tenant_key: number;
  readonly delivery_id: string;
  readonly occurred_at: string;
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly order_id: string;
  readonly client_id: string;
  readonly customer_id: string;
  readonly warehouse_id: string;
  readonly carrier_id: string;
  readonly driver_id: string;
  readonly vehicle_id: string;
  readonly route_id: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly postal_code: string;
  readonly zone: string;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly reason: string;
  readonly corrects: string;
  readonly data: string;
  readonly derived: string;
  readonly known_at: string;
  readonly import_id: string;
}

/** Fold and analysis read short members of `data` only: of large data the long ones stay where they are. */
const DATA = `if(length(data) <= 4096, data,
  concat('{', arrayStringConcat(arrayMap(m -> concat(toJSONString(m.1), ':', m.2),
    arrayFilter(m -> length(m.2) <= 1024, JSONExtractKeysAndValuesRaw(data))), ','), '}')) AS data`;

const COLUMNS = `tenant_key, delivery_id, occurred_at, source, id, type, order_id, client_id,
  customer_id, warehouse_id, carrier_id, driver_id, vehicle_id, route_id, city, region, country, postal_code, zone,
  lat, lon, reason, corrects, ${DATA}, derived, coalesce(received_hint, received_at) AS known_at, import_id`;

/** All events of the deliveries, of the tenants of the reader, replaced and retracted ones included. */
export function findDeliveryEvents(
  reader: TenantsReader,
  deliveryIds: readonly string[],
): Promise<EvidenceRow[]> {
  return reader.query<EvidenceRow>(
    `SELECT ${COLUMNS} FROM {{events}}
     WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND delivery_id IN {ids:Array(String)}`,
    { ids: deliveryIds },
  );
}

export interface SurroundingsFilter {
  /** Epoch ms; both ends included. */
  readonly from: number;
  readonly to: number;
  readonly cities: readonly string[];
  readonly routes: readonly string[];
  readonly vehicles: readonly string[];
  readonly drivers: readonly string[];
  readonly warehouses: readonly string[];
}

/** Events that belong to no delivery (sites, vehicles, routes, context) near the given entities and places. */
export function findSurroundingEvents(reader: TenantsReader, f: SurroundingsFilter): Promise<EvidenceRow[]> {
  return reader.query<EvidenceRow>(
    `SELECT ${COLUMNS} FROM {{events}}
     WHERE tenant_key IN {tenant_keys:Array(UInt32)} AND delivery_id = ''
       AND occurred_at BETWEEN fromUnixTimestamp64Milli({from:Int64}, 'UTC') AND fromUnixTimestamp64Milli({to:Int64}, 'UTC')
       AND ((type LIKE 'context.%' AND (city IN {cities:Array(String)} OR city = ''))
         OR (type LIKE 'warehouse.%' AND warehouse_id IN {warehouses:Array(String)})
         OR (route_id != '' AND route_id IN {routes:Array(String)})
         OR (vehicle_id != '' AND vehicle_id IN {vehicles:Array(String)})
         OR (driver_id != '' AND driver_id IN {drivers:Array(String)}))`,
    { ...f },
  );
}
