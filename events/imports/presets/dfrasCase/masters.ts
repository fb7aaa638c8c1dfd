import type { FileMapping } from "../../mapping.ts";
import { column, constant, masterTime, numberIn, phone, pincode, table } from "./values.ts";

/** What the three tables have in common: a version from the day on which the row was made. */
function master(type: string, id: string) {
  return {
    type: constant(type),
    id: column(id),
    occurred_at: masterTime("created_at"),
    [id]: column(id),
    "data.city": column("city"),
    "data.state": column("state"),
    "data.since": masterTime("created_at"),
  };
}

/** Clients, drivers and warehouses. People to talk to go below `contact`, which is sealed. */
export const masters: readonly FileMapping[] = [
  table("clients*.csv", "dfras-clients", [
    {
      members: {
        ...master("client.updated", "client_id"),
        "data.name": column("client_name"),
        "data.gst_number": column("gst_number"),
        "data.contact.name": column("contact_person"),
        "data.contact.phone": phone("contact_phone"),
        "data.contact.email": column("contact_email"),
        "data.address.line1": column("address_line1"),
        "data.address.line2": column("address_line2"),
        "data.address.city": column("city"),
        "data.address.state": column("state"),
        "data.address.postal_code": pincode("pincode"),
        "data.address.country": constant("IN"),
      },
    },
  ]),
  table("drivers*.csv", "dfras-drivers", [
    {
      members: {
        ...master("driver.updated", "driver_id"),
        carrier_id: column("partner_company"),
        "data.name": column("driver_name"),
        "data.contact.phone": phone("phone"),
        "data.contact.license_number": column("license_number"),
        "data.company": column("partner_company"),
        "data.status": { column: "status", map: { Active: "active", Inactive: "inactive" } },
      },
    },
  ]),
  table("warehouses*.csv", "dfras-warehouses", [
    {
      members: {
        ...master("warehouse.updated", "warehouse_id"),
        "data.name": column("warehouse_name"),
        "data.capacity_orders_per_day": numberIn("capacity"),
        "data.contact.name": column("manager_name"),
        "data.contact.phone": phone("contact_phone"),
        "data.address.city": column("city"),
        "data.address.state": column("state"),
        "data.address.postal_code": pincode("pincode"),
        "data.address.country": constant("IN"),
      },
    },
  ]),
];
