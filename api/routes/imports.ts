import { createRoute } from "@hono/zod-openapi";
import { askFile } from "../../events/imports/askFile.ts";
import { cancelImport } from "../../events/imports/cancelImport.ts";
import { createImport } from "../../events/imports/createImport.ts";
import { getImport } from "../../events/imports/getImport.ts";
import { listImports } from "../../events/imports/listImports.ts";
import { listPresets } from "../../events/imports/listPresets.ts";
import { openErrors } from "../../events/imports/openErrors.ts";
import { putFile } from "../../events/imports/putFile.ts";
import { startImport } from "../../events/imports/startImport.ts";
import { toApiImport, toApiImportFile, toApiPresets } from "../convert/import.ts";
import type { App } from "../env.ts";
import { readJsonBody } from "../http/body.ts";
import { streamErrorLines } from "../http/errorLines.ts";
import { cursorScope, decodeCursor, toPage } from "../http/page.ts";
import { declaredLength, fileEncoding, openUpload, parseContentRange } from "../http/upload.ts";
import { empty, json, jsonBody, problems, secured } from "../openapi/answers.ts";
import { headerRef } from "../openapi/components.ts";
import { idParam } from "../schemas/common.ts";
import {
  Import,
  ImportCreate,
  ImportErrorLine,
  ImportFile,
  ImportFileHeaders,
  ImportFileParams,
  ImportPage,
  ImportPresetList,
  ImportQuery,
} from "../schemas/import.ts";

const tags = ["Imports"];
const params = idParam("imp_");
const bodyProblems = ["invalid_request", "too_large", "unsupported_media_type", "unprocessable"] as const;

const create = createRoute({
  method: "post",
  path: "/v1/imports",
  operationId: "createImport",
  tags,
  summary: "Create an import that waits for its files",
  description:
    "At most 10 imports of a tenant may be unfinished. One that is not started within 7 days is cancelled.",
  ...secured("imports:write"),
  middleware: [readJsonBody] as const,
  request: { body: jsonBody(ImportCreate) },
  responses: { 201: json(Import, "The import."), ...problems(...bodyProblems, "conflict") },
});

const listAll = createRoute({
  method: "get",
  path: "/v1/imports",
  operationId: "listImports",
  tags,
  summary: "List imports, the newest first",
  ...secured("imports:read"),
  request: { query: ImportQuery },
  responses: { 200: json(ImportPage, "A page of imports."), ...problems("invalid_request") },
});

const getOne = createRoute({
  method: "get",
  path: "/v1/imports/{id}",
  operationId: "getImport",
  tags,
  summary: "Read an import: its state, how far it has come, and what became of its events",
  ...secured("imports:read"),
  request: { params },
  responses: { 200: json(Import, "The import."), ...problems("not_found") },
});

const remove = createRoute({
  method: "delete",
  path: "/v1/imports/{id}",
  operationId: "cancelImport",
  tags,
  summary: "Cancel an import that has not ended, and delete its files",
  description: "Events that it has sent already stay.",
  ...secured("imports:write"),
  request: { params },
  responses: { 204: empty("It is cancelled."), ...problems("not_found", "conflict") },
});

const bytes = { schema: { type: "string" as const, format: "binary", maxLength: 5_000_000_000 } };
const put = createRoute({
  method: "put",
  path: "/v1/imports/{id}/files/{name}",
  operationId: "putImportFile",
  tags,
  summary: "Upload a file, or go on with an upload that broke off",
  description:
    "The body goes to disk as it comes: 5 GB a file, 100 files an import, 20 GB for all imports of a tenant. What came before a connection broke is kept: ask with `Content-Range: bytes */total`, go on with `bytes a-b/total`. A range that begins elsewhere is answered 409 with `bytes`, the number held.",
  ...secured("imports:write"),
  request: {
    params: ImportFileParams,
    headers: ImportFileHeaders,
    body: {
      required: true,
      content: { "application/octet-stream": bytes, "text/csv": bytes, "application/x-ndjson": bytes },
    },
  },
  responses: {
    200: json(ImportFile, "The file as far as it is held; what it says is durable."),
    ...problems(...bodyProblems, "not_found", "conflict"),
  },
});

const start = createRoute({
  method: "post",
  path: "/v1/imports/{id}/start",
  operationId: "startImport",
  tags,
  summary: "Start an import whose files are complete",
  description: "Starting it again changes nothing.",
  ...secured("imports:write"),
  request: { params },
  responses: {
    202: json(Import, "It is queued; follow it by reading it, or by the webhook `import.finished`."),
    ...problems("not_found", "conflict", "unprocessable"),
  },
});

const errors = createRoute({
  method: "get",
  path: "/v1/imports/{id}/errors",
  operationId: "listImportErrors",
  tags,
  summary: "Read the error file: what was wrong with which row, one JSON object a line",
  description:
    'Holds no values of the rows; events that could be named are in quarantine too. Of more than 100,000 lines the first are kept, and a last line `{"truncated":true}` says so. Kept for 30 days.',
  ...secured("imports:read"),
  request: { params },
  responses: {
    200: {
      description: "The lines, in the order of reading.",
      headers: { "Request-Id": headerRef("Request-Id") },
      content: { "application/x-ndjson": { schema: ImportErrorLine } },
    },
    ...problems("not_found"),
  },
});

const presets = createRoute({
  method: "get",
  path: "/v1/import-presets",
  operationId: "listImportPresets",
  tags,
  summary: "List the presets: files that are understood without a mapping of one's own",
  ...secured("imports:read"),
  responses: { 200: json(ImportPresetList, "The presets, with their mappings."), ...problems() },
});

export function registerImports(app: App): void {
  app.openapi(create, async (c) => {
    return c.json(toApiImport(await createImport(c.get("ctx"), c.req.valid("json"))), 201);
  });

  app.openapi(listAll, async (c) => {
    const { limit, cursor, state } = c.req.valid("query");
    const scope = cursorScope(c);
    const after = decodeCursor<string>(scope, cursor);
    const rows = await listImports(c.get("ctx"), { state, limit: limit + 1, after });
    return c.json(toPage(scope, { rows, limit, position: ({ id }) => id, convert: toApiImport }), 200);
  });

  app.openapi(getOne, async (c) => {
    return c.json(toApiImport(await getImport(c.get("ctx"), c.req.valid("param").id)), 200);
  });

  app.openapi(remove, async (c) => {
    await cancelImport(c.get("ctx"), c.get("deps"), c.req.valid("param").id);
    return c.body(null, 204);
  });

  app.openapi(put, async (c) => {
    const { id, name } = c.req.valid("param");
    const range = parseContentRange(c.req.header("Content-Range"));
    if (range?.kind === "ask")
      return c.json(toApiImportFile(await askFile(c.get("ctx"), { id, name, total: range.total })), 200);
    const encoding = fileEncoding(c.req.header("Content-Encoding"));
    const input = { id, name, range, length: declaredLength(c), encoding, body: openUpload(c) };
    return c.json(toApiImportFile(await putFile(c.get("ctx"), c.get("deps"), input)), 200);
  });

  app.openapi(start, async (c) => {
    return c.json(toApiImport(await startImport(c.get("ctx"), c.req.valid("param").id)), 202);
  });

  app.openapi(errors, async (c) => {
    const file = await openErrors(c.get("ctx"), c.req.valid("param").id);
    // The route's types know of JSON answers only.
    return c.body(streamErrorLines(file), 200, { "Content-Type": "application/x-ndjson" }) as never;
  });

  app.openapi(presets, (c) => c.json(toApiPresets(listPresets(c.get("ctx"))), 200));
}
