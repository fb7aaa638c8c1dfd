import { readFileSync } from "node:fs";
import type { App } from "../env.ts";
import { MAX_BODY_BYTES } from "../http/body.ts";
import { registerComponents, responseRef } from "./components.ts";
import { describeKey, registerIdempotency } from "./idempotency.ts";
import { registerWebhooks } from "./webhooks.ts";

interface Operation {
  readonly requestBody?: unknown;
  readonly responses?: Record<string, unknown> | undefined;
}

const VERSION = (
  JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string }
).version;

const TAGS = [
  ["Events", "What partner systems send, and what became of it."],
  ["Imports", "Files of events and master data, mapped row by row."],
  ["Lineage", "Where stored facts come from: log, batch, request, row of a file, raw body."],
  ["Quality", "How much of what each source sends can be taken, and alerts when it is too little."],
  ["Quarantine", "Records that could not be taken, why, and what is done about them."],
  ["Deliveries", "The state of each delivery, folded from its events."],
  ["Failures", "Why deliveries failed, how sure that is, and on what evidence."],
  ["Recommendations", "What to do, and how many failures that should avoid."],
  ["Models", "What the tenant's own deliveries have taught the analysis."],
  ["Master data", "Clients, customers, drivers, vehicles, warehouses and carriers, version by version."],
  ["Webhook endpoints", "Where DFRAS tells of failures."],
  ["API keys", "Credentials of a tenant."],
  ["Sandbox", "For test keys only."],
  ["Operator", "For the operator of the installation."],
  ["Health", "Whether the service is alive and ready."],
] as const;

const DESCRIPTION = `Find out why deliveries fail.

Authenticate by \`Authorization: Bearer <key>\`. Errors are RFC 9457 problem details. Bodies hold at most ${MAX_BODY_BYTES} bytes, also inflated, and may be sent with gzip, zstd or br. JSON is refused, with a pointer, where parsing it would change it: names that come twice in an object, numbers that a 64-bit float does not keep, halves of characters, NUL.`;

/** The OpenAPI 3.1 document of the routes registered on the app. */
export function toDocument(app: App): ReturnType<App["getOpenAPI31Document"]> {
  registerComponents(app);
  registerIdempotency(app);
  registerWebhooks(app);
  const document = app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "DFRAS",
      version: VERSION,
      description: DESCRIPTION,
      license: { name: "Apache-2.0", url: "https://www.apache.org/licenses/LICENSE-2.0" },
      contact: { name: "DFRAS" },
    },
    servers: [{ url: "/", description: "This installation" }],
    tags: TAGS.map(([name, description]) => ({ name, description })),
  });
  for (const path of Object.values(document.paths ?? {})) {
    for (const operation of [path.post, path.put, path.patch]) addTimeout(operation);
    describeKey(path.post);
  }
  return document;
}

/** Any body may come too slowly. */
function addTimeout(operation: Operation | undefined): void {
  if (operation?.requestBody === undefined) return;
  const { responses = {} } = operation;
  responses["408"] = responseRef("request_timeout");
}
