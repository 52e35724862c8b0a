import { readdirSync, readFileSync } from "node:fs";

/** Linux only; elsewhere nothing is used, and the tables say "–". */
const linux = process.platform === "linux";

/** The kernel counts processor time in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

type Stat = { pid: number; parent: number; ms: number };

function statOf(pid: number): Stat | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat
      .slice(stat.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [user = 0, system = 0, userOfEnded = 0, systemOfEnded = 0] = fields.slice(11, 15);
    return { pid, parent: fields[1] ?? 0, ms: (user + system + userOfEnded + systemOfEnded) * TICK_MS };
  } catch {
    return null;
  }
}

/** A process and everything it started. */
function family(root: number): Stat[] {
  const all = readdirSync("/proc").flatMap((name) => {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : null;
    return stat ? [stat] : [];
  });
  const found = all.filter(({ pid }) => pid === root);
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return found;
}

/** Processor time that a process and its children have used so far, those that ended included, in milliseconds. */
export const processorMs = (pid: number): number =>
  linux ? family(pid).reduce((sum, { ms }) => sum + ms, 0) : Number.NaN;

/** Memory of a process and its children in MiB, pages they share counted once. */
export function memoryMb(pid: number): number {
  if (!linux) return Number.NaN;
  const kb = family(pid).map((one) => {
    try {
      return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${one.pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kb.reduce((sum, one) => sum + one, 0) / 1024;
}
