import { z } from "@hono/zod-openapi";
import { IMPORT_STATES } from "../../drizzle/schema/import.ts";
import { MAX_IMPORT_FILES } from "../../events/limits.ts";
import { count, list, pageOf, pageQuery, share, text, time } from "./common.ts";
import { IMPORT_EXAMPLE, IMPORT_MAPPING_EXAMPLE, IMPORT_PRESET_EXAMPLE } from "./importExamples.ts";
import { FieldProblem } from "./problem.ts";

const [FILE_EXAMPLE] = IMPORT_EXAMPLE.files;

export const ImportFile = z
  .object({
    name: text(100),
    bytes: count().openapi({ description: "Bytes held: an upload that broke off goes on from here." }),
    total_bytes: count().nullable().openapi({ description: "Null until it is known." }),
    complete: z.boolean(),
    rows: count().openapi({ description: "Rows read." }),
    bytes_read: count().openapi({ description: "Bytes of the stored file that have been read." }),
    done: z.boolean().openapi({ description: "Read to the end." }),
  })
  .openapi("ImportFile", { example: FILE_EXAMPLE });

const ImportCounts = z
  .object({
    rows: count(),
    rows_failed: count().openapi({ description: "Rows with something wrong: the error file has each." }),
    events_accepted: count().openapi({ description: "Durable in the event log." }),
    events_rejected: count(),
    stored: count(),
    duplicate: count().openapi({
      description: "Same identity and content as one before, as when files are imported again.",
    }),
    conflict: count().openapi({ description: "Same identity, other content: kept in quarantine." }),
    quarantined: count(),
  })
  .openapi("ImportCounts", { example: IMPORT_EXAMPLE.counts });

const ImportProgress = z
  .object({
    rows: count(),
    bytes_read: count(),
    bytes_total: count(),
    fraction: share().openapi({ description: "Share of the bytes that has been read." }),
    waits_for: z
      .enum(["event_log", "pipeline"])
      .nullable()
      .openapi({ description: "What it waits for just now: a log that takes nothing, or events before it." }),
  })
  .openapi("ImportProgress", { example: IMPORT_EXAMPLE.progress });

export const Import = z
  .object({
    id: text(64),
    state: z.enum(IMPORT_STATES).openapi({
      description: "Settling: all is read, and not yet all of it stored and judged.",
    }),
    preset: text(64).nullable(),
    source: text(128).openapi({ description: "What its events are from." }),
    as_of: time().nullable().openapi({ description: "The time that the files speak of; null: now." }),
    notify: z.boolean().openapi({ description: "Whether webhooks tell of the failures found." }),
    counts: ImportCounts,
    progress: ImportProgress,
    files: list(ImportFile, MAX_IMPORT_FILES),
    errors_kept: count().openapi({ description: "Lines of the error file." }),
    problem: z
      .object({ code: text(64), detail: text(2000) })
      .nullable()
      .openapi({ description: "Why it failed as a whole." }),
    created_at: time(),
    started_at: time().nullable(),
    finished_at: time().nullable(),
  })
  .openapi("Import", { example: IMPORT_EXAMPLE });

/** Its rules are checked by the mapping's own checker, which points at each fault. */
const ImportMapping = z.record(text(64), z.unknown()).openapi("ImportMapping", {
  description:
    'How rows become events. `files` are rules in the order of reading: `match` (a name, `*` for any characters), `format` (`csv`, `ndjson`), `delimiter`, `time_zone` of times without offset, `required_columns`, and `events`: for each row, one event for every rule whose `when` holds. `members` say where each member of the event comes from: `{"const"}`, `{"column"}`, `{"template"}` with `{column}`s, or `{"first": [...]}`; and how the text is read: `map` with `unmapped` (`keep`, `omit`, `refuse`), `pad_zeros`, `as` (`string`, `number`, `integer`, `boolean`, `time`, `date`, `digits`, `json`), `formats`, `truncate`, `plus_minutes`. Or `as_is` instead of `events`, for files whose rows are events already.',
  example: IMPORT_MAPPING_EXAMPLE,
});

export const ImportCreate = z
  .strictObject({
    preset: text(64).optional().openapi({ description: "A preset's name; or else give `mapping`." }),
    mapping: ImportMapping.optional(),
    as_of: time().optional().openapi({
      description:
        "The time that the files speak of: promises that had run out a day before and were still open then are late, later ones are not (yet). Absent: now, and on.",
    }),
    notify: z
      .boolean()
      .default(false)
      .openapi({ description: "Whether webhooks tell of the failures found." }),
    source: text(128)
      .min(1)
      .optional()
      .openapi({ description: "What the events are from, instead of what the mapping says." }),
  })
  .openapi("ImportCreate", { example: { preset: "dfras-case", as_of: "2025-09-12T18:30:00.000Z" } });

export const ImportPage = pageOf(Import, "ImportPage", IMPORT_EXAMPLE);

export const ImportQuery = z.strictObject({ ...pageQuery, state: z.enum(IMPORT_STATES).optional() });

export const ImportFileParams = z.object({
  id: text(128)
    .min(1)
    .openapi({ param: { name: "id", in: "path" }, example: IMPORT_EXAMPLE.id }),
  name: text(128)
    .min(1)
    .openapi({ param: { name: "name", in: "path" }, example: "orders.csv" }),
});

export const ImportFileHeaders = z.object({
  "content-range": text(80).optional().openapi({
    description:
      "`bytes a-b/total`: the body is that part, and begins where the bytes held end. `bytes */total` with no body asks how many are held. Absent: the body is the whole file, and replaces what is held.",
    example: "bytes 1048576-2097151/2097152",
  }),
  // Any text, so that another encoding is answered 415, not 400.
  "content-encoding": z
    .string()
    .optional()
    .openapi({
      enum: ["gzip", "identity"],
      description: "`gzip`: kept as sent, and inflated when it is read; so is a file named `.gz`.",
    }),
});

export const ImportErrorLine = z
  .object({
    file: text(100),
    row: count().openapi({ description: "Counted from 1, without the header." }),
    event_id: text(128).optional(),
    errors: list(FieldProblem, 1000),
  })
  .openapi("ImportErrorLine", {
    example: {
      file: "orders.csv",
      row: 17,
      event_id: "order-1017",
      errors: [{ code: "invalid_format", pointer: "/occurred_at", detail: "Give RFC 3339 with an offset." }],
    },
  });

const ImportPreset = z
  .object({
    name: text(64),
    title: text(200),
    description: text(4000),
    files: list(
      z.object({ name: text(200), required: z.boolean(), columns: list(text(200), 200) }),
      MAX_IMPORT_FILES,
    ),
    mapping: ImportMapping,
  })
  .openapi("ImportPreset", { example: IMPORT_PRESET_EXAMPLE });

export const ImportPresetList = z
  .object({ data: list(ImportPreset, 100) })
  .openapi("ImportPresetList", { example: { data: [IMPORT_PRESET_EXAMPLE] } });
