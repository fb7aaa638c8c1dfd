/** What a known member of `data` must look like. Members that a type does not know are free. */
export type DataMember =
  | { readonly kind: "instant" }
  | { readonly kind: "date_or_instant" }
  | { readonly kind: "string" }
  | { readonly kind: "boolean" }
  | { readonly kind: "number"; readonly min?: number; readonly max?: number }
  | { readonly kind: "one_of"; readonly values: readonly string[] }
  | { readonly kind: "string_or_number" }
  | { readonly kind: "array" }
  | { readonly kind: "object"; readonly members: DataMembers }
  | { readonly kind: "string_or_object"; readonly members: DataMembers };

export type DataMembers = Readonly<Record<string, DataMember>>;

export const INSTANT: DataMember = { kind: "instant" };
export const DATE_OR_INSTANT: DataMember = { kind: "date_or_instant" };
export const STRING: DataMember = { kind: "string" };
export const ARRAY: DataMember = { kind: "array" };
export const NUMBER: DataMember = { kind: "number" };
export const COUNT: DataMember = { kind: "number", min: 0 };

export function between(min: number, max: number): DataMember {
  return { kind: "number", min, max };
}

export function oneOf(...values: readonly string[]): DataMember {
  return { kind: "one_of", values };
}
