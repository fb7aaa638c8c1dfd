import { z } from "@hono/zod-openapi";
import { DIM_KINDS } from "../../warehouse/tables.ts";
import { list, pageOf, pageQuery, text, time } from "./common.ts";
import { ENTITY_EXAMPLE } from "./examples.ts";

const kind = z.enum(DIM_KINDS);

const said = {
  name: text(500).nullable().openapi({
    description:
      "Null when nobody said one. A customer's name is personal: shown to credentials with `personal:read`, until it is erased.",
  }),
  city: text(500).nullable(),
  attributes: z
    .record(z.string(), z.unknown())
    .openapi({ description: "The other members of `data`, personal ones left out." }),
  valid_from: time(),
  valid_to: time().nullable().openapi({ description: "When the next version began; null = still in force." }),
  source: text(128),
  event_id: text(128).openapi({ description: "The event that said it; with `source` it names one." }),
};

const EntityVersion = z.object(said).openapi("EntityVersion");

const head = { kind, id: text(128).openapi({ example: "DR-1" }), ...said };

export const EntitySummary = z.object(head).openapi("EntitySummary");

export const Entity = z
  .object({
    ...head,
    versions: list(EntityVersion, 100).openapi({ description: "The newest first, at most 100." }),
  })
  .openapi("Entity", {
    example: { ...ENTITY_EXAMPLE, versions: [entityVersionExample()] },
  });

function entityVersionExample() {
  const { kind: _, id: __, ...version } = ENTITY_EXAMPLE;
  return version;
}

export const EntityPage = pageOf(EntitySummary, "EntityPage", ENTITY_EXAMPLE);

export const EntityQuery = z.strictObject({
  ...pageQuery,
  kind: kind.optional(),
  q: text(128).min(1).optional().openapi({
    description:
      "Any part of the name in force, or the beginning of the id, whatever the case: all entities that share a name are found. Names of customers are sealed and cannot be searched; their ids can.",
    example: "gopal",
  }),
  city: text(128).min(1).optional().openapi({ description: "Exactly this city.", example: "Pune" }),
});
export type EntityQuery = z.infer<typeof EntityQuery>;

export const EntityParams = z.object({
  kind: kind.openapi({ param: { name: "kind", in: "path" }, example: "driver" }),
  id: text(128)
    .min(1)
    .openapi({ param: { name: "id", in: "path" }, example: "DR-1" }),
});

export const EntityAtQuery = z.strictObject({
  at: text(40).optional().openapi({
    description:
      "Answer the version that was in force then: RFC 3339 with offset, `now`, or relative such as `-7d` (m, h, d, w).",
    example: "-7d",
  }),
});
