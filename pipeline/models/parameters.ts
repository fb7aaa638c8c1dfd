import type { AttributionModel } from "../../analysis/model/types.ts";

/** A fitted model as it is stored. */
export interface StoredParameters {
  readonly model: AttributionModel;
  /** Fitted each without the confirmed causes of one fold, on which it is compared; empty where it is not in force. */
  readonly held: readonly AttributionModel[];
}

/** Maps and number arrays, which JSON does not know, as `{"$map": [...]}` and `{"$floats": [...]}`. */
export function toStored(value: unknown): unknown {
  if (value instanceof Map) return { $map: [...value].map(([key, item]) => [key, toStored(item)]) };
  if (value instanceof Float64Array) return { $floats: [...value].map(toNumber) };
  if (Array.isArray(value)) return value.map(toStored);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toStored(item)]));
}

/** The opposite of `toStored`. */
export function fromStored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromStored);
  if (value === null || typeof value !== "object") return value;
  if ("$map" in value) return new Map(fromStored(value.$map) as [unknown, unknown][]);
  if ("$floats" in value) return Float64Array.from(value.$floats as number[], fromNumber);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fromStored(item)]));
}

/** Six digits are more than any estimate holds; JSON has no infinity. */
function toNumber(value: number): number | string {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : String(value);
}

const fromNumber = (value: number | string) => Number(value);
