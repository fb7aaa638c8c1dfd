import type { FileMapping } from "../mapping.ts";
import type { Preset } from "./preset.ts";

const asIs = (match: string, format: FileMapping["format"]): FileMapping => ({
  match,
  format,
  as_is: true,
});

/** Events as the API takes them: one per line, or one per row under columns named by the members' paths. */
export const canonical: Preset = {
  name: "canonical",
  title: "Canonical events",
  description:
    "Events in the form of POST /v1/events. NDJSON: one event per line. CSV: one event per row, the columns named by " +
    "the members' paths (type, id, occurred_at, delivery_id, data.promised_by); an empty cell is an absent member. " +
    "Times are RFC 3339 with their offset.",
  files: [
    { name: "*.ndjson", required: false, columns: ["type", "id", "occurred_at"] },
    { name: "*.jsonl", required: false, columns: ["type", "id", "occurred_at"] },
    { name: "*.csv", required: false, columns: ["type", "id", "occurred_at"] },
  ],
  mapping: {
    source: "import",
    files: [asIs("*.ndjson", "ndjson"), asIs("*.jsonl", "ndjson"), asIs("*.csv", "csv")],
  },
};
