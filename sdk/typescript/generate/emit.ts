import type { Document } from "./document.ts";
import { camelCase, pascalCase, words } from "./names.ts";
import type { Method, ResourcePlan } from "./plan.ts";

const VERBATIM = /^[A-Za-z_$][\w$]*$/;

/** A name for each schema: `Failure` in place of `components["schemas"]["Failure"]`. */
export function emitModels(document: Document): string {
  const names = Object.keys(document.components.schemas).filter((name) => VERBATIM.test(name));
  const lines = names.sort().map((name) => `export type ${name} = components["schemas"]["${name}"];`);
  return ['import type { components } from "./schema.ts";', "", ...lines, ""].join("\n");
}

/** One class with a method for each operation. */
export function emitResource({ className, methods }: ResourcePlan): string {
  const code = methods.map(emitMethod).join("\n\n");
  const queries = methods.flatMap(({ query, operationId }) =>
    query === undefined
      ? []
      : [`export type ${query.type} = NonNullable<operations["${operationId}"]["parameters"]["query"]>;`],
  );
  const text = [...queries, `export class ${className} extends Resource {\n${code}\n}`].join("\n\n");
  return `${imports(text)}\n\n${text}\n`;
}

/** What the client consists of; a resource that was written out by hand takes the place of the generated one. */
export function emitClient(plans: readonly ResourcePlan[], handwritten: ReadonlySet<string>): string {
  const lines = plans.map(({ name, className }) => {
    const file = handwritten.has(name) ? `../resources/${name}.ts` : `./resources/${name}.ts`;
    return `import { ${className} } from "${file}";`;
  });
  const members = plans.map(({ name, className }) => `  readonly ${name}: ${className};`);
  const made = plans.map(({ name, className }) => `    this.${name} = new ${className}(transport);`);
  return [
    'import type { Transport } from "../core/transport.ts";',
    ...lines,
    "",
    "/** Every resource of the API. */",
    "export class Resources {",
    ...members,
    "",
    "  constructor(transport: Transport) {",
    ...made,
    "  }",
    "}",
    "",
  ].join("\n");
}

/** Everything that may be imported by name: the resources' classes, their queries' types. */
export function emitIndex(plans: readonly ResourcePlan[], handwritten: ReadonlySet<string>): string {
  const lines = plans.flatMap(({ name, className, methods }) => {
    const file = handwritten.has(name) ? `../resources/${name}.ts` : `./resources/${name}.ts`;
    const queries = methods.flatMap(({ query }) => query?.type ?? []);
    const types =
      queries.length === 0 ? [] : [`export type { ${queries.join(", ")} } from "./resources/${name}.ts";`];
    return [`export { ${className} } from "${file}";`, ...types];
  });
  return [...lines, ""].join("\n");
}

/** A type for each webhook, and the union of them all. */
export function emitWebhookEvents({ webhooks = {} }: Document): string {
  const events = Object.entries(webhooks).flatMap(([type, item]) => {
    const operation = item["post"];
    if (operation === undefined) return [];
    const name = `${pascalCase(words(type))}Event`;
    const body = `operations["${operation.operationId}"]["requestBody"]["content"]["application/json"]`;
    return [{ name, code: `/** ${operation.summary ?? type}. */\nexport type ${name} = ${body};` }];
  });
  return [
    'import type { operations } from "./schema.ts";',
    ...events.map(({ code }) => `\n${code}`),
    "\n/** A webhook's body. Newer versions of DFRAS may send further types: keep a `default` in a `switch`. */",
    `export type WebhookEvent = ${events.map(({ name }) => name).join(" | ") || "never"};`,
    "",
  ].join("\n");
}

function emitMethod(method: Method): string {
  const { name, body, query, pathParameters, result } = method;
  const parameters = pathParameters.map((parameter) => `${variable(parameter)}: string`);
  if (body) parameters.push(`body${body.required ? "" : "?"}: ${body.type}`);
  if (query) parameters.push(query.required ? `query: ${query.type}` : `query: ${query.type} = {}`);
  const optional = [...parameters, "options?: RequestOptions"].join(", ");
  return [
    ...docs(method),
    `  ${name}(${optional}): ${returned(result)} {`,
    `    return this.transport.${call(result)}({ ${operation(method).join(", ")} }, options);`,
    "  }",
  ].join("\n");
}

function operation({ verb, path, query, body, result, idempotencyKey, pathParameters }: Method): string[] {
  const address = path.replace(/\{([^}]+)\}/g, (_, parameter: string) => `\${${variable(parameter)}}`);
  const parts = [
    `method: "${verb}"`,
    pathParameters.length === 0 ? `path: "${path}"` : `path: path\`${address}\``,
  ];
  if (query) parts.push("query");
  if (body) parts.push("body");
  if (body?.contentType) parts.push(`contentType: "${body.contentType}"`);
  if (!idempotencyKey) parts.push("idempotencyKey: false");
  if (result.kind === "none" || result.kind === "response") parts.push(`answer: "${result.kind}"`);
  return parts;
}

function returned(result: Method["result"]): string {
  if (result.kind === "page") return `PagePromise<${result.item}, ${result.type}>`;
  if (result.kind === "lines") return `LinesPromise<${result.type}>`;
  if (result.kind === "json") return `ApiPromise<${result.type}>`;
  return `ApiPromise<${result.kind === "none" ? "void" : "Response"}>`;
}

function call(result: Method["result"]): string {
  if (result.kind === "page") return "list";
  return result.kind === "lines" ? "lines" : "call";
}

function docs({ docs: lines, deprecated, verb, path }: Method): string[] {
  const safe = [...lines, `\`${verb} ${path}\``].map((line) =>
    line.replaceAll("*/", "* /").replaceAll("\n", " "),
  );
  return [
    "  /**",
    ...safe.map((line) => `   * ${line}`),
    ...(deprecated ? ["   * @deprecated"] : []),
    "   */",
  ];
}

function imports(text: string): string {
  const uses = (name: string) => new RegExp(`\\b${name}\\b`).test(text);
  const from = (names: readonly string[], file: string) => {
    const used = names.filter((name) => uses(name.replace("type ", "")));
    return used.length === 0 ? [] : [`import { ${used.join(", ")} } from "${file}";`];
  };
  return [
    ...from(["type ApiPromise"], "../../core/apiPromise.ts"),
    ...(text.includes("path`") ? ['import { path } from "../../core/encode.ts";'] : []),
    ...from(["type LinesPromise"], "../../core/lines.ts"),
    ...from(["type BinaryBody", "type RequestOptions"], "../../core/options.ts"),
    ...from(["type PagePromise"], "../../core/page.ts"),
    ...from(["Resource"], "../../core/resource.ts"),
    ...(uses("Models") ? ['import type * as Models from "../models.ts";'] : []),
    ...from(["type operations"], "../schema.ts"),
  ]
    .join("\n")
    .replace(
      /import \{ ((?:type \w+(?:, )?)+) \}/g,
      (_, names: string) => `import type { ${names.replaceAll("type ", "")} }`,
    );
}

/** A path parameter as a variable; none of them may hide what a method uses. */
function variable(parameter: string): string {
  const name = camelCase(words(parameter));
  return ["body", "query", "options", "path"].includes(name) ? `${name}Parameter` : name;
}
