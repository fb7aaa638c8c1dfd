import { DomainError } from "../../tenancy/errors.ts";

/** An id is unique within its source only: when several hold it, the caller has to name one. @throws not_found, conflict */
export function theOnly<Row extends { readonly source: string }>(rows: readonly Row[]): Row {
  const [row, ...others] = rows;
  if (!row) throw new DomainError("not_found", "There is no such event.");
  if (others.length === 0) return row;
  const detail = `Name one of: ${rows.map(({ source }) => source).join(", ")}.`;
  throw new DomainError("conflict", `Several sources hold this id. ${detail}`, {
    errors: [{ code: "ambiguous_source", pointer: "/source", detail }],
  });
}
