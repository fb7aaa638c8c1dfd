import { createRoute } from "@hono/zod-openapi";
import { listEventTypes } from "../../events/catalogue/listEventTypes.ts";
import { requireScope } from "../../tenancy/requireScope.ts";
import { openMembers } from "../../warehouse/events/openMembers.ts";
import { type EventPosition, getEvent, listEvents } from "../../warehouse/queries/events.ts";
import { toApiEventTypes } from "../convert/eventTypes.ts";
import { toApiEvent } from "../convert/warehouse.ts";
import type { App } from "../env.ts";
import { readListing } from "../http/listing.ts";
import { theOnly } from "../http/theOnly.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { sentId } from "../schemas/common.ts";
import { EventPage, EventQuery, EventSourceQuery, EventTypeList, StoredEvent } from "../schemas/event.ts";

const tags = ["Events"];

const listAll = createRoute({
  method: "get",
  path: "/v1/events",
  operationId: "listEvents",
  tags,
  summary: "List stored events by when they happened, the latest first",
  ...secured("events:read"),
  request: { query: EventQuery },
  responses: { 200: json(EventPage, "A page of events."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/events/{id}",
  operationId: "getEvent",
  tags,
  summary: "Read one stored event by its sender's id",
  ...secured("events:read"),
  request: { params: sentId("wms-88213"), query: EventSourceQuery },
  responses: {
    200: json(StoredEvent, "The event."),
    ...problems("invalid_request", "not_found", "conflict"),
  },
});

const types = createRoute({
  method: "get",
  path: "/v1/event-types",
  operationId: "listEventTypes",
  tags,
  summary: "List the event types and reasons that senders may use",
  ...secured("events:read"),
  responses: { 200: json(EventTypeList, "The catalogue."), ...problems() },
});

export function registerEvents(app: App): void {
  app.openapi(listAll, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "events:read");
    const listing = readListing<EventPosition, EventQuery>(c, c.req.valid("query"));
    const reader = c.get("deps").warehouse.forTenant(ctx.tenant);
    const found = await listEvents(reader, listing.filter, listing.page);
    return c.json(
      listing.answer(found, (row) => toApiEvent(row)),
      200,
    );
  });

  app.openapi(getOne, async (c) => {
    const ctx = c.get("ctx");
    requireScope(ctx, "events:read");
    const { warehouse, keyring } = c.get("deps");
    const reader = warehouse.forTenant(ctx.tenant);
    const row = theOnly(await getEvent(reader, c.req.valid("param").id, c.req.valid("query").source));
    return c.json(toApiEvent(row, await openMembers(ctx, keyring, row)), 200);
  });

  app.openapi(types, (c) => {
    requireScope(c.get("ctx"), "events:read");
    return c.json(toApiEventTypes(listEventTypes()), 200);
  });
}
