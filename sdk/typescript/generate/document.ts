import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** As much of an OpenAPI 3.1 document as the generator reads. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}
export interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required?: boolean;
}
export type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
export interface DocumentOperation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}
export interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  /** What DFRAS sends to webhook endpoints, by its type. */
  readonly webhooks?: Readonly<Record<string, Readonly<Record<string, DocumentOperation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly parameters?: Readonly<Record<string, Parameter>>;
  };
}

const SOURCE = fileURLToPath(new URL("../../../openapi/openapi.json", import.meta.url));
export const METHODS = ["get", "post", "put", "patch", "delete"] as const;

export function readDocument(): Document {
  return JSON.parse(readFileSync(SOURCE, "utf8")) as Document;
}

/** Follows a reference into the components. @throws for one that leads nowhere */
export function resolve<T extends { readonly $ref?: string }>(document: Document, value: T): T {
  if (value.$ref === undefined) return value;
  const steps = value.$ref.replace("#/", "").split("/");
  let at: unknown = document;
  for (const step of steps) at = (at as Readonly<Record<string, unknown>> | undefined)?.[step];
  if (at === undefined) throw new Error(`${value.$ref} leads nowhere`);
  return resolve(document, at as T);
}

export const nameOf = (schema: Schema | undefined): string | undefined => schema?.$ref?.split("/").at(-1);
