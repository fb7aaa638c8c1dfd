import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { emitDocument } from "../../api/openapi/emit.ts";
import { ApiKeyPage, ApiKeyWithSecret } from "../../api/schemas/apiKey.ts";
import { Delivery, DeliveryPage } from "../../api/schemas/delivery.ts";
import { Entity, EntityPage } from "../../api/schemas/entity.ts";
import { EventPage, EventTypeList, StoredEvent } from "../../api/schemas/event.ts";
import { Failure, FailurePage } from "../../api/schemas/failure.ts";
import { IngestAnswer, IngestBatch, IngestRefused } from "../../api/schemas/ingest.ts";
import { TenantCreated, TenantPage } from "../../api/schemas/tenant.ts";
import { WebhookEndpointPage, WebhookEndpointWithSecret } from "../../api/schemas/webhookEndpoint.ts";

interface Schema {
  readonly $ref?: string;
  readonly example?: unknown;
}
interface Content {
  readonly content?: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;
}
interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly security: readonly object[];
  readonly responses: Readonly<Record<string, Content & { readonly $ref?: string }>>;
  readonly requestBody?: Content;
}

const text = readFileSync("openapi/openapi.json", "utf8");
const document = JSON.parse(text);
const paths: Readonly<Record<string, Readonly<Record<string, Operation>>>> = document.paths;
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method} ${path}`, path, operation })),
);

function resolve(pointer: string): unknown {
  return pointer
    .slice(2)
    .split("/")
    .reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], document);
}

test("the committed document is that of the routes", () => {
  expect(emitDocument()).toBe(text);
});

test("is OpenAPI 3.1, and every reference in it leads somewhere", () => {
  expect(document.openapi).toBe("3.1.0");
  const refs = [...text.matchAll(/"\$ref": "(#[^"]+)"/g)].map(([, pointer]) => pointer ?? "");
  expect(refs.length).toBeGreaterThan(50);
  for (const pointer of refs) expect(resolve(pointer), pointer).toBeDefined();
});

test("operation ids are unique, tags declared", () => {
  const ids = operations.map(({ operation }) => operation.operationId);
  expect(new Set(ids).size).toBe(ids.length);
  const declared = document.tags.map(({ name }: { name: string }) => name);
  for (const { operation } of operations) for (const tag of operation.tags) expect(declared).toContain(tag);
});

describe.each(operations)("$name", ({ path, operation }) => {
  test("is described in full", () => {
    expect(operation.operationId).toMatch(/^[a-z]+([A-Z][a-z]+)*$/);
    expect(operation.summary.length).toBeGreaterThan(10);
    expect(operation.security).toBeDefined();
    const statuses = Object.keys(operation.responses);
    expect(statuses.some((status) => status.startsWith("2"))).toBe(true);
    expect(statuses).toContain("500");
    if (operation.security.length > 0) expect(statuses).toEqual(expect.arrayContaining(["401", "503"]));
    if (path.startsWith("/v1/") && !path.startsWith("/v1/operator/")) {
      expect(statuses).toEqual(expect.arrayContaining(["403", "429"]));
    }
    if (path.includes("{")) expect(statuses).toContain("404");
    if (operation.requestBody) expect(statuses).toEqual(expect.arrayContaining(["400", "413", "415", "422"]));
  });

  test("shows an example of each JSON body", () => {
    const bodies = [operation.requestBody ?? {}, ...Object.values(operation.responses)];
    for (const body of bodies) {
      const { schema, example } = body.content?.["application/json"] ?? {};
      if (schema?.$ref === undefined) continue;
      expect(example ?? (resolve(schema.$ref) as Schema).example, schema.$ref).toBeDefined();
    }
  });
});

const shapes: Readonly<Record<string, z.ZodType>> = {
  ApiKeyPage,
  ApiKeyWithSecret,
  Delivery,
  DeliveryPage,
  Entity,
  EntityPage,
  EventPage,
  EventTypeList,
  Failure,
  FailurePage,
  IngestAnswer,
  IngestBatch,
  IngestRefused,
  StoredEvent,
  TenantCreated,
  TenantPage,
  WebhookEndpointPage,
  WebhookEndpointWithSecret,
};
test.each(Object.entries(shapes))("the example of %s has its shape", (name, schema) => {
  const { example } = document.components.schemas[name];
  expect(schema.parse(example)).toEqual(example);
});
