import { createRoute } from "@hono/zod-openapi";
import { readOrigin } from "../../events/lineage/readOrigin.ts";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { readDeliveryLineage, readFailureLineage } from "../../warehouse/lineage/readLineage.ts";
import { rebuildRaw } from "../../warehouse/lineage/rebuildRaw.ts";
import { getEvent } from "../../warehouse/queries/events.ts";
import { findCorrectionIds } from "../../warehouse/queries/lineage.ts";
import { toApiDeliveryLineage, toApiEventLineage, toApiFailureLineage } from "../convert/lineage.ts";
import type { App } from "../env.ts";
import { theOnly } from "../http/theOnly.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { idParam, sentId } from "../schemas/common.ts";
import { EventSourceQuery } from "../schemas/event.ts";
import { DeliveryLineage, EventLineage, FailureLineage } from "../schemas/lineage.ts";

const tags = ["Lineage"];

const ofEvent = createRoute({
  method: "get",
  path: "/v1/events/{id}/lineage",
  operationId: "getEventLineage",
  tags,
  summary: "Read where an event came from: log position, batch and request, row of a file, raw body",
  ...secured("events:read"),
  request: { params: sentId("wms-88213"), query: EventSourceQuery },
  responses: {
    200: json(EventLineage, "Its lineage."),
    ...problems("invalid_request", "not_found", "conflict"),
  },
});

const ofDelivery = createRoute({
  method: "get",
  path: "/v1/deliveries/{id}/lineage",
  operationId: "getDeliveryLineage",
  tags,
  summary: "Read what a delivery's state was folded from, and where each of its events came from",
  ...secured("deliveries:read"),
  request: { params: sentId("D-1001") },
  responses: { 200: json(DeliveryLineage, "Its lineage."), ...problems("not_found") },
});

const ofFailure = createRoute({
  method: "get",
  path: "/v1/failures/{id}/lineage",
  operationId: "getFailureLineage",
  tags,
  summary: "Read what a failure and each item of its evidence go back to",
  ...secured("failures:read"),
  request: { params: idParam("fal_") },
  responses: { 200: json(FailureLineage, "Its lineage."), ...problems("not_found") },
});

export function registerLineage(app: App): void {
  app.openapi(ofEvent, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "events:read");
    const { warehouse, keyring } = c.get("deps");
    const reader = warehouse.forTenant(ctx.tenant);
    const row = theOnly(await getEvent(reader, c.req.valid("param").id, c.req.valid("query").source));
    const { source, id } = row;
    const [origin, correctedBy, raw] = await Promise.all([
      readOrigin(ctx, { source, id, batchId: row.batch_id, importId: row.import_id || null }),
      findCorrectionIds(reader, row),
      rebuildRaw(ctx, keyring, row),
    ]);
    return c.json(toApiEventLineage({ row, origin, correctedBy, raw }), 200);
  });

  app.openapi(ofDelivery, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "deliveries:read");
    const reader = c.get("deps").warehouse.forTenant(ctx.tenant);
    const found = await readDeliveryLineage(reader, c.req.valid("param").id);
    if (!found) throw new DomainError("not_found", "There is no such delivery.");
    return c.json(toApiDeliveryLineage(found), 200);
  });

  app.openapi(ofFailure, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "failures:read");
    const reader = c.get("deps").warehouse.forTenant(ctx.tenant);
    const found = await readFailureLineage(reader, c.req.valid("param").id);
    if (!found) throw new DomainError("not_found", "There is no such failure.");
    return c.json(toApiFailureLineage(found), 200);
  });
}
