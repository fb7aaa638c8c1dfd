import { join } from "node:path";
import { openDemo, runDemo } from "../../examples/demo/demo.ts";
import type { Config } from "../config.ts";
import type { Services } from "../services.ts";
import { terminal } from "../terminal.ts";
import type { Role } from "./role.ts";

export interface DemoRole extends Role {
  readonly apiKey: string;
  /** Loads the sample, tells the story and sends live events from now on. */
  begin(): void;
}

/** Opens the demo's tenant. The demo is a client of the API like any other; its troubles end nothing but itself. */
export async function startDemo(
  config: Config,
  { operatorKey, log }: Pick<Services, "operatorKey" | "log">,
  api: string,
): Promise<DemoRole> {
  const stop = new AbortController();
  const options = {
    api,
    operatorKey,
    home: config.home,
    stateFile: join(config.home, "demo.json"),
    screen: terminal(),
    signal: stop.signal,
    onTrouble: (error: unknown) => {
      if (!stop.signal.aborted) log.warn({ err: error }, "the demo tries again");
    },
  };
  const state = await openDemo(options);
  let running: Promise<void> = Promise.resolve();
  return {
    name: "demo",
    apiKey: state.apiKey,
    begin: () => {
      running = runDemo(options, state).catch((error: unknown) => {
        if (!stop.signal.aborted) log.error({ err: error }, "the demo ended; the system goes on");
      });
    },
    close: async () => {
      stop.abort();
      await running;
    },
  };
}
