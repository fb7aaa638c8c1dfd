import type { LogRange } from "../events/log/port.ts";

/** The log position that caused a version, as it stands in `caused_by`. */
export function causeOf(range: Pick<LogRange, "topic" | "partition">, offset: number): string {
  return `${range.topic}:${range.partition}:${offset}`;
}

/**
 * Whether a version was written while this range was handled before: it is there, but whether what follows from it
 * was told is not known, so it is told again.
 */
export function isCausedBy(range: LogRange, causedBy: string): boolean {
  const [topic, partition, offset] = causedBy.split(":");
  return topic === range.topic && Number(partition) === range.partition && Number(offset) >= range.first;
}
