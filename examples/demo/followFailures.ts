import type { Dfras, FailureSummary } from "../../sdk/typescript/src/index.ts";
import { percent, type Screen, stylesOf } from "./say/style.ts";
import { pause } from "./sendLive.ts";

const EVERY_MS = 5_000;
const REMEMBERED = 1_000;

/** Names each failure once it is explained, as they come, until told to stop. Those that are there already are not news. */
export async function followFailures(
  client: Dfras,
  screen: Screen,
  signal: AbortSignal,
  onTrouble: (error: unknown) => void,
): Promise<void> {
  let known: Set<string> | null = null;
  while (!signal.aborted) {
    try {
      const { data } = await client.failures.list({ from: "-6h", limit: 100 }, { signal });
      const explained = data.filter(({ analysis }) => analysis);
      for (const failure of known ? explained : []) {
        if (!known?.has(failure.id)) screen.write(`${line(screen, failure)}\n`);
      }
      known = new Set([...explained.map(({ id }) => id), ...(known ?? [])].slice(0, REMEMBERED));
    } catch (error) {
      if (!signal.aborted) onTrouble(error);
    }
    await pause(EVERY_MS, signal);
  }
}

function line(screen: Screen, { delivery_id, kind, refs, analysis, id }: FailureSummary): string {
  const { strong, dim } = stylesOf(screen);
  const time = new Date().toISOString().slice(11, 19);
  const cause = analysis?.primary
    ? `${strong(analysis.primary.cause)} (${percent(analysis.primary.confidence)})`
    : "not determined";
  const where = refs.city ? ` in ${refs.city}` : "";
  return `  ${dim(time)} ${delivery_id} ${kind.replaceAll("_", " ")}${where}: ${cause} ${dim(id)}`;
}
