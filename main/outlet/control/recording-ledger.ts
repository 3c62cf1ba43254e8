/** What is being recorded, over the lives of several outlet processes: the parts so far and how long they are. */
import type { Clock } from '../../kernel/clock.ts';
import type { OutletEvent, RecordingSpec } from '../protocol/control.ts';

export interface RecordingSummary {
  /** The first part. */
  readonly path: string;
  /** All parts; that of a process that died is measured by the clock. */
  readonly durationMs: number;
  readonly parts: readonly string[];
}

export interface RecordingLedger {
  /** What has to go on after a restart; null when nothing is recorded. */
  readonly spec: RecordingSpec | null;
  start(spec: RecordingSpec): void;
  note(event: Extract<OutletEvent, { type: 'recording' }>): void;
  /** The process died. */
  interrupted(): void;
  /** The user wants the end: nothing is continued from here on. */
  closing(): void;
  /** `last`: what the living process said of its own parts. */
  stop(last: { readonly durationMs: number; readonly parts: readonly string[] } | null): RecordingSummary | null;
}

export function createRecordingLedger(clock: Clock): RecordingLedger {
  let spec: RecordingSpec | null = null;
  let parts: string[] = [];
  let earlierMs = 0;
  let runningSinceMs: number | null = null;

  const endRun = (): number => {
    const ranMs = runningSinceMs === null ? 0 : Math.round(clock.now() - runningSinceMs);
    runningSinceMs = null;
    return ranMs;
  };

  return {
    get spec() {
      return spec;
    },
    start(wanted) {
      spec = wanted;
      parts = [];
      earlierMs = 0;
      runningSinceMs = null;
    },
    note(event) {
      if (event.state === 'recording') {
        if (!parts.includes(event.path)) parts.push(event.path);
        runningSinceMs ??= clock.now();
      } else earlierMs += event.state === 'failed' ? endRun() : 0;
      if (event.state === 'failed') spec = null;
    },
    interrupted() {
      earlierMs += endRun();
    },
    closing() {
      spec = null;
    },
    stop(last) {
      const durationMs = Math.round(earlierMs + (last ? last.durationMs : endRun()));
      for (const path of last?.parts ?? []) if (!parts.includes(path)) parts.push(path);
      const [path] = parts;
      const summary = path === undefined ? null : { path, durationMs, parts };
      spec = null;
      parts = [];
      earlierMs = 0;
      runningSinceMs = null;
      return summary;
    },
  };
}
