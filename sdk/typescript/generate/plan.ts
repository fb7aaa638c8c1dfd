import {
  type Content,
  type Document,
  type DocumentOperation,
  METHODS,
  nameOf,
  type Parameter,
  resolve,
} from "./document.ts";
import { camelCase, methodName, pascalCase, words } from "./names.ts";

/** Events are known by their source and id, so that sending them again needs no key. */
const WITHOUT_KEY = new Set(["POST /v1/events"]);

/** One method of a resource; types are TypeScript source. */
export interface Method {
  readonly name: string;
  readonly operationId: string;
  readonly verb: string;
  readonly path: string;
  readonly docs: readonly string[];
  readonly deprecated: boolean;
  readonly pathParameters: readonly string[];
  /** Name of the exported type of its query, and whether one of its members must be given. */
  readonly query?: { readonly type: string; readonly required: boolean };
  readonly body?: { readonly type: string; readonly required: boolean; readonly contentType?: string };
  readonly result:
    | { readonly kind: "json"; readonly type: string }
    | { readonly kind: "page"; readonly item: string; readonly type: string }
    | { readonly kind: "lines"; readonly type: string }
    | { readonly kind: "none" | "response" };
  readonly idempotencyKey: boolean;
}

export interface ResourcePlan {
  /** Name of the client's member, such as `webhookEndpoints`. */
  readonly name: string;
  readonly className: string;
  readonly methods: readonly Method[];
}

/** Groups the operations into resources by the first step of their path, or by their tag outside of /v1. */
export function planResources(document: Document): ResourcePlan[] {
  const byName = new Map<string, { words: string[]; methods: Method[] }>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const verb of METHODS) {
      const operation = item[verb];
      if (operation === undefined) continue;
      const resource = words(/^\/v1\/([^/]+)/.exec(path)?.[1] ?? operation.tags?.[0] ?? "other");
      const found = byName.get(camelCase(resource)) ?? { words: resource, methods: [] };
      byName.set(camelCase(resource), found);
      found.methods.push(planMethod(document, path, verb, operation, resource));
    }
  }
  return [...byName]
    .map(([name, { words, methods }]) => ({
      name,
      className: `${pascalCase(words)}Api`,
      methods: distinct(name, methods),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function planMethod(
  document: Document,
  path: string,
  verb: string,
  operation: DocumentOperation,
  resource: readonly string[],
): Method {
  const { operationId } = operation;
  const name = methodName(operationId, resource);
  const parameters = (operation.parameters ?? []).map((parameter) => resolve(document, parameter));
  const query = parameters.filter((parameter) => parameter.in === "query");
  const body = planBody(document, operation);
  return {
    name,
    operationId,
    verb: verb.toUpperCase(),
    path,
    docs: [operation.summary ?? operationId, operation.description ?? ""].filter((line) => line !== ""),
    deprecated: operation.deprecated ?? false,
    pathParameters: [...path.matchAll(/\{([^}]+)\}/g)].map(([, parameter = ""]) => parameter),
    ...(query.length === 0
      ? {}
      : { query: { type: `${pascalCase(words(operationId))}Query`, required: query.some(isRequired) } }),
    ...(body === undefined ? {} : { body }),
    result: planResult(document, operation, query),
    idempotencyKey: !WITHOUT_KEY.has(`${verb.toUpperCase()} ${path}`),
  };
}

function planBody(document: Document, { operationId, requestBody }: DocumentOperation): Method["body"] {
  if (requestBody === undefined) return undefined;
  const { content } = resolve(document, requestBody as typeof requestBody & { $ref?: string });
  const required = requestBody.required ?? false;
  const json = content["application/json"];
  if (json === undefined) {
    return {
      type: "BinaryBody",
      required,
      contentType: Object.keys(content)[0] ?? "application/octet-stream",
    };
  }
  const name = nameOf(json.schema);
  const inline = `NonNullable<operations["${operationId}"]["requestBody"]>["content"]["application/json"]`;
  return { type: name ? `Models.${name}` : inline, required };
}

function planResult(
  document: Document,
  { operationId, responses }: DocumentOperation,
  query: readonly Parameter[],
): Method["result"] {
  const [status, success] = Object.entries(responses).find(([code]) => code.startsWith("2")) ?? [];
  if (status === undefined || success?.content === undefined) return { kind: "none" };
  const schema = success.content["application/json"]?.schema;
  if (schema === undefined) return planStream(success.content);
  const name = nameOf(schema);
  const type = name
    ? `Models.${name}`
    : `operations["${operationId}"]["responses"]["${status}"]["content"]["application/json"]`;
  const { properties = {} } = resolve(document, schema);
  const { data, next_cursor } = properties;
  const pages = next_cursor !== undefined && query.some((parameter) => parameter.name === "cursor");
  if (!pages || data === undefined) return { kind: "json", type };
  const item = nameOf(resolve(document, data).items);
  return { kind: "page", type, item: item ? `Models.${item}` : `${type}["data"][number]` };
}

function planStream(content: Content): Method["result"] {
  const line = nameOf(content["application/x-ndjson"]?.schema);
  return line ? { kind: "lines", type: `Models.${line}` } : { kind: "response" };
}

function isRequired({ required }: Parameter): boolean {
  return required ?? false;
}

function distinct(resource: string, methods: readonly Method[]): readonly Method[] {
  const names = new Set<string>();
  for (const { name, operationId } of methods) {
    if (names.has(name))
      throw new Error(`${resource}.${name} would be two operations: rename ${operationId}`);
    names.add(name);
  }
  return methods;
}
