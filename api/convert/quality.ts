import type { z } from "@hono/zod-openapi";
import type { QualityAlert as DomainAlert } from "../../events/quality/alert.ts";
import type { QualityAlert } from "../schemas/quality.ts";

export function toApiQualityAlert(alert: DomainAlert): z.infer<typeof QualityAlert> {
  return { ...alert, resolved: alert.resolved && { ...alert.resolved } };
}
