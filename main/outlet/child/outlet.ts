/** The outlet's own composition: source switch -> fan-out -> destinations and recorder. Knows nothing of processes and sockets. */
import { LayerError, type UserMessage } from '../../contract/failure.ts';
import type { DestinationId } from '../../contract/ids.ts';
import type { Clock } from '../../kernel/clock.ts';
import type {
  DestinationSpec,
  OutletConfig,
  OutletEvent,
  OutletStats,
  RecordingSpec,
  ReplayHold,
  ReplaySpec,
} from '../protocol/control.ts';
import { type Destination, type DestinationTimings, openDestination } from './destination.ts';
import { createFanOut } from './fan-out.ts';
import { type Recorder, RecorderError, type RecordingResult, startRecorder } from './recorder.ts';
import { type ReplayRing, startReplayRing } from './replay-ring.ts';
import type { SlateLoop } from './slate-player.ts';
import { createSourceSwitch } from './source-switch.ts';
import { streamMetadata } from './stream-metadata.ts';

export class OutletError extends LayerError<'destination-exists' | 'not-configured' | 'already-configured'> {
  constructor(code: 'destination-exists' | 'not-configured' | 'already-configured', message: string) {
    super('OutletError', code, message);
  }
}

export interface OutletOptions {
  readonly config: OutletConfig;
  readonly slate: SlateLoop;
  /** On by command from the start. */
  readonly heldSlate?: SlateLoop;
  readonly clock: Clock;
  readonly emit: (event: OutletEvent) => void;
  readonly onSourceError: (error: unknown) => void;
  readonly timings?: DestinationTimings;
}

export interface OutletCore {
  /** `firstFrame`: the programme frame that the generation began with. */
  accept(generation: string, bytes: Uint8Array, firstFrame?: number): void;
  sourceLost(generation?: string): void;
  /** null: back to the programme. Returns where on the timeline the slate begins (or the picture stands). */
  holdSlate(slate: SlateLoop | null): number;
  /** In place of the ones before; `held` where one is on by command. */
  useSlates(slate: SlateLoop, held: SlateLoop | null): void;
  addDestination(spec: DestinationSpec): void;
  removeDestination(id: DestinationId): void;
  startRecording(spec: RecordingSpec): Promise<void>;
  stopRecording(): Promise<RecordingResult | null>;
  setReplay(spec: ReplaySpec | null): Promise<void>;
  holdReplay(lastMs: number): Promise<ReplayHold | null>;
  releaseReplay(holdId: number): Promise<void>;
  stats(): OutletStats;
  dispose(): Promise<void>;
}

const withMessage = (message: UserMessage | undefined): { message: UserMessage } | Record<string, never> =>
  message === undefined ? {} : { message };

export function createOutletCore(options: OutletOptions): OutletCore {
  const { config, clock, emit } = options;
  const fanOut = createFanOut({ clock });
  const metadata = streamMetadata(config.video);
  const destinations = new Map<DestinationId, Destination>();
  let recorder: Recorder | null = null;
  let opening: Promise<Recorder> | null = null;
  let recordedBytes = 0;
  let replay: ReplayRing | null = null;
  /** One after another: a ring's folder is gone before the next one begins. */
  let replayChange: Promise<void> = Promise.resolve();
  const source = createSourceSwitch({
    clock,
    fps: config.video.fps,
    sourceTimeoutMs: config.sourceTimeoutMs,
    slate: options.slate,
    ...(options.heldSlate ? { held: options.heldSlate } : {}),
    onTag: (tag) => fanOut.publish(tag),
    onState: (state) => emit({ type: 'source', state }),
    onSourceError: options.onSourceError,
  });

  const stopRecording = async (): Promise<RecordingResult | null> => {
    // else it would go on once it is open, with nobody to end it
    if (opening !== null) await opening.catch(() => {});
    const ending = recorder;
    recorder = null;
    if (!ending) return null;
    const result = await ending.stop();
    recordedBytes += ending.bytes;
    return result;
  };

  const changeReplay = async (spec: ReplaySpec | null): Promise<void> => {
    const ending = replay;
    replay = null;
    await ending?.stop();
    if (!spec) return;
    replay = startReplayRing({
      spec,
      fps: config.video.fps,
      fanOut,
      onFailed: (message) => emit({ type: 'replay', state: 'failed', message }),
      onSlow: (message) => emit({ type: 'replay', state: 'slow', message }),
      onAnchor: (frame, timelineMs) => emit({ type: 'replay-anchor', frame, timelineMs }),
    });
  };
  const setReplay = (spec: ReplaySpec | null): Promise<void> => {
    replayChange = replayChange.then(() => changeReplay(spec));
    return replayChange;
  };
  /** The ring that gave each hold, which may have ended since. */
  const heldBy = new Map<number, { readonly ring: ReplayRing; readonly holdId: number }>();
  let holdSerial = 0;

  return {
    setReplay,
    async holdReplay(lastMs) {
      const ring = replay;
      const held = (await ring?.hold(lastMs)) ?? null;
      if (!ring || !held) return null;
      holdSerial += 1;
      heldBy.set(holdSerial, { ring, holdId: held.holdId });
      return { ...held, holdId: holdSerial };
    },
    async releaseReplay(holdId) {
      const held = heldBy.get(holdId);
      heldBy.delete(holdId);
      await held?.ring.release(held.holdId);
    },
    accept: (generation, bytes, firstFrame) => source.accept(generation, bytes, firstFrame),
    sourceLost: (generation) => source.lost(generation),
    holdSlate: (slate) => source.hold(slate),
    useSlates: (slate, held) => source.useSlates(slate, held),
    addDestination(spec) {
      if (destinations.has(spec.id)) throw new OutletError('destination-exists', `destination ${spec.id} is there already`);
      destinations.set(
        spec.id,
        openDestination({
          spec,
          fanOut,
          metadata,
          clock,
          onState: (state, figures, message) => emit({ type: 'destination', id: spec.id, state, figures, ...withMessage(message) }),
          ...(options.timings ? { timings: options.timings } : {}),
        }),
      );
    },
    removeDestination(id) {
      destinations.get(id)?.close();
      destinations.delete(id);
    },
    async startRecording(spec) {
      if (opening !== null || recorder?.state === 'recording')
        throw new RecorderError('already-recording', 'a recording is running already');
      opening = startRecorder({
        spec,
        video: config.video,
        fanOut,
        onAnchor: (path, frame, atMs) => emit({ type: 'recording-anchor', path, frame, atMs }),
        onState: (state, path, message) => emit({ type: 'recording', state, path, ...withMessage(message) }),
      });
      try {
        recorder = await opening;
      } finally {
        opening = null;
      }
    },
    stopRecording,
    stats: () => ({
      source: source.state,
      encoderGenerations: source.generations,
      videoMs: source.videoMs,
      audioMs: source.audioMs,
      slateMs: source.slateMs,
      destinations: Array.from(destinations.values(), (destination) => destination.stats()),
      recordingBytes: recordedBytes + (recorder?.bytes ?? 0),
      replay: replay?.range() ?? null,
    }),
    async dispose() {
      source.dispose();
      for (const destination of destinations.values()) destination.close();
      destinations.clear();
      await stopRecording();
      await setReplay(null);
    },
  };
}
