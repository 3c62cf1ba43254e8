/** What the monitor looks back on: one sample a second of every process, the latency of the last turns. All bounded; begins when the window opens. */
import type { StudioSnapshot } from '../../../main/api/contract/studio.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { createLatencyFold } from './turn-latency.ts';
import type { TurnLatency } from './turn-latency.ts';

export interface Sample {
  readonly atMs: number;
  /** By process name. */
  readonly processes: ReadonlyMap<string, { readonly rssBytes: number | null; readonly cpuPercent: number | null }>;
  readonly framesHeld: number;
  readonly framesSkipped: number;
}
export interface StudioHistory {
  readonly samples: readonly Sample[];
  readonly latencies: readonly TurnLatency[];
}

export interface HistoryKeeper {
  readonly subscribe: (listener: () => void) => () => void;
  /** The same object until something was added. */
  readonly view: () => StudioHistory;
  noteSnapshot(snapshot: StudioSnapshot, atMs: number): void;
  noteEvent(event: ShowEvent): void;
}

export const keptSamples = 600;
const sampleEveryMs = 1000;
export function createHistoryKeeper(): HistoryKeeper {
  const listeners = new Set<() => void>();
  const latency = createLatencyFold();
  let view: StudioHistory = { samples: [], latencies: [] };
  const set = (next: Partial<StudioHistory>): void => {
    view = { ...view, ...next };
    for (const listener of listeners) listener();
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    view: () => view,
    noteSnapshot({ processes, show }, atMs) {
      const last = view.samples.at(-1);
      if (last !== undefined && atMs - last.atMs < sampleEveryMs) return;
      const sample: Sample = {
        atMs,
        processes: new Map(processes.map(({ name, rssBytes, cpuPercent }) => [name, { rssBytes, cpuPercent }])),
        framesHeld: show.framesHeldSpeaking,
        framesSkipped: show.framesSkipped,
      };
      set({ samples: [...view.samples, sample].slice(-keptSamples) });
    },
    noteEvent(event) {
      latency.note(event);
      if (event.type === 'speech-started') set({ latencies: latency.turns() });
    },
  };
}
