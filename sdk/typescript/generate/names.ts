/** `ingest-batches` and `getIngestBatch` alike -> ["ingest", "batches"], ["get", "ingest", "batch"]. */
export function words(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}

export function camelCase(parts: readonly string[]): string {
  return parts.map((word, at) => (at === 0 ? word : capital(word))).join("");
}

export function pascalCase(parts: readonly string[]): string {
  return parts.map(capital).join("");
}

/** The singular of an English plural as paths use them: enough to tell that `batch` and `batches` are one word. */
export function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|x|ss)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Verbs of operation ids that the methods call otherwise. */
const VERBS: Readonly<Record<string, string>> = { get: "retrieve" };

/** `getIngestBatch` of `ingest-batches` -> `retrieve`; `rotateWebhookEndpointSecret` -> `rotateSecret`. */
export function methodName(operationId: string, resource: readonly string[]): string {
  const [verb = "", ...rest] = words(operationId);
  const known = new Set(resource.map(singular));
  return camelCase([VERBS[verb] ?? verb, ...rest.filter((word) => !known.has(singular(word)))]);
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
