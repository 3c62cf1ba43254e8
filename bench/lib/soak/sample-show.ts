/** One look at the studio while it is on air: memory of each process from /proc, heap of main after a collection, late frames, what waits where. Linux. */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import type { Studio } from '../../../main/app/create-studio.ts';
import { readLeftovers } from '../leftovers.ts';

export interface ProcessMemory {
  readonly name: string;
  readonly pid: number;
  readonly rssMiB: number;
}
export interface ShowSample {
  readonly atMs: number;
  readonly processes: readonly ProcessMemory[];
  /** With every so many samples only: a collection stops main. */
  readonly heap?: { readonly heapMiB: number; readonly sockets: number; readonly children: number };
  /** Since the show began. */
  readonly framesHeldSpeaking: number;
  readonly framesSkipped: number;
  readonly turnsWaiting: number;
  /** Longest queue of a destination that is live, and of one that is not, in ms of stream. */
  readonly queuedLiveMs: number;
  readonly queuedOtherMs: number;
}

const pageMiB = 4096 / 2 ** 20;

export function sampleShow(studio: Studio, count: number, look: 'memory' | 'memory and heap'): ShowSample {
  const snapshot = studio.snapshot();
  const named = [
    { name: 'main', pid: process.pid as number | null },
    ...snapshot.processes.map(({ name, pid }) => ({ name, pid })),
    ...snapshot.engines.map(({ slotId, pid }) => ({ name: `engine ${slotId}`, pid })),
  ];
  const seen = new Set<number>();
  const processes = named.flatMap(({ name, pid }): ProcessMemory[] => {
    if (pid === null || seen.has(pid)) return [];
    seen.add(pid);
    const rssMiB = residentMiB(pid);
    return rssMiB === null ? [] : [{ name, pid, rssMiB }];
  });
  const queued = (which: (state: string) => boolean): number =>
    Math.max(0, ...snapshot.destinations.filter(({ state }) => which(state)).map(({ figures }) => figures?.queuedMs ?? 0));
  return {
    atMs: Date.now(),
    processes,
    ...(look === 'memory and heap' ? { heap: readLeftovers(count) } : {}),
    framesHeldSpeaking: snapshot.show.framesHeldSpeaking,
    framesSkipped: snapshot.show.framesSkipped,
    turnsWaiting: snapshot.turns.filter(({ state }) => state === 'queued').length,
    queuedLiveMs: queued((state) => state === 'live'),
    queuedOtherMs: queued((state) => state !== 'live'),
  };
}

/** null = the process is gone. */
function residentMiB(pid: number): number | null {
  try {
    return Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * pageMiB;
  } catch {
    return null;
  }
}
