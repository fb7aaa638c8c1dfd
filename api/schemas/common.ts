import { z } from "@hono/zod-openapi";
import { REFS, type Ref } from "../../events/event.ts";

/** A string with an upper length: every text of the API has one. */
export const text = (max: number) => z.string().max(max);

/** An instant, RFC 3339 in UTC. */
export const time = () =>
  z.iso.datetime({ offset: true }).max(40).openapi({ example: "2026-11-20T02:45:00.000Z" });

/** A share or probability from 0 to 1. */
export const share = () => z.number().min(0).max(1);

export const count = () => z.number().int().min(0).max(Number.MAX_SAFE_INTEGER).openapi({ format: "int64" });

export const list = <T extends z.ZodType>(item: T, max: number) => z.array(item).max(max);

/** The references, each optional, as events carry them and lists filter by them. */
export const refFields = Object.fromEntries(REFS.map((ref) => [ref, text(128).optional()])) as {
  [R in Ref]: z.ZodOptional<z.ZodString>;
};

const { delivery_id: _own, ...otherRefs } = refFields;

export const Refs = z.object(otherRefs).openapi("Refs", {
  description: "What the object refers to; a reference that nobody sent is absent.",
  example: {
    order_id: "O-1001",
    client_id: "C-7",
    warehouse_id: "W-3",
    carrier_id: "X-2",
    driver_id: "DR-1",
    city: "Pune",
  },
});

/** Path parameter `id` of a minted id. */
export const idParam = (prefix: string) =>
  z.object({
    id: text(128)
      .min(1)
      .openapi({ param: { name: "id", in: "path" }, example: `${prefix}01kagz6v3m8q2x4n7c5b9d1e0f` }),
  });

/** Path parameter `id` that a sender chose. */
export const sentId = (example: string) =>
  z.object({
    id: text(128)
      .min(1)
      .openapi({ param: { name: "id", in: "path" }, example }),
  });

const bound = (edge: string) =>
  text(40)
    .optional()
    .openapi({
      description: `${edge} of the range: RFC 3339 with offset, \`now\`, or relative such as \`-7d\` (m, h, d, w).`,
      example: "-7d",
    });

export const rangeQuery = { from: bound("Begin (inclusive)"), to: bound("End (exclusive)") };

export const pageQuery = {
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(25)
    .openapi({ format: "int32", description: "Items on a page." }),
  cursor: text(2000).optional().openapi({ description: "`next_cursor` of the page before." }),
};

/** `{data, next_cursor}`: one page of a list. */
export const pageOf = <T extends z.ZodType>(item: T, name: string, example: z.infer<T>) =>
  z
    .object({
      data: list(item, 100),
      next_cursor: text(2000)
        .nullable()
        .openapi({ description: "Pass it as `cursor` for the next page; null on the last." }),
    })
    .openapi(name, { example: { data: [example], next_cursor: null } });
