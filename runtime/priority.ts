import { readFileSync, writeFileSync } from "node:fs";
import { getPriority, setPriority } from "node:os";

/** A third as much of a processor that both want as the edge has, with 0. More, and what is stored and explained waits longer. */
const BEHIND = 5;
const AGAIN_MS = 150;

/**
 * On a machine that several processes share, this one gives way to those that answer requests: what is accepted is safe,
 * and may be stored a moment later. Where nobody else wants the processor this changes nothing. A session that `leader`
 * leads is taken for ours alone.
 */
export function giveWay(leader: number = process.pid): void {
  const behind = Math.max(getPriority(), BEHIND);
  setPriority(behind);
  giveWayAsSession(leader, behind);
}

/**
 * Linux shares processors between sessions first (`sched_autogroup_enabled`), and a priority counts within one alone: a
 * session of our own is lowered as a whole, one that we share, such as a terminal's, is left as it is.
 */
function giveWayAsSession(leader: number, behind: number): void {
  try {
    if (ourSession() === leader) writeFileSync("/proc/self/autogroup", String(behind));
  } catch (error) {
    // Who is not root may do so ten times a second on the whole machine. Else: another system, or one without such groups.
    if (isBusy(error)) setTimeout(giveWayAsSession, AGAIN_MS, leader, behind).unref();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}

/** Field 6 of proc_pid_stat(5), after the command's name, which may hold anything. */
function ourSession(): number {
  const stat = readFileSync("/proc/self/stat", "utf8");
  return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[3]);
}
