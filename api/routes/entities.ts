import { createRoute } from "@hono/zod-openapi";
import { DomainError } from "../../tenancy/errors.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { openNames } from "../../warehouse/entities/openNames.ts";
import { type EntityPosition, getEntity, listEntities } from "../../warehouse/queries/entities.ts";
import { toApiEntity, toApiEntitySummary } from "../convert/entity.ts";
import type { App } from "../env.ts";
import { readListing } from "../http/listing.ts";
import { parseTime } from "../http/time.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { Entity, EntityAtQuery, EntityPage, EntityParams, EntityQuery } from "../schemas/entity.ts";

const tags = ["Master data"];

const listAll = createRoute({
  method: "get",
  path: "/v1/entities",
  operationId: "listEntities",
  tags,
  summary: "Search clients, customers, drivers, vehicles, warehouses and carriers as they are now",
  ...secured("entities:read"),
  request: { query: EntityQuery },
  responses: { 200: json(EntityPage, "A page of entities by kind and id."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/entities/{kind}/{id}",
  operationId: "getEntity",
  tags,
  summary: "Read one entity as it is, or was at a time, with its versions",
  ...secured("entities:read"),
  request: { params: EntityParams, query: EntityAtQuery },
  responses: { 200: json(Entity, "The entity."), ...problems("invalid_request", "not_found") },
});

export function registerEntities(app: App): void {
  app.openapi(listAll, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "entities:read");
    const { warehouse, keyring } = c.get("deps");
    const listing = readListing<EntityPosition, EntityQuery>(c, c.req.valid("query"));
    const reader = warehouse.forTenant(ctx.tenant);
    const found = await listEntities(reader, listing.filter, listing.page, Date.now());
    const names = await openNames(ctx, keyring, found.rows);
    return c.json(
      listing.answer(found, (row) => toApiEntitySummary(row, names)),
      200,
    );
  });

  app.openapi(getOne, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "entities:read");
    const { warehouse, keyring } = c.get("deps");
    const { at } = c.req.valid("query");
    const when = parseTime(at ?? "now", "at").getTime();
    const found = await getEntity(warehouse.forTenant(ctx.tenant), c.req.valid("param"), {
      at: when,
      orFirst: at === undefined,
    });
    if (!found) throw new DomainError("not_found", "There is no such entity.");
    const { current, versions } = found;
    if (!current) throw new DomainError("not_found", "Nothing was known of this entity at that time.");
    const names = await openNames(ctx, keyring, [current, ...versions]);
    return c.json(toApiEntity(current, versions, names), 200);
  });
}
