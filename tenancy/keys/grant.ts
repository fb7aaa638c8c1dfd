import type { Ctx } from "../context.ts";
import { DomainError, type FieldError } from "../errors.ts";
import { ROLE_SCOPES, type Role, type Scope } from "../scopes.ts";

/** What a new key may do: the scopes of a role, or scopes by name; and how far it reaches. */
export interface KeyGrant {
  readonly role: Role | null;
  readonly scopes: readonly Scope[];
  readonly sources: readonly string[] | null;
}

export interface KeyGrantInput {
  readonly role?: Role | undefined;
  readonly scopes?: readonly Scope[] | undefined;
  readonly sources?: readonly string[] | null | undefined;
}

/** Resolves what was asked for. Throws `invalid_request` unless it names either a role or at least one scope. */
export function resolveGrant(input: KeyGrantInput): KeyGrant {
  if ((input.role === undefined) === (input.scopes === undefined)) {
    throw invalid("/scopes", "Give either a role or a list of scopes.");
  }
  const scopes = input.role === undefined ? (input.scopes ?? []) : ROLE_SCOPES[input.role];
  if (scopes.length === 0) throw invalid("/scopes", "A key needs at least one scope.");
  if (input.sources?.length === 0)
    throw invalid("/sources", "Name at least one source, or leave it out for any.");
  return { role: input.role ?? null, scopes: [...new Set(scopes)], sources: input.sources ?? null };
}

/** No credential may hand out more than it has: neither scopes nor sources. Throws `insufficient_scope`. */
export function requireWithin(ctx: Pick<Ctx, "scopes" | "sources">, grant: KeyGrant): void {
  const scope = grant.scopes.find((each) => !ctx.scopes.has(each));
  if (scope)
    throw new DomainError("insufficient_scope", `The credential does not have ${scope} to hand out.`);
  if (ctx.sources === null) return;
  const own = new Set(ctx.sources);
  if (grant.sources === null || grant.sources.some((source) => !own.has(source))) {
    throw new DomainError(
      "insufficient_scope",
      "The credential may hand out only the sources that it has itself.",
    );
  }
}

function invalid(pointer: string, detail: string): DomainError {
  const error: FieldError = { code: "invalid_value", pointer, detail };
  return new DomainError("invalid_request", detail, { errors: [error] });
}
