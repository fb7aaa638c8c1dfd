import { pause } from "../consume/signal.ts";
import type { Subscription } from "../port.ts";
import type { LogAdmin } from "./createAdmin.ts";
import { isStarting } from "./errors.ts";
import { type Member, type MemberDeps, startMember } from "./startMember.ts";

export interface KafkaSubscription extends Subscription {
  /** Ends its connections without a word. */
  cut(): void;
}

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
/** A membership that lasted so long was a good one: the next failure is a new one. */
const GOOD_MS = 30_000;

/** Keeps a member in the group until closed: one that fails, as when the brokers are away, is followed by another. */
export function subscribeGroup(deps: MemberDeps & { readonly admin: LogAdmin }): KafkaSubscription {
  const { log, groupId } = deps;
  const closing = new AbortController();
  const closed = new Promise<void>((resolve) => closing.signal.addEventListener("abort", () => resolve()));
  let member: Member | null = null;

  async function keep(): Promise<void> {
    await Promise.race([deps.admin.ready, closed]);
    let pauseMs = FIRST_PAUSE_MS;
    while (!closing.signal.aborted) {
      const since = performance.now();
      const mine = startMember(deps);
      member = mine;
      const failure = await Promise.race([closed, mine.failed.catch((error: unknown) => ({ error }))]);
      if (!failure) return;
      mine.cut();
      if (performance.now() - since > GOOD_MS) pauseMs = FIRST_PAUSE_MS;
      const say = isStarting(failure.error) ? "debug" : "warn";
      log[say]({ err: failure.error, group: groupId, pauseMs }, "left the group; joining it again");
      await pause(pauseMs, closing.signal);
      pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
    }
  }

  const running = keep();
  return {
    assigned: () => member?.assigned() ?? [],
    async close() {
      closing.abort();
      await running;
      await member?.close();
    },
    cut() {
      closing.abort();
      member?.cut();
    },
  };
}
