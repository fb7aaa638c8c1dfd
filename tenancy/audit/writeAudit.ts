import { auditLog } from "../../drizzle/schema/audit.ts";
import type { Ctx } from "../context.ts";
import type { Tx } from "../database.ts";
import { newId } from "../id.ts";

/** Who did it, for which tenant, in which request: a `Ctx`, or what the operator's verbs have of one. */
export type AuditCtx = Pick<Ctx, "actor" | "requestId"> & { readonly tenant: Pick<Ctx["tenant"], "id"> };

export interface AuditEntry {
  /** `noun.verb`, past tense: `api_key.created`. */
  readonly action: string;
  /** Id of what was changed. */
  readonly target: string;
  /** What changed; never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** Writes down a change in the transaction that makes it, so that neither exists without the other. */
export async function writeAudit(tx: Tx, ctx: AuditCtx, entry: AuditEntry): Promise<void> {
  await tx.insert(auditLog).values({
    tenantId: ctx.tenant.id,
    id: newId("aud_"),
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    action: entry.action,
    target: entry.target,
    requestId: ctx.requestId,
    details: entry.details ?? {},
  });
}
