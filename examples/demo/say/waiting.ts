import type { Screen } from "./style.ts";

const PATIENCE_MS = 1_000;
const REDRAW_MS = 250;

/** Says that something is under way once it takes longer than a second; answers what takes that away again. */
export function showWaiting(screen: Screen, label: string, now = Date.now): () => void {
  const started = now();
  let said = false;
  const say = () => {
    if (now() - started < PATIENCE_MS) return;
    if (screen.isTerminal) screen.write(`\r\u001b[K  ${label}, ${Math.round((now() - started) / 1_000)} s`);
    else if (!said) screen.write(`  ${label}\n`);
    said = true;
  };
  const timer = setInterval(say, REDRAW_MS);
  return () => {
    clearInterval(timer);
    if (said && screen.isTerminal) screen.write("\r\u001b[K");
  };
}
