import type { Dfras, Import } from "../../sdk/typescript/src/index.ts";
import type { World } from "../world/world.ts";
import { showProgress } from "./say/progress.ts";
import type { Screen } from "./say/style.ts";
import type { DemoState, Memory } from "./state.ts";

const DAY_MS = 86_400_000;
const HISTORY_DAYS = 7;
const LINES_A_CHUNK = 500;

export interface Loading {
  readonly client: Dfras;
  readonly world: World;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  readonly memory: Memory;
}

/** The first day of the sample's history, epoch ms. */
export function beginningOf({ startedAt }: Pick<DemoState, "startedAt">): number {
  return startedAt - (startedAt % DAY_MS) - HISTORY_DAYS * DAY_MS;
}

/**
 * Imports the world's past, showing how far it is. Goes on with an import that an earlier start began; one whose upload
 * was cut off is begun anew, since events are known by their ids. @throws when the import does not finish.
 */
export async function loadSample({ client, world, screen, signal, memory }: Loading): Promise<void> {
  const progress = showProgress(screen, "Sample week", "events");
  const { importId } = memory.state;
  const begun = importId === undefined ? null : await client.imports.retrieve(importId, { signal });
  const goesOn = begun !== null && !["created", "failed", "cancelled"].includes(begun.state);
  const id = goesOn ? begun.id : await begin({ client, world, signal, memory });
  const done = await client.imports.waitUntilFinished(id, {
    signal,
    onProgress: (seen) => progress.update(storedOf(seen), expectedOf(seen)),
  });
  if (done.state !== "finished") throw new Error(`the sample's import ${id} ended as ${done.state}`);
  progress.end();
  memory.remember({ loaded: true });
}

/** Uploads the past as one file of canonical events and starts to import it; answers the import's id. */
async function begin({ client, world, signal, memory }: Omit<Loading, "screen">): Promise<string> {
  const { id } = await client.imports.create({ preset: "canonical" }, { signal });
  const past = lines(world, beginningOf(memory.state), memory.state.startedAt);
  await client.imports.upload(id, "sample.ndjson", chunks(past), { signal });
  await client.imports.start(id, { signal });
  memory.remember({ importId: id });
  return id;
}

/** Each event with when it was received, so that what is known when is as it was. */
function* lines(world: World, from: number, to: number): Generator<string> {
  for (const event of world.masters()) yield `${JSON.stringify(event)}\n`;
  for (const { sentAt, event } of world.eventsBetween(from, to)) {
    yield `${JSON.stringify({ ...event, received_hint: new Date(sentAt).toISOString() })}\n`;
  }
}

async function* chunks(texts: Iterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let waiting: string[] = [];
  for (const text of texts) {
    if (waiting.push(text) < LINES_A_CHUNK) continue;
    yield encoder.encode(waiting.join(""));
    waiting = [];
  }
  yield encoder.encode(waiting.join(""));
}

function storedOf({ counts }: Import): number {
  return counts.stored + counts.duplicate + counts.conflict + counts.quarantined;
}

/** All rows of the file, reckoned from the share of its bytes that has been read; 0 while that says too little. */
function expectedOf({ progress: { rows, fraction } }: Import): number {
  return fraction < 0.04 ? 0 : Math.round(rows / fraction);
}
