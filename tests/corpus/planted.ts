import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { EventJson } from "./foldEvents.ts";

export interface TrueFailure {
  readonly deliveryId: string;
  readonly kind: string;
  readonly occurredAt: number;
  readonly attempt: number | null;
  readonly cause: string;
  readonly first: boolean;
}

/** The folder of outside data; its absence is a failure, not a skip. */
export function corpusFolder(name: string): string {
  const folder = process.env["DFRAS_CORPUS"];
  if (!folder) throw new Error("DFRAS_CORPUS is not set");
  return join(folder, "data", name);
}

/** The planted events in the order of arrival, repeats included. */
export function* plantedEvents(): Generator<EventJson> {
  const text = gunzipSync(readFileSync(join(corpusFolder("planted"), "events.ndjson.gz"))).toString("utf8");
  for (const line of text.split("\n")) if (line) yield JSON.parse(line) as EventJson;
}

/** The failures that the planted deliveries truly have. No field of the file is quoted. */
export function plantedTruth(): readonly TrueFailure[] {
  const file = join(corpusFolder("planted"), "truth.failures.csv.gz");
  const [header = "", ...lines] = gunzipSync(readFileSync(file)).toString("utf8").trim().split(/\r?\n/);
  const columns = header.split(",");
  return lines.map((line) => {
    const values = line.split(",");
    const field = (name: string) => values[columns.indexOf(name)] ?? "";
    return {
      deliveryId: field("delivery_id"),
      kind: field("kind"),
      occurredAt: Date.parse(field("occurred_at")),
      attempt: field("attempt") ? Number(field("attempt")) : null,
      cause: field("primary_cause"),
      first: field("first") === "1",
    };
  });
}
