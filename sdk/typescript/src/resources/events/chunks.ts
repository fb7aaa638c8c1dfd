import type { Event } from "../../generated/models.ts";
import { type EventInput, withId } from "./identify.ts";

export interface Line {
  /** Position in what was given, from 0. */
  readonly index: number;
  readonly event: Event;
  readonly text: string;
}

export interface Chunk {
  readonly lines: readonly Line[];
  /** Lines that no request can hold. */
  readonly tooLarge: readonly Line[];
}

interface Bounds {
  readonly maxEvents: number;
  readonly maxBytes: number;
}

/** Cuts events into requests by count and by bytes as UTF-8; keeps their order, reads no further than it has to. */
export async function* toChunks(
  events: Iterable<EventInput> | AsyncIterable<EventInput>,
  { maxEvents, maxBytes }: Bounds,
): AsyncGenerator<Chunk, void, undefined> {
  let lines: Line[] = [];
  let tooLarge: Line[] = [];
  let bytes = 0;
  let index = 0;
  for await (const input of events) {
    const event = await withId(input);
    const text = JSON.stringify(event);
    const line = { index, event, text };
    const size = byteLength(text) + 1;
    index += 1;
    if (bytes + size > maxBytes && lines.length > 0 && size <= maxBytes) {
      yield { lines, tooLarge };
      [lines, tooLarge, bytes] = [[], [], 0];
    }
    if (size > maxBytes) tooLarge.push(line);
    else {
      lines.push(line);
      bytes += size;
    }
    if (lines.length + tooLarge.length < maxEvents) continue;
    yield { lines, tooLarge };
    [lines, tooLarge, bytes] = [[], [], 0];
  }
  if (lines.length + tooLarge.length > 0) yield { lines, tooLarge };
}

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
