import { bar, count, percent, type Screen } from "./style.ts";

export interface Progress {
  /** `done` of `total`, both in the progress's unit; a total of 0 is not known yet. */
  update(done: number, total: number): void;
  /** Takes the bar away, leaving one line that says how long it took. */
  end(): void;
}

/** A total that is reckoned while it goes on does not pretend to more than it knows. */
const roughly = (total: number) => (total < 1_000 ? total : Math.round(total / 1_000) * 1_000);

const PLAIN_EVERY_MS = 2_000;
const BAR_CELLS = 30;

/** Shows how far something has come: a bar that is drawn over on a terminal, else a line every two seconds. */
export function showProgress(screen: Screen, label: string, unit: string, now = Date.now): Progress {
  const started = now();
  let saidAt = started;
  let last = 0;
  const seconds = () => Math.round((now() - started) / 1_000);
  return {
    update: (done, total) => {
      last = total;
      const share = total === 0 ? 0 : done / total;
      const known =
        total === 0 ? "getting ready" : `${count(done)} of about ${count(roughly(total))} ${unit}`;
      const numbers = `${percent(share).padStart(5)}  ${known}, ${seconds()} s`;
      if (screen.isTerminal) screen.write(`\r\u001b[K  ${label} ${bar(share, BAR_CELLS)} ${numbers}`);
      else if (now() - saidAt >= PLAIN_EVERY_MS) {
        saidAt = now();
        screen.write(`  ${label}: ${numbers.trim()}\n`);
      }
    },
    end: () =>
      screen.write(
        `${screen.isTerminal ? "\r\u001b[K" : ""}  ${label}: ${count(last)} ${unit} in ${seconds()} s\n`,
      ),
  };
}
