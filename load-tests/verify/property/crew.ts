import { endNow, type Team } from "../../../tests/harness/faults/team.ts";
import type { Product } from "../../../tests/harness/product.ts";
import type { Chaos } from "./script.ts";

/** The workers of a team, and what is done to them and to the rest. */
export interface Crew {
  /** Ends when what was killed has been started again. */
  suffer(chaos: Chaos): Promise<void>;
}

const MOST_WORKERS = 3;

export async function startCrew(team: Team, size: number): Promise<Crew> {
  const workers: Product[] = await Promise.all(Array.from({ length: size }, () => team.startWorker()));
  const join = async () => {
    workers.push(await team.startWorker());
  };
  return {
    async suffer(chaos) {
      if (chaos === "kill worker") {
        const victim = workers.shift();
        if (victim) await endNow(victim);
        await join();
      } else if (chaos === "join" && workers.length < MOST_WORKERS) await join();
      else if (chaos === "leave" && workers.length > 1) await workers.shift()?.stop();
      else if (chaos === "kill api") await team.kill("api");
      else if (chaos === "kill webhooks") await team.kill("webhooks");
      else if (chaos === "kill clickhouse") await team.killClickHouse();
    },
  };
}
