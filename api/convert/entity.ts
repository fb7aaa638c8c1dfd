import type { z } from "@hono/zod-openapi";
import { toEntity, toEntityDetail } from "../../warehouse/entities/toEntity.ts";
import type { Entity, EntitySummary } from "../schemas/entity.ts";

// The warehouse's objects are those of the schemas, which contract tests prove; its columns' types are wider.

export function toApiEntitySummary(...given: Parameters<typeof toEntity>): z.infer<typeof EntitySummary> {
  return toEntity(...given) as z.infer<typeof EntitySummary>;
}

export function toApiEntity(...given: Parameters<typeof toEntityDetail>): z.infer<typeof Entity> {
  return toEntityDetail(...given) as z.infer<typeof Entity>;
}
