import type { TenantsReader, Warehouse } from "../../warehouse/client.ts";

/** For tests: the warehouse, and how often `forTenants` was asked a query by then. */
export function countQueries(warehouse: Warehouse): { readonly warehouse: Warehouse; asked(): number } {
  let asked = 0;
  const forTenants: Warehouse["forTenants"] = (tenants) => {
    const reader = warehouse.forTenants(tenants);
    const query: TenantsReader["query"] = (...given) => {
      asked += 1;
      return reader.query(...given);
    };
    return { ...reader, query };
  };
  return { warehouse: { ...warehouse, forTenants }, asked: () => asked };
}
