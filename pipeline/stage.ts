import type { Logger } from "pino";
import { type Outcome, RetryLater } from "./outcome.ts";

/** One named step over the state of a range. `drop` ends the stage for this range; `retry` hands it over again. */
export interface Step<State> {
  readonly name: string;
  run(state: State): Promise<Outcome>;
}

export interface Stage<State> {
  readonly name: string;
  readonly steps: readonly Step<State>[];
}

/**
 * Runs the steps in order until one does not say ok. Throws RetryLater for `retry`, the signal's reason once the
 * partition is lost, so that its new owner writes alone; errors of a step pass through.
 */
export async function runStage<State>(
  stage: Stage<State>,
  state: State,
  log: Logger,
  lost?: Pick<AbortSignal, "throwIfAborted">,
): Promise<Outcome> {
  for (const step of stage.steps) {
    lost?.throwIfAborted();
    const started = performance.now();
    const outcome = await step.run(state);
    log.trace({ stage: stage.name, step: step.name, outcome: outcome.kind, ms: performance.now() - started });
    if (outcome.kind === "retry") throw new RetryLater(`${stage.name}/${step.name}: ${outcome.reason}`);
    if (outcome.kind !== "ok") return outcome;
  }
  return { kind: "ok" };
}
