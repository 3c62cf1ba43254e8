/** Processes of the app seen from outside, through /proc: the tree below a pid, processor time and proportional memory. Linux only. */
import { readdirSync, readFileSync } from 'node:fs';

export interface ProcessReading {
  readonly pid: number;
  readonly command: string;
  readonly cpuMs: number;
  /** Proportional set size: shared pages counted once over all sharers. */
  readonly pssBytes: number;
}

function statOf(pid: number): { ppid: number; cpuMs: number; command: string } | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').filter(Boolean).join(' ');
    return { ppid: Number(fields[1]), cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, command };
  } catch {
    return undefined;
  }
}

function pssOf(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Pids of `root` and everything below it. */
export function treeOf(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const pid = Number(name);
    const stat = statOf(pid);
    if (stat) children.set(stat.ppid, [...(children.get(stat.ppid) ?? []), pid]);
  }
  const found: number[] = [];
  const visit = (pid: number): void => {
    found.push(pid);
    for (const child of children.get(pid) ?? []) visit(child);
  };
  visit(root);
  return found;
}

export function readProcesses(pids: readonly number[]): ProcessReading[] {
  return pids.flatMap((pid) => {
    const stat = statOf(pid);
    return stat ? [{ pid, command: stat.command, cpuMs: stat.cpuMs, pssBytes: pssOf(pid) }] : [];
  });
}
