import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Document } from "./document.ts";
import { emitResource, emitWebhookEvents } from "./emit.ts";
import { methodName, singular, words } from "./names.ts";
import { planResources } from "./plan.ts";
import { emitSchema } from "./schema.ts";

const json = (name: string) => ({
  content: { "application/json": { schema: { $ref: `#/components/schemas/${name}` } } },
});
const text = { type: "string" };
const DOCUMENT = {
  openapi: "3.1.0",
  info: { title: "t", version: "1" },
  paths: {
    "/v1/delivery-slots": {
      get: {
        operationId: "listDeliverySlots",
        summary: "List slots */ of all",
        parameters: [
          { $ref: "#/components/parameters/cursor" },
          { name: "day", in: "query", required: true, schema: text },
        ],
        responses: { 200: { description: "ok", ...json("SlotPage") } },
      },
      post: {
        operationId: "createDeliverySlot",
        requestBody: { required: true, ...json("Slot") },
        responses: { 201: { description: "ok", ...json("Slot") } },
      },
    },
    "/v1/delivery-slots/{id}/stops/{stop_id}": {
      put: {
        operationId: "putDeliverySlotStop",
        deprecated: true,
        parameters: [
          { name: "id", in: "path", required: true, schema: text },
          { name: "stop_id", in: "path", required: true, schema: text },
        ],
        requestBody: {
          required: true,
          content: { "text/csv": { schema: { type: "string", format: "binary" } } },
        },
        responses: { 204: { description: "ok" } },
      },
      get: {
        operationId: "listDeliverySlotStopLines",
        parameters: [
          { name: "id", in: "path", required: true, schema: text },
          { name: "stop_id", in: "path", required: true, schema: text },
        ],
        responses: {
          200: {
            description: "ok",
            content: { "application/x-ndjson": { schema: { $ref: "#/components/schemas/Slot" } } },
          },
        },
      },
    },
  },
  webhooks: {
    "slot.taken": {
      post: {
        operationId: "slotTaken",
        summary: "A slot was taken",
        requestBody: json("Slot"),
        responses: { 204: { description: "ok" } },
      },
    },
  },
  components: {
    parameters: { cursor: { name: "cursor", in: "query", schema: text } },
    schemas: {
      Slot: {
        type: "object",
        required: ["state", "example"],
        properties: {
          state: { type: "string", enum: ["free", "taken"], example: "free" },
          parts: { type: "array", items: { type: ["string", "null"], enum: ["am", "pm", null] } },
          kind: { type: "string", enum: ["slot"] },
          example: { type: "integer", format: "int64", default: 1 },
        },
      },
      SlotPage: {
        type: "object",
        required: ["data", "next_cursor"],
        properties: {
          data: { type: "array", items: { $ref: "#/components/schemas/Slot" } },
          next_cursor: { type: ["string", "null"] },
        },
      },
    },
  },
} as unknown as Document;

test("operations become methods of the resource that their path names", () => {
  const [slots, ...others] = planResources(DOCUMENT);
  expect(others).toEqual([]);
  expect(slots).toMatchObject({ name: "deliverySlots", className: "DeliverySlotsApi" });
  expect(slots?.methods.map(({ name }) => name)).toEqual(["list", "create", "listStopLines", "putStop"]);
});

test("a resource's class says what each operation takes and gives", () => {
  const [slots] = planResources(DOCUMENT);
  const code = slots ? emitResource(slots) : "";
  expect(code).toContain(
    "list(query: ListDeliverySlotsQuery, options?: RequestOptions): PagePromise<Models.Slot, Models.SlotPage>",
  );
  expect(code).toContain("create(body: Models.Slot, options?: RequestOptions): ApiPromise<Models.Slot>");
  expect(code).toContain(
    "putStop(id: string, stopId: string, body: BinaryBody, options?: RequestOptions): ApiPromise<void>",
  );
  expect(code).toMatch(
    /path: path`.v1.delivery-slots.\$\{id\}.stops.\$\{stopId\}`, body, contentType: "text.csv"/,
  );
  expect(code).toContain(
    "listStopLines(id: string, stopId: string, options?: RequestOptions): LinesPromise<Models.Slot>",
  );
  expect(code).toContain("@deprecated");
  expect(code).not.toContain("*/ of all");
});

test("enums of bodies are open, those of one value and of parameters are not; examples are left out", async () => {
  const code = (await emitSchema(DOCUMENT)).replace(/\s+/g, " ");
  expect(code).toContain('state: "free" | "taken" | (string & {});');
  expect(code).toContain('("am" | "pm" | null | (string & {}))[]');
  expect(code).toContain('kind?: "slot";');
  expect(code).toMatch(/example: number;/);
  expect(code).not.toContain("int64");
  expect(code).not.toContain("export interface paths");
});

test("webhooks become a union of their bodies", () => {
  const code = emitWebhookEvents(DOCUMENT);
  expect(code).toContain("/** A slot was taken. */\nexport type SlotTakenEvent");
  expect(code).toContain("export type WebhookEvent = SlotTakenEvent;");
});

test("names follow the path's words, in the singular or plural", () => {
  expect(words("getIngestBatch")).toEqual(["get", "ingest", "batch"]);
  expect(["deliveries", "batches", "statuses", "address", "keys"].map(singular)).toEqual([
    "delivery",
    "batch",
    "statuse",
    "address",
    "key",
  ]);
  expect(methodName("rotateWebhookEndpointSecret", ["webhook", "endpoints"])).toBe("rotateSecret");
  expect(methodName("getReadiness", ["health"])).toBe("retrieveReadiness");
});

test("two operations of one name are refused, not one of them lost", () => {
  const item = DOCUMENT.paths["/v1/delivery-slots"] ?? {};
  const paths = {
    ...DOCUMENT.paths,
    "/v1/delivery-slots/all": { get: { ...item["get"], operationId: "listDeliverySlot" } },
  };
  expect(() => planResources({ ...DOCUMENT, paths } as Document)).toThrow(/deliverySlots.list would be two/);
});

test("every operation of the document has a method, and only events are sent without a key", () => {
  const document = JSON.parse(readFileSync("openapi/openapi.json", "utf8")) as Document;
  const methods = planResources(document).flatMap((resource) => resource.methods);
  const operations = Object.values(document.paths).flatMap((item) => Object.values(item));
  expect(methods.map(({ operationId }) => operationId).sort()).toEqual(
    operations.map(({ operationId }) => operationId).sort(),
  );
  expect(
    methods.filter(({ idempotencyKey }) => !idempotencyKey).map(({ operationId }) => operationId),
  ).toEqual(["sendEvents"]);
});
