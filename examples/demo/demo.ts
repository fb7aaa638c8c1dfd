import { Dfras } from "../../sdk/typescript/src/index.ts";
import { createWorld } from "../world/world.ts";
import { followFailures } from "./followFailures.ts";
import { beginningOf, loadSample } from "./loadSample.ts";
import type { Screen } from "./say/style.ts";
import { sendLive } from "./sendLive.ts";
import { type DemoState, openMemory, readState, writeState } from "./state.ts";
import { createTeller } from "./tell.ts";

const SEED = 20_261_121;
/** Sooner than this the state of the live events is not written again. */
const REMEMBER_EVERY_MS = 10_000;
/** A sample that takes longer to load is not waited for with the first explained failure. */
const PATIENCE_MS = 25_000;

export interface DemoOptions {
  readonly api: string;
  readonly operatorKey: string;
  /** Where generated keys lie, for people to read. */
  readonly home: string;
  readonly stateFile: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
  /** Told of what failed and is tried again. */
  onTrouble(error: unknown): void;
}

/** A week is loaded in seconds: at a usual tenant's quota it would wait. */
const SAMPLE_QUOTA = 50_000;

/** The demo's tenant: that of an earlier start, else a new one. */
export async function openDemo({ api, operatorKey, stateFile }: DemoOptions): Promise<DemoState> {
  const known = readState(stateFile);
  if (known) return writeState(stateFile, { ...known, api });
  const operator = new Dfras({ apiKey: operatorKey, baseUrl: api });
  const slug = `demo-${Math.floor(Date.now() / 1_000).toString(36)}`;
  const made = await operator.operator.createTenant({ name: "Demo", slug, placement: "pooled" });
  await operator.operator.changeTenant(made.tenant.id, { events_per_second: SAMPLE_QUOTA });
  const now = Date.now();
  const times = { startedAt: now, sentUntil: now };
  return writeState(stateFile, { api, tenantId: made.tenant.id, apiKey: made.api_key.secret, ...times });
}

/** Loads the sample the first time, tells the story, then sends live events until told to stop. */
export async function runDemo(options: DemoOptions, opened: DemoState): Promise<void> {
  const { api, signal, screen, stateFile, home, onTrouble } = options;
  const client = new Dfras({ apiKey: opened.apiKey, baseUrl: api });
  const world = createWorld({ seed: SEED, since: beginningOf(opened) });
  const memory = openMemory(stateFile, opened);
  const teller = createTeller({ client, screen, signal, memory, api, home });
  if (!memory.state.loaded) {
    const early = setTimeout(() => teller.tellStory().catch(onTrouble), PATIENCE_MS);
    await loadSample({ client, world, screen, signal, memory }).finally(() => clearTimeout(early));
  }
  await teller.tellStory();
  await teller.tellWeek();
  const live = { client, world, from: memory.state.sentUntil, signal, onTrouble };
  const onSent = (sentUntil: number) => {
    if (sentUntil - memory.state.sentUntil >= REMEMBER_EVERY_MS) memory.remember({ sentUntil });
  };
  await Promise.all([sendLive({ ...live, onSent }), followFailures(client, screen, signal, onTrouble)]);
}
