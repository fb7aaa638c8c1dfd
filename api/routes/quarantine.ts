import { createRoute } from "@hono/zod-openapi";
import { getQuarantined } from "../../events/quarantine/getQuarantined.ts";
import { type GroupPosition, listGroups } from "../../events/quarantine/listGroups.ts";
import { listQuarantine } from "../../events/quarantine/listQuarantine.ts";
import { rejectItem } from "../../events/quarantine/rejectItem.ts";
import { resubmitItem } from "../../events/quarantine/resubmitItem.ts";
import { toApiQuarantineDetail, toApiQuarantineGroup, toApiQuarantineItem } from "../convert/quarantine.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { cursorScope, decodeCursor, pageAt, toPage } from "../http/page.ts";
import { parseRange } from "../http/time.ts";
import { json, jsonBody, problems, secured } from "../openapi/answers.ts";
import { idParam } from "../schemas/common.ts";
import {
  QuarantineDetail,
  QuarantineGroupPage,
  QuarantineGroupQuery,
  QuarantineItem,
  QuarantinePage,
  QuarantineQuery,
  QuarantineReject,
  QuarantineResubmit,
} from "../schemas/quarantine.ts";

const tags = ["Quarantine"];
const params = idParam("qua_");
const bodyProblems = ["invalid_request", "too_large", "unsupported_media_type", "unprocessable"] as const;

const listAll = createRoute({
  method: "get",
  path: "/v1/quarantine",
  operationId: "listQuarantine",
  tags,
  summary: "List records that could not be taken, the newest first",
  description: "One item per event, however often it came; kept for 30 days after it last came.",
  ...secured("quarantine:read"),
  request: { query: QuarantineQuery },
  responses: { 200: json(QuarantinePage, "A page of items."), ...problems("invalid_request") },
});

const groups = createRoute({
  method: "get",
  path: "/v1/quarantine/groups",
  operationId: "listQuarantineGroups",
  tags,
  summary: "Count quarantined records by source, type, reason and place, the largest group first",
  ...secured("quarantine:read"),
  request: { query: QuarantineGroupQuery },
  responses: { 200: json(QuarantineGroupPage, "A page of groups."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/quarantine/{id}",
  operationId: "getQuarantine",
  tags,
  summary: "Read one quarantined record with what was sent",
  ...secured("quarantine:read"),
  request: { params },
  responses: { 200: json(QuarantineDetail, "The item."), ...problems("not_found") },
});

const resubmit = createRoute({
  method: "post",
  path: "/v1/quarantine/{id}/resubmit",
  operationId: "resubmitQuarantine",
  tags,
  summary: "Send a quarantined record again, as it came or mended",
  description:
    "The item is closed when its event counts as good: at once for one that the API had refused, else once it is stored. 422 tells what is still wrong; the item then stays.",
  ...secured("quarantine:write"),
  middleware: [readJsonBody] as const,
  request: { params, body: { ...jsonBody(QuarantineResubmit), required: false } },
  responses: {
    202: json(QuarantineItem, "The event is durable in the event log."),
    ...problems(...bodyProblems, "not_found", "conflict"),
  },
});

const reject = createRoute({
  method: "post",
  path: "/v1/quarantine/{id}/reject",
  operationId: "rejectQuarantine",
  tags,
  summary: "Give a quarantined record up, with a reason",
  ...secured("quarantine:write"),
  middleware: [readJsonBody] as const,
  request: { params, body: jsonBody(QuarantineReject) },
  responses: {
    200: json(QuarantineItem, "The item as it is now."),
    ...problems(...bodyProblems, "not_found", "conflict"),
  },
});

export function registerQuarantine(app: App): void {
  app.openapi(listAll, async (c) => {
    const { limit, cursor, from, to, ...filter } = c.req.valid("query");
    const scope = cursorScope(c);
    const after = decodeCursor<string>(scope, cursor);
    const input = { ...filter, ...parseRange({ from, to }), limit: limit + 1, after };
    const rows = await listQuarantine(c.get("ctx"), c.get("deps"), input);
    return c.json(
      toPage(scope, { rows, limit, position: ({ id }) => id, convert: toApiQuarantineItem }),
      200,
    );
  });

  app.openapi(groups, async (c) => {
    const { limit, cursor, from, to, ...filter } = c.req.valid("query");
    const scope = cursorScope(c);
    const after = decodeCursor<GroupPosition>(scope, cursor);
    const input = { ...filter, ...parseRange({ from, to }), limit, after };
    const { rows, next } = await listGroups(c.get("ctx"), input);
    return c.json(pageAt(scope, rows.map(toApiQuarantineGroup), next), 200);
  });

  app.openapi(getOne, async (c) => {
    const found = await getQuarantined(c.get("ctx"), c.get("deps"), c.req.valid("param").id);
    return c.json(toApiQuarantineDetail(found), 200);
  });

  app.openapi(resubmit, async (c) => {
    const { eventLog, keyring } = c.get("deps");
    const input = { id: c.req.valid("param").id, event: c.req.valid("json").event };
    const item = await resubmitItem(c.get("ctx"), { log: eventLog, keyring }, input);
    return c.json(toApiQuarantineItem(item), 202);
  });

  app.openapi(reject, async (c) => {
    const input = { id: c.req.valid("param").id, reason: c.req.valid("json").reason };
    return c.json(toApiQuarantineItem(await rejectItem(c.get("ctx"), c.get("deps"), input)), 200);
  });
}
