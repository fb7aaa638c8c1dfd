import { createRoute, z } from "@hono/zod-openapi";
import { createReplay } from "../../events/quarantine/createReplay.ts";
import { getReplay, listReplays } from "../../events/quarantine/readReplays.ts";
import { toApiReplay } from "../convert/quarantine.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { cursorScope, decodeCursor, toPage } from "../http/page.ts";
import { parseRange } from "../http/time.ts";
import { json, jsonBody, problems, secured } from "../openapi/answers.ts";
import { idParam, pageQuery } from "../schemas/common.ts";
import { QuarantineReplay, QuarantineReplayCreate, QuarantineReplayPage } from "../schemas/quarantine.ts";

const tags = ["Quarantine"];
const bodyProblems = ["invalid_request", "too_large", "unsupported_media_type", "unprocessable"] as const;

const create = createRoute({
  method: "post",
  path: "/v1/quarantine/replay",
  operationId: "replayQuarantine",
  tags,
  summary: "Send all open items of a group, an import or another filter again as they came",
  description:
    "Workers send them in portions: follow it by reading it. Items quarantined later are left out. While it is under way, the same request answers the same replay; events that are stored already are not stored twice.",
  ...secured("quarantine:write"),
  middleware: [readJsonBody] as const,
  request: { body: jsonBody(QuarantineReplayCreate) },
  responses: { 202: json(QuarantineReplay, "It is queued."), ...problems(...bodyProblems) },
});

const listAll = createRoute({
  method: "get",
  path: "/v1/quarantine/replays",
  operationId: "listQuarantineReplays",
  tags,
  summary: "List replays, the newest first",
  ...secured("quarantine:read"),
  request: { query: z.strictObject(pageQuery) },
  responses: { 200: json(QuarantineReplayPage, "A page of replays."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/quarantine/replays/{id}",
  operationId: "getQuarantineReplay",
  tags,
  summary: "Read how far a replay is",
  ...secured("quarantine:read"),
  request: { params: idParam("qrp_") },
  responses: { 200: json(QuarantineReplay, "The replay."), ...problems("not_found") },
});

/** Before the routes of single items, whose `{id}` would take `replays` for one. */
export function registerQuarantineReplays(app: App): void {
  app.openapi(create, async (c) => {
    const { from, to, ...filter } = c.req.valid("json");
    const replay = await createReplay(c.get("ctx"), { ...filter, ...parseRange({ from, to }) });
    return c.json(toApiReplay(replay), 202);
  });

  app.openapi(listAll, async (c) => {
    const { limit, cursor } = c.req.valid("query");
    const scope = cursorScope(c);
    const after = decodeCursor<string>(scope, cursor);
    const rows = await listReplays(c.get("ctx"), { limit: limit + 1, after });
    return c.json(toPage(scope, { rows, limit, position: ({ id }) => id, convert: toApiReplay }), 200);
  });

  app.openapi(getOne, async (c) => {
    return c.json(toApiReplay(await getReplay(c.get("ctx"), c.req.valid("param").id)), 200);
  });
}
