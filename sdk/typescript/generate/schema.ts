import openapiTS, { astToString } from "openapi-typescript";
import ts from "typescript";
import type { Document } from "./document.ts";

const UNWANTED = new Set(["example", "examples", "headers"]);
const HEADINGS = new Set(["paths", "webhooks", "$defs"]);

/** The types of all schemas and operations as TypeScript source. */
export async function emitSchema(document: Document): Promise<string> {
  const nodes = await openapiTS(trim(document) as Parameters<typeof openapiTS>[0], {
    defaultNonNullable: false,
  });
  return astToString(
    ts.transform(
      nodes.filter((node) => !isHeading(node)),
      [openEnums],
    ).transformed,
  );
}

/**
 * Answers may hold values that are newer than this package: enums stay open, with their known values suggested.
 * Parameters stay as they are: a typing error there is refused by the API too.
 */
const openEnums: ts.TransformerFactory<ts.Node> = (context) => {
  const visit = (node: ts.Node): ts.Node => {
    if (ts.isPropertySignature(node) && ts.isIdentifier(node.name) && node.name.text === "parameters")
      return node;
    if (!ts.isUnionTypeNode(node) || !node.types.some(isText)) return ts.visitEachChild(node, visit, context);
    return ts.factory.updateUnionTypeNode(node, ts.factory.createNodeArray([...node.types, anyText()]));
  };
  return visit;
};

/** openapi-typescript writes a text's literal as an identifier with its quotes, to keep it from being escaped. */
function isText(type: ts.Node): boolean {
  return ts.isIdentifier(type) && type.text.startsWith('"');
}

/** `(string & {})`: any string, without the compiler forgetting the values beside it. */
function anyText(): ts.TypeNode {
  const text = ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword);
  return ts.factory.createParenthesizedType(
    ts.factory.createIntersectionTypeNode([text, ts.factory.createTypeLiteralNode([])]),
  );
}

/** Leaves out examples and what only refused or headed answers say: the types of the package stay small. */
function trim(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((one) => trim(one));
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([name]) => {
    if (key === "properties") return true;
    if (key === "responses") return name.startsWith("2");
    return !UNWANTED.has(name);
  });
  const trimmed = Object.fromEntries(
    kept.map(([name, one]) => [name, trim(one, key === "properties" ? "" : name)]),
  );
  if (key === "components") return { schemas: trimmed["schemas"], parameters: trimmed["parameters"] };
  if ([trimmed["type"]].flat().includes("integer")) delete trimmed["format"];
  return trimmed;
}

function isHeading(node: ts.Node): boolean {
  const name = (node as ts.Node & { name?: { text?: string } }).name?.text;
  return name !== undefined && HEADINGS.has(name);
}
