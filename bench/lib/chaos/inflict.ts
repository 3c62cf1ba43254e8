/** Hurts one process, and sees whether it dies of it. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { Fault } from './words.ts';

export interface Victim {
  /** null = still alive. */
  readonly diedAtMs: number | null;
  /** Takes a limit back from a process that has not died of it, and stops looking. */
  release(): void;
}

const lookEveryMs = 25;
/** Below its present size, so that what it gives back is no room either: whatever it asks of the system from now on is refused. */
const memoryLimitBytes = 0;
/** A process that works in memory it has may not ask for more in minutes. Node is made to ask: for the thread of its inspector. */
const nudgeAfterMs = 1_500;

/** Why the fault cannot be done here; null when it can. */
export function faultUnavailable(fault: Fault): string | null {
  if (fault !== 'memory') return null;
  try {
    execFileSync('prlimit', ['--version'], { stdio: 'ignore' });
    return null;
  } catch {
    return 'prlimit (package util-linux) is not installed';
  }
}

/** A process by pid and start time: a pid alone may be taken by another one. undefined = not alive. */
export function startTimeOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' || fields[0] === 'X' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}

/** `runtime`: 'node' can be made to ask for memory. */
export function inflict(pid: number, fault: Fault, runtime: 'node' | 'other'): Victim {
  const startTime = startTimeOf(pid);
  let diedAtMs: number | null = null;
  let nudge: NodeJS.Timeout | undefined;
  const timer = setInterval(() => {
    if (startTimeOf(pid) === startTime) return;
    diedAtMs = Date.now();
    clearInterval(timer);
    clearTimeout(nudge);
  }, lookEveryMs);
  if (fault === 'memory') {
    limitMemory(pid, memoryLimitBytes);
    if (runtime === 'node') nudge = setTimeout(() => startTimeOf(pid) === startTime && process.kill(pid, 'SIGUSR1'), nudgeAfterMs);
  } else process.kill(pid, fault === 'kill' ? 'SIGKILL' : 'SIGSTOP');
  return {
    get diedAtMs() {
      return diedAtMs;
    },
    release() {
      clearInterval(timer);
      clearTimeout(nudge);
      if (fault === 'memory' && diedAtMs === null && startTimeOf(pid) === startTime) limitMemory(pid, 'unlimited');
    },
  };
}

/** The soft limit only, which its owner may raise again. */
function limitMemory(pid: number, bytes: number | 'unlimited'): void {
  execFileSync('prlimit', ['--pid', String(pid), `--as=${bytes}:`], { stdio: 'ignore' });
}
