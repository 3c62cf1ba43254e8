/** How busy this machine's processors were since the last look, as a share. Reads counters that the system keeps: it costs nothing and needs no wait. */
import os from 'node:os';

/** 0 = idle, 1 = every core at work; 0 where the system does not tell. */
export type CpuShare = () => number;

interface CpuTimes {
  readonly idleMs: number;
  readonly allMs: number;
}

export function createCpuShare(read: () => CpuTimes = readCpuTimes): CpuShare {
  let last = read();
  return () => {
    const now = read();
    const [idleMs, allMs] = [now.idleMs - last.idleMs, now.allMs - last.allMs];
    last = now;
    return allMs > 0 ? Math.min(1, Math.max(0, 1 - idleMs / allMs)) : 0;
  };
}

function readCpuTimes(): CpuTimes {
  let idleMs = 0;
  let allMs = 0;
  for (const { times } of os.cpus()) {
    idleMs += times.idle;
    allMs += times.user + times.nice + times.sys + times.idle + times.irq;
  }
  return { idleMs, allMs };
}
