import { isObject } from "../validate/checkData.ts";

/** Puts the personal part of `data` back into the rest, as `splitPersonal` took it out; neither is changed. */
export function mergePersonal(
  open: Readonly<Record<string, unknown>>,
  personal: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const merged = new Map(Object.entries(open));
  for (const [name, value] of Object.entries(personal))
    merged.set(name, merged.has(name) ? mergeValue(merged.get(name), value) : value);
  return Object.fromEntries(merged);
}

/** A value is in both parts when it is an object or array of which only something is personal. */
function mergeValue(open: unknown, personal: unknown): unknown {
  if (!isObject(personal)) return personal;
  if (isObject(open)) return mergePersonal(open, personal);
  if (!Array.isArray(open)) return personal;
  return open.map((item, at) => (Object.hasOwn(personal, at) ? mergeValue(item, personal[at]) : item));
}
