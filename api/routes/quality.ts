import { createRoute } from "@hono/zod-openapi";
import { getAlert, listAlerts } from "../../events/quality/readAlerts.ts";
import { toApiQualityAlert } from "../convert/quality.ts";
import type { App } from "../env.ts";
import { cursorScope, decodeCursor, toPage } from "../http/page.ts";
import { json, problems, secured } from "../openapi/answers.ts";
import { idParam } from "../schemas/common.ts";
import { QualityAlert, QualityAlertPage, QualityAlertQuery } from "../schemas/quality.ts";

const tags = ["Quality"];

const listAll = createRoute({
  method: "get",
  path: "/v1/quality/alerts",
  operationId: "listQualityAlerts",
  tags,
  summary: "List sources of which too much was refused, the newest alert first",
  ...secured("quarantine:read"),
  request: { query: QualityAlertQuery },
  responses: { 200: json(QualityAlertPage, "A page of alerts."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/quality/alerts/{id}",
  operationId: "getQualityAlert",
  tags,
  summary: "Read one quality alert",
  ...secured("quarantine:read"),
  request: { params: idParam("qal_") },
  responses: { 200: json(QualityAlert, "The alert."), ...problems("not_found") },
});

export function registerQuality(app: App): void {
  app.openapi(listAll, async (c) => {
    const { limit, cursor, ...filter } = c.req.valid("query");
    const scope = cursorScope(c);
    const after = decodeCursor<string>(scope, cursor);
    const rows = await listAlerts(c.get("ctx"), { ...filter, limit: limit + 1, after });
    return c.json(toPage(scope, { rows, limit, position: ({ id }) => id, convert: toApiQualityAlert }), 200);
  });

  app.openapi(getOne, async (c) => {
    return c.json(toApiQualityAlert(await getAlert(c.get("ctx"), c.req.valid("param").id)), 200);
  });
}
