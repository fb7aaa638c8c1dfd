import type { z } from "@hono/zod-openapi";
import type { listEventTypes } from "../../events/catalogue/listEventTypes.ts";
import type { EventTypeList } from "../schemas/event.ts";

/** The catalogue as the API shows it. */
export function toApiEventTypes({
  types,
  reasons,
}: ReturnType<typeof listEventTypes>): z.infer<typeof EventTypeList> {
  return {
    data: types.map((type) => ({
      ...type,
      required: type.required.map((members) => [...members]),
      data: { ...type.data },
    })),
    reasons: reasons.map((reason) => ({ ...reason })),
  };
}
