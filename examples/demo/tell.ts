import type { Dfras } from "../../sdk/typescript/src/index.ts";
import { pickStory } from "./pickStory.ts";
import { explainFailure } from "./say/explainFailure.ts";
import type { Screen } from "./say/style.ts";
import { countCauses, topCauses } from "./say/topCauses.ts";
import { whereToLook } from "./say/whereToLook.ts";
import { pause } from "./sendLive.ts";
import type { Memory } from "./state.ts";

export interface Telling {
  readonly client: Dfras;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  readonly memory: Memory;
  readonly api: string;
  readonly home: string;
}

export interface Teller {
  /** Says one failure with its explanation, once; the same one at every start. */
  tellStory(): Promise<void>;
  /** Says the week's causes and where to look next. */
  tellWeek(): Promise<void>;
}

/** How long failures that are being explained just now are waited for. */
const CALM_ROUNDS = 10;
const ROUND_MS = 1_000;

export function createTeller(telling: Telling): Teller {
  let told: Promise<void> | undefined;
  return {
    tellStory: () => {
      told ??= tellStory(telling);
      return told;
    },
    tellWeek: () => tellWeek(telling),
  };
}

async function tellStory({ client, screen, signal, memory }: Telling): Promise<void> {
  const { storyId } = memory.state;
  let story = storyId ? await client.failures.retrieve(storyId, { signal }) : null;
  for (; !story; story = await pickStory(client, signal)) await pause(ROUND_MS, signal);
  memory.remember({ storyId: story.id });
  // A progress that is being shown is drawn again below.
  screen.write((screen.isTerminal ? "\r\u001b[K" : "") + explainFailure(screen, story));
}

async function tellWeek({ client, screen, signal, memory, api, home }: Telling): Promise<void> {
  let causes = await weeksCauses(client, signal);
  for (let round = 0; round < CALM_ROUNDS; round++) {
    const before = causes;
    await pause(ROUND_MS, signal);
    causes = await weeksCauses(client, signal);
    if (causes.waiting === 0 && causes.known.length === before.known.length) break;
  }
  const { apiKey, storyId = "" } = memory.state;
  screen.write(topCauses(screen, countCauses(causes.known)));
  screen.write(whereToLook(screen, { api, apiKey, failureId: storyId, home }));
}

/** The causes of the week's explained failures, and how many failures wait to be explained. */
async function weeksCauses(client: Dfras, signal: AbortSignal) {
  const known: (string | null)[] = [];
  let waiting = 0;
  const week = { from: "-7d", status: "open", limit: 100 } as const;
  for await (const { analysis } of client.failures.list(week, { signal })) {
    if (analysis) known.push(analysis.primary?.cause ?? null);
    else waiting += 1;
  }
  return { known, waiting };
}
