import type { CanonicalEvent } from "../event.ts";
import { mergePersonal } from "./mergePersonal.ts";

/** Puts the opened personal members (JSON as `takePersonal` gave it) back into the event that they were taken from. */
export function joinPersonal(
  rest: Omit<CanonicalEvent, "reason_text">,
  personal: string | undefined,
): CanonicalEvent {
  if (personal === undefined) return rest;
  const taken = JSON.parse(personal) as Pick<CanonicalEvent, "reason_text" | "data">;
  return {
    ...rest,
    ...(taken.reason_text !== undefined && { reason_text: taken.reason_text }),
    ...(taken.data !== undefined && { data: mergePersonal(rest.data ?? {}, taken.data) }),
  };
}
