import { createWorld } from "../../../examples/world/world.ts";

const DAY_MS = 86_400_000;
const FIRST = Date.UTC(2026, 8, 7);
/** Members whose values name something of one delivery. */
const OWN = ["id", "delivery_id", "order_id", "corrects"] as const;

/**
 * Endless events of the sample world, as one line of JSON each: week after week of the same deliveries under other ids.
 * A copy costs one replacement, so that making events does not compete with the product that is measured.
 */
export function* eventLines(seed: number): Generator<string> {
  const templates: string[] = [];
  for (const { event } of createWorld({ seed, since: FIRST }).eventsBetween(FIRST, FIRST + 7 * DAY_MS)) {
    const marked: Record<string, unknown> = { ...event };
    for (const member of OWN) if (typeof marked[member] === "string") marked[member] += "~";
    const line = JSON.stringify(marked);
    templates.push(line);
    yield line.replaceAll('~"', '-0"');
  }
  for (let copy = 1; ; copy++) for (const line of templates) yield line.replaceAll('~"', `-${copy}"`);
}

/** Bodies of `size` events each, newline-delimited, made before anything is measured. */
export function takeBodies(lines: Iterator<string>, events: number, size: number): Buffer[] {
  const bodies: Buffer[] = [];
  for (let made = 0; made < events; made += size) {
    const batch = Array.from({ length: size }, () => String(lines.next().value));
    bodies.push(Buffer.from(batch.join("\n")));
  }
  return bodies;
}
