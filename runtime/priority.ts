import { getPriority, setPriority } from "node:os";

/** A third of a processor that both want, where 0 is the edge's. */
const BEHIND = 5;

/**
 * On a machine that several processes share, this one gives way to those that answer requests: what is accepted is safe,
 * and may be stored a moment later. Where nobody else wants the processor this changes nothing.
 */
export function giveWay(): void {
  setPriority(Math.max(getPriority(), BEHIND));
}
