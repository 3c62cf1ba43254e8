/**
 * OS niceness of a child, best effort. A child is only made nicer where that can be taken back: without the right to raise
 * a priority (an ordinary user on Linux or macOS) an engine would stay slow for ever once it is on air.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { getPriority, setPriority } from 'node:os';

export type PriorityOutcome = 'set' | 'irreversible' | 'failed';

export function setProcessPriority(pid: number, nice: number): PriorityOutcome {
  try {
    if (nice > getPriority(pid) && !canRaisePriority()) return 'irreversible';
    for (const threadId of threadIds(pid)) setThreadPriority(threadId, nice);
    return 'set';
  } catch {
    return 'failed';
  }
}

/** For a process that never needs it back (the window): nicer for good, whoever the user is. True when something changed. */
export function lowerProcessPriority(pid: number, nice: number): boolean {
  let lowered = false;
  try {
    for (const threadId of threadIds(pid)) {
      if (getPriority(threadId) >= nice) continue;
      setPriority(threadId, nice);
      lowered = true;
    }
  } catch {
    // the process or a thread of it ended meanwhile
  }
  return lowered;
}

/** A thread that has ended meanwhile needs none; the others do. */
function setThreadPriority(threadId: number, nice: number): void {
  try {
    setPriority(threadId, nice);
  } catch (error) {
    if ((error as { info?: { code?: string } }).info?.code !== 'ESRCH') throw error;
  }
}

/** On Linux niceness belongs to a thread, and Node has several before our first line runs. */
function threadIds(pid: number): readonly number[] {
  if (process.platform !== 'linux') return [pid];
  return readdirSync(`/proc/${pid}/task`).map(Number);
}

function canRaisePriority(): boolean {
  if (process.platform === 'win32' || process.getuid?.() === 0) return true;
  if (process.platform !== 'linux') return false;
  // "Max nice priority  <soft>  <hard>": 20 - soft is the lowest niceness that this user may ask for.
  const soft = /^Max nice priority\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1];
  return Number(soft ?? 0) >= 20;
}
