import { readdirSync, readFileSync } from "node:fs";

const MIB = 1024;

/** Highest resident memory that the process has had, MiB; 0 for one that is gone. */
export function peakMemory(pid: number): number {
  return Math.round(numberIn(`/proc/${pid}/status`, /VmHWM:\s+(\d+)/) / MIB);
}

/** Memory of the process and its children now, MiB, shared pages counted by their share. */
export function familyMemory(pid: number): number {
  const family = readdirSync("/proc").filter((name) => name === String(pid) || parentOf(name) === pid);
  const sum = family.reduce(
    (total, each) => total + numberIn(`/proc/${each}/smaps_rollup`, /\nPss:\s+(\d+)/),
    0,
  );
  return Math.round(sum / MIB);
}

function parentOf(name: string): number {
  return /^\d+$/.test(name) ? numberIn(`/proc/${name}/status`, /PPid:\s+(\d+)/) : 0;
}

function numberIn(path: string, pattern: RegExp): number {
  try {
    return Number(pattern.exec(readFileSync(path, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
