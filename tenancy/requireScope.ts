import type { Ctx } from "./context.ts";
import { DomainError } from "./errors.ts";
import type { Scope } from "./scopes.ts";

/** The first line of every verb that a credential may lack the right to. Throws `insufficient_scope`. */
export function requireScope(ctx: Pick<Ctx, "scopes">, scope: Scope): void {
  if (!ctx.scopes.has(scope)) {
    throw new DomainError(
      "insufficient_scope",
      `This needs the scope ${scope}, which the credential does not have.`,
    );
  }
}
