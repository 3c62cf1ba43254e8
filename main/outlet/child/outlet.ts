/** The outlet's own composition: source switch -> fan-out -> destinations and recorder. Knows nothing of processes and sockets. */
import { LayerError, type UserMessage } from '../../contract/failure.ts';
import type { DestinationId } from '../../contract/ids.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { DestinationSpec, OutletConfig, OutletEvent, OutletStats, RecordingSpec } from '../protocol/control.ts';
import { type Destination, type DestinationTimings, openDestination } from './destination.ts';
import { createFanOut } from './fan-out.ts';
import { type Recorder, RecorderError, type RecordingResult, startRecorder } from './recorder.ts';
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
  addDestination(spec: DestinationSpec): void;
  removeDestination(id: DestinationId): void;
  startRecording(spec: RecordingSpec): Promise<void>;
  stopRecording(): Promise<RecordingResult | null>;
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
  let recordingOpens = false;
  let recordedBytes = 0;
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
    const ending = recorder;
    recorder = null;
    if (!ending) return null;
    const result = await ending.stop();
    recordedBytes += ending.bytes;
    return result;
  };

  return {
    accept: (generation, bytes, firstFrame) => source.accept(generation, bytes, firstFrame),
    sourceLost: (generation) => source.lost(generation),
    holdSlate: (slate) => source.hold(slate),
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
      if (recordingOpens || recorder?.state === 'recording') throw new RecorderError('already-recording', 'a recording is running already');
      recordingOpens = true;
      try {
        recorder = await startRecorder({
          spec,
          video: config.video,
          fanOut,
          onAnchor: (path, frame, atMs) => emit({ type: 'recording-anchor', path, frame, atMs }),
          onState: (state, path, message) => emit({ type: 'recording', state, path, ...withMessage(message) }),
        });
      } finally {
        recordingOpens = false;
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
    }),
    async dispose() {
      source.dispose();
      for (const destination of destinations.values()) destination.close();
      destinations.clear();
      await stopRecording();
    },
  };
}
