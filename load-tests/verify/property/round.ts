import { setTimeout as pause } from "node:timers/promises";
import { type Client, createClient, createTenant } from "../../../tests/harness/client.ts";
import type { Team } from "../../../tests/harness/faults/team.ts";
import { OPERATOR_KEY } from "../../../tests/harness/product.ts";
import type { Sink } from "../../../tests/harness/sink.ts";
import { waitFor } from "../../../tests/harness/waitFor.ts";
import type { InsideStores } from "../insideStores.ts";
import { sendThrough } from "../sendThrough.ts";
import { awaitBatches } from "../settleWorld.ts";
import type { Crew } from "./crew.ts";
import { diffStates, type FinalState, readStates, type Subject } from "./readStates.ts";
import type { Chaos, Script } from "./script.ts";

export interface Stage {
  readonly team: Team;
  readonly crew: Crew;
  readonly inside: InsideStores;
  readonly sink: Sink;
  readonly timeoutMs: number;
}

export interface Verdict {
  readonly seed: number;
  /** Empty when the stormy run came to the same as the calm one. */
  readonly differing: readonly string[];
  readonly calm: FinalState;
}

interface Sender extends Subject {
  readonly script: Script;
  readonly client: Client;
}

const TYPES = ["failure.detected", "failure.analyzed", "failure.reanalyzed", "failure.withdrawn"];
/** Between slots, so that some chaos falls between events and some among them. */
const SLOT_PAUSE_MS = 250;

/**
 * Runs the scripts side by side, each in two sandboxes of its own: once in order and undisturbed, once as its slots say
 * while the system suffers `chaos`. Answers how the two ends differ.
 */
export async function runRound(
  stage: Stage,
  scripts: readonly Script[],
  chaos: readonly (Chaos | null)[],
): Promise<readonly Verdict[]> {
  const calm = await makeSenders(stage, scripts, "calm");
  await Promise.all(calm.map((sender) => send(stage, sender, sentOf(sender.script))));
  await settle(stage, calm, null);
  const stormy = await makeSenders(stage, scripts, "storm");
  let suffering: Promise<void> = Promise.resolve();
  for (const [slot, event] of chaos.entries()) {
    await suffering;
    suffering = event && slot < chaos.length - 1 ? stage.crew.suffer(event) : Promise.resolve();
    await Promise.all(
      stormy.map((sender) =>
        send(
          stage,
          sender,
          (sender.script.slots[slot] ?? []).map((n) => sender.script.lines[n] ?? ""),
        ),
      ),
    );
    await pause(SLOT_PAUSE_MS);
  }
  await suffering;
  await settle(stage, stormy, chaos.at(-1) ?? null);
  const states = await readStates(stage.inside, [...calm, ...stormy]);
  return scripts.map(({ seed, still }, n) => {
    const [a, b] = [calm[n], stormy[n]].map((sender) => sender && states.get(sender.key));
    if (!a || !b) throw new Error(`seed ${seed} was not run`);
    return { seed, calm: a, differing: diffStates(a, b, still) };
  });
}

/** What the slots hold, once each and in order: all lines, unless steps were taken away. */
function sentOf({ lines, slots }: Script): string[] {
  const sent = new Set(slots.flat());
  return lines.filter((_line, n) => sent.has(n));
}

let tenants = 0;

async function makeSenders(
  { team, inside, sink }: Stage,
  scripts: readonly Script[],
  name: string,
): Promise<Sender[]> {
  const senders: Sender[] = [];
  for (const script of scripts) {
    tenants += 1;
    const made = await createTenant(team.api, `${name}-${script.seed}-${process.pid}-${tenants}`);
    const client = createClient(team.api, made.test_api_key.secret);
    const endpoint = { url: sink.url, event_types: TYPES };
    await sink.setSecret((await client.post<{ secret: string }>("/v1/webhook-endpoints", endpoint)).secret);
    senders.push({ script, client, ...(await inside.sandbox(made.tenant.id)) });
  }
  return senders;
}

/** Sends until all are acknowledged; answers the batches. */
async function send(
  { timeoutMs }: Stage,
  { client }: Sender,
  lines: readonly string[],
): Promise<readonly string[]> {
  if (lines.length === 0) return [];
  const sending = {
    client: async () => client,
    lines,
    batch: 100,
    pauseMs: 0,
    timeoutMs,
    onProgress: () => {},
  };
  return (await sendThrough(sending)).batchIds;
}

/** Sends what depends on the order, moves the clocks to the end, and waits until nothing is left to do. */
async function settle(stage: Stage, senders: readonly Sender[], chaos: Chaos | null): Promise<void> {
  await awaitQuiet(stage, senders);
  await Promise.all(senders.map((sender) => sendLate(stage, sender)));
  for (const { client, script } of senders) {
    const to = new Date(script.end).toISOString();
    await waitFor(() => client.post<object>("/v1/test-clock/advance", { to }), {
      timeoutMs: stage.timeoutMs,
    });
  }
  if (chaos) await stage.crew.suffer(chaos);
  await awaitQuiet(stage, senders);
}

async function sendLate({ timeoutMs }: Stage, { client, script }: Sender): Promise<void> {
  for (const line of script.late) {
    const batch = await waitFor(() => client.sendLines([line]).catch(takeRefusal), { timeoutMs });
    if (batch !== "refused") await awaitBatches(() => client, [batch.batch_id], timeoutMs);
  }
}

/** The only line of a request is wrong: it lies in quarantine, and no batch is stored. */
function takeRefusal(error: unknown): "refused" {
  if (error instanceof Error && error.message.startsWith("422 ")) return "refused";
  throw error;
}

interface Lag {
  readonly data: readonly {
    readonly group: string;
    readonly lag: number;
    readonly partitions: readonly {
      readonly topic: string;
      readonly partition: number;
      readonly end: number;
    }[];
  }[];
}

/** Nothing unread in the log, no check due, and the log has not grown meanwhile: nothing can follow any more. */
async function awaitQuiet({ team, inside, timeoutMs }: Stage, senders: readonly Sender[]): Promise<void> {
  const operator = createClient(team.api, OPERATOR_KEY);
  const readEnds = async () => {
    const { data } = await operator.get<Lag>("/v1/operator/lag");
    // Exposures take their time, and nothing follows from them but the next fit.
    const groups = data.filter(({ group }) => group !== "exposures");
    return groups.every(({ lag }) => lag === 0) ? JSON.stringify(groups) : null;
  };
  const ids = senders.map(({ tenantId }) => tenantId);
  let last = "";
  const isQuiet = async () => {
    const before = await readEnds();
    last = "records of the log are unread";
    if (before === null) return false;
    const [due] = await inside.sql<{ n: number }[]>`
      SELECT count(*)::int AS n FROM due_checks d LEFT JOIN tenant_clocks c USING (tenant_id)
      WHERE d.due_at <= coalesce(c.now_at, now()) AND d.tenant_id IN ${inside.sql(ids)}`;
    last = `${due?.n} checks are due`;
    return due?.n === 0 && (await readEnds()) === before;
  };
  await waitFor(isQuiet, { timeoutMs, intervalMs: 100 }).catch((error: unknown) => {
    throw new Error(`the pipeline does not come to rest: ${last}`, { cause: error });
  });
}
