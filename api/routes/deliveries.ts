import { createRoute } from "@hono/zod-openapi";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { type DeliveryPosition, getDelivery, listDeliveries } from "../../warehouse/queries/deliveries.ts";
import { toApiDelivery, toApiDeliverySummary } from "../convert/warehouse.ts";
import type { App } from "../env.ts";
import { readListing } from "../http/listing.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { sentId } from "../schemas/common.ts";
import { Delivery, DeliveryPage, DeliveryQuery } from "../schemas/delivery.ts";

const listAll = createRoute({
  method: "get",
  path: "/v1/deliveries",
  operationId: "listDeliveries",
  tags: ["Deliveries"],
  summary: "List deliveries by their first event, the latest first",
  ...secured("deliveries:read"),
  request: { query: DeliveryQuery },
  responses: { 200: json(DeliveryPage, "A page of deliveries."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/deliveries/{id}",
  operationId: "getDelivery",
  tags: ["Deliveries"],
  summary: "Read one delivery: state, stages with their durations, timeline",
  ...secured("deliveries:read"),
  request: { params: sentId("D-1001") },
  responses: { 200: json(Delivery, "The delivery."), ...problems("not_found") },
});

export function registerDeliveries(app: App): void {
  app.openapi(listAll, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "deliveries:read");
    const listing = readListing<DeliveryPosition, DeliveryQuery>(c, c.req.valid("query"));
    const reader = c.get("deps").warehouse.forTenant(ctx.tenant);
    const found = await listDeliveries(reader, listing.filter, listing.page);
    return c.json(listing.answer(found, toApiDeliverySummary), 200);
  });

  app.openapi(getOne, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "deliveries:read");
    const found = await getDelivery(c.get("deps").warehouse.forTenant(ctx.tenant), c.req.valid("param").id);
    if (!found) throw new DomainError("not_found", "There is no such delivery.");
    return c.json(toApiDelivery(found), 200);
  });
}
