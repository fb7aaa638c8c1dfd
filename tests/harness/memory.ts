import { readdirSync, readFileSync } from "node:fs";

const MIB = 1024;

/** Highest resident memory that the process has had, MiB; 0 for one that is gone. */
export function peakMemory(pid: number): number {
  return Math.round(numberIn(`/proc/${pid}/status`, /VmHWM:\s+(\d+)/) / MIB);
}

/** Resident memory of the process now, MiB; 0 for one that is gone. */
export function residentMemory(pid: number): number {
  return Math.round(numberIn(`/proc/${pid}/status`, /VmRSS:\s+(\d+)/) / MIB);
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

const TICKS_PER_SECOND = 100;

/** Processor time of the process and its children so far, seconds, those that have ended included. */
export function familyCpuSeconds(pid: number): number {
  const children = readdirSync("/proc").filter((name) => parentOf(name) === pid);
  const ticks = ticksOf(String(pid), 4) + children.reduce((total, each) => total + ticksOf(each, 2), 0);
  return ticks / TICKS_PER_SECOND;
}

/** Processor time of the process alone so far, seconds; 0 for one that is gone. */
export function cpuSeconds(pid: number): number {
  return ticksOf(String(pid), 2) / TICKS_PER_SECOND;
}

/** utime, stime, and of its ended children the same, as far as `fields` goes. */
function ticksOf(name: string, fields: number): number {
  try {
    const stat = readFileSync(`/proc/${name}/stat`, "utf8");
    const values = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return values.slice(11, 11 + fields).reduce((total, value) => total + Number(value), 0);
  } catch {
    return 0;
  }
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
