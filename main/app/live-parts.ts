/** The parts of the snapshot that are measured, not told: engines and processes with their memory and processor time, sampled now and then. */
import type { EngineView, ProcessView } from '../api/contract/studio.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import type { Clock } from '../kernel/clock.ts';
import { createProcessMeter, type ProcessSample } from '../telemetry/process-meter.ts';
import type { EngineFleet, FleetSlot } from './engine-fleet.ts';
import type { LiveParts } from './studio-state.ts';

export type MeasuredParts = Pick<LiveParts, 'engines' | 'processes'>;

/** Parts of a show; engines and the media server outlive it. */
const showProcesses = ['programme', 'encoder', 'outlet'] as const;

export function createLiveParts(options: {
  readonly fleet: EngineFleet;
  readonly clock: Clock;
  readonly everyMs: number;
  readonly mediaServerPid: () => number | undefined;
  /** undefined: nobody listens. */
  readonly voiceGatePid: () => number | undefined;
  readonly onSample: () => void;
}): {
  current(): MeasuredParts;
  rssOf(pid: number): number | null;
  note(event: ShowEvent): void;
  forgetShow(): void;
  dispose(): void;
} {
  const { fleet, clock, everyMs } = options;
  const meter = createProcessMeter();
  const told = new Map<string, { pid: number | null; state: string }>();
  let samples = new Map<number, ProcessSample>();
  let cancelTimer: (() => void) | undefined;
  let disposed = false;

  const known = (): Array<{ name: string; pid: number | null; state: string }> => [
    { name: 'main', pid: process.pid, state: 'running' },
    ...showProcesses.flatMap((name) => {
      const process = told.get(name);
      return process ? [{ name, ...process }] : [];
    }),
    { name: 'media-server', pid: options.mediaServerPid() ?? null, state: options.mediaServerPid() === undefined ? 'off' : 'running' },
    ...[options.voiceGatePid()].flatMap((pid) => (pid === undefined ? [] : [{ name: 'voice-gate', pid, state: 'running' }])),
    ...fleet.swaps.instances().map(({ instance, role }) => ({
      name: `engine ${instance.manifest.id}${role === 'active' ? '' : ` (${role})`}`,
      pid: instance.pid ?? null,
      state: instance.state,
    })),
  ];

  async function sample(): Promise<void> {
    samples = await meter.sample(known().flatMap((item) => (item.pid === null ? [] : [item.pid])));
    if (disposed) return;
    options.onSample();
    cancelTimer = clock.after(everyMs, () => void sample());
  }
  void sample();

  const engineView = ({ slotId, manifest, instance }: FleetSlot): EngineView => ({
    slotId,
    kind: manifest.kind,
    engineId: manifest.id,
    title: manifest.title,
    instanceId: instance.id,
    pid: instance.pid ?? null,
    state: instance.state === 'unloaded' ? 'off' : instance.state,
    rssBytes: instance.pid === undefined ? null : (samples.get(instance.pid)?.rssBytes ?? null),
    detail: instance.message?.en ?? '',
  });

  return {
    current: () => ({
      engines: fleet.slots().map(engineView),
      processes: known().map((item): ProcessView => {
        const reading = item.pid === null ? undefined : samples.get(item.pid);
        return { ...item, rssBytes: reading?.rssBytes ?? null, cpuPercent: reading?.cpuPercent ?? null };
      }),
    }),
    rssOf: (pid) => samples.get(pid)?.rssBytes ?? null,
    note(event) {
      if (event.type === 'process' && (showProcesses as readonly string[]).includes(event.name))
        told.set(event.name, { pid: event.pid, state: event.state });
    },
    forgetShow: () => told.clear(),
    dispose() {
      disposed = true;
      cancelTimer?.();
    },
  };
}
