/**
 * One show, from "go live" to "off": starts the parts in the order in which they need each other, tells of them as show events,
 * and gives everything back in the reverse order, whatever failed in between.
 */
import { localDestinationId, type ShowId } from '../contract/ids.ts';
import type { SlateId } from '../contract/air.ts';
import type { UserMessage } from '../contract/failure.ts';
import { videoFormat } from '../contract/media.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import { createDeferred } from '../kernel/deferred.ts';
import { DisposableStore } from '../kernel/disposable.ts';
import { Emitter, type Event } from '../kernel/emitter.ts';
import { delay, type Clock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import type { MusicPlan, MusicState } from '../programme/protocol/control.ts';
import type { SayResult } from '../api/studio-port.ts';
import type { ShowOptions } from '../api/contract/studio.ts';
import { createConversation, type Conversation } from '../conversation/create-conversation.ts';
import type { Moderator } from '../conversation/ports.ts';
import type { DestinationAir } from '../destinations/create-destination-desk.ts';
import type { MediaServer } from '../media-server/control/create-media-server.ts';
import { createOutlet } from '../outlet/control/create-outlet.ts';
import type { DestinationStats } from '../outlet/protocol/control.ts';
import type { RecordingSummary } from '../outlet/control/recording-ledger.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { mediaSocketPath } from '../processes/protocol/media-socket-path.ts';
import { createProgramme } from '../programme/control/create-programme.ts';
import { defaultAnchorRect } from '../programme/protocol/anchor-rect.ts';
import type { EncoderSettings, ProgrammeStats } from '../programme/protocol/control.ts';
import { createBrain } from './engine-ports/create-brain.ts';
import { createFeeling } from './engine-ports/create-feeling.ts';
import { createVoice, type VoiceCast } from './engine-ports/create-voice.ts';
import type { EngineFleet } from './engine-fleet.ts';
import type { Observe } from './engine-ports/observe.ts';
import { attachToProgramme } from './attach-to-programme.ts';
import { enhancerObservation } from './observe-enhancer.ts';
import type { ShadowDesk } from './shadow-desk.ts';
import type { ChosenEncoder } from './encoder-desk.ts';
import { createShowEncoding } from './show-encoding.ts';
import type { RecordingDesk } from './recording-desk.ts';
import { createShowRecorder, replayDirOf, type ShowRecorder } from './show-recorder.ts';
import { joinOwnDestinations, maxQueueBytes } from './own-destinations.ts';
import { makeSocketDir } from './show-files.ts';
import { prepareShowSlates } from './show-slates.ts';
import type { SlateDesk } from './slate-desk.ts';
import { createStage } from './stage.ts';
import { tellMarks } from './tell-marks.ts';
import { tellOutlet } from './tell-outlet.ts';
import { tellProgramme } from './tell-programme.ts';
import type { StudioConfig } from './studio-config.ts';
import { watchDestinations } from './watch-destinations.ts';

export const localPath = '/live/show';
/** Without a picture from the programme after this long the show counts as started all the same; the slate is on. */
const onAirTimeoutMs = 10_000;
const sourceTimeoutMs = 600;

type Unstamped<T> = T extends unknown ? Omit<T, 'showId' | 'atMs'> : never;
export type UnstampedShowEvent = Unstamped<ShowEvent>;

export interface ShowParts {
  readonly showId: ShowId;
  readonly options: ShowOptions;
  readonly config: StudioConfig;
  readonly encoder: ChosenEncoder;
  /** What is wanted; less is sent while the platforms do not keep up. */
  readonly videoBitrateKbps: number;
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly recordingsDir: string;
  readonly fleet: EngineFleet;
  readonly observe: Observe;
  readonly voices: VoiceCast;
  readonly shadow: ShadowDesk;
  /** undefined: it could not be started; the show runs without a preview. */
  readonly mediaServer: MediaServer | undefined;
  readonly slates: SlateDesk;
  readonly moderator: Moderator;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly emit: (event: UnstampedShowEvent) => void;
  /** Once a second. */
  readonly onDestinations: (stats: readonly DestinationStats[]) => void;
  readonly srtFfmpegPath: () => Promise<string | undefined>;
  readonly recordings: Pick<RecordingDesk, 'attach' | 'closed'>;
  readonly onChange: () => void;
  readonly onMusic: (news: { readonly state: MusicState; readonly track: number }) => void;
}

export interface Show {
  readonly showId: ShowId;
  say(line: { readonly author: string; readonly text: string }): SayResult;
  cancel(): Promise<{ silentAfterMs: number }>;
  readonly pin: Conversation['pin'];
  readonly skip: Conversation['skip'];
  readonly talk: Conversation['talk'];
  setMusic(plan: MusicPlan): Promise<void>;
  stats(): ProgrammeStats | undefined;
  readonly onStats: Event<ProgrammeStats>;
  readonly air: DestinationAir;
  /** The bitrate that is wanted from now on; `by`: the platform that takes no more. */
  limitBitrate(videoKbps: number, by: UserMessage | null): void;
  /** By command; null: the programme is shown again. false: there is no such slate. */
  holdSlate(slate: SlateId | null): Promise<boolean>;
  /** The destinations that belong to the show start; where `record`, a recording begins unless one runs. */
  goLive(options: { readonly record: boolean }): Promise<void>;
  /** Resolves when everything is given back. */
  stop(): Promise<RecordingSummary | null>;
}

export async function createShow(parts: ShowParts): Promise<Show> {
  const { showId, options, config, adapter, entriesDir, resourcesDir, fleet, mediaServer, clock } = parts;
  let recorder: ShowRecorder | undefined;
  const emit: ShowParts['emit'] = (event) => {
    parts.emit(event);
    recorder?.note(event);
  };
  const logger = parts.logger.child({ showId });
  const video = videoFormat(options.preset, options.fps);
  const { videoBitrateKbps } = parts;
  const store = new DisposableStore();
  const onStats = new Emitter<ProgrammeStats>();
  let lastStats: ProgrammeStats | undefined;
  try {
    const encoder: EncoderSettings = {
      ffmpegPath: parts.encoder.ffmpegPath,
      encoder: parts.encoder.encoder,
      ...(parts.encoder.device === undefined ? {} : { device: parts.encoder.device }),
      videoBitrateKbps,
      audioBitrateKbps: config.audioBitrateKbps,
      preset: 'veryfast',
      keyframeIntervalSeconds: 2,
    };
    const sockets = makeSocketDir();
    store.defer(() => sockets.remove());
    const [slates] = await Promise.all([
      prepareShowSlates({ desk: parts.slates, video, encoder, held: options.slate ?? undefined, logger }),
      fleet.faceAt(defaultAnchorRect(video)),
    ]);

    // --- outlet first: the programme connects to it
    const outlet = createOutlet({ adapter, entriesDir, clock, logger });
    store.add(outlet);
    const live = createDeferred<void>();
    outlet.onEvent((event) => {
      recorder?.outlet(event);
      if (event.type === 'source' && event.state === 'live') live.resolve();
      for (const told of tellOutlet(event)) emit(told);
      if (event.type === 'process' && event.state === 'running' && event.generation > 1)
        programme
          .attachOutlet(event.mediaPath)
          .catch((error: unknown) => logger.warn('the programme did not take the new outlet', { error }));
    });
    const outletPath = mediaSocketPath(sockets.dir, 'outlet');
    await outlet.configure({
      showId,
      video,
      mediaPath: outletPath,
      ...slates.files(),
      sourceTimeoutMs,
    });
    recorder = createShowRecorder({
      outlet,
      recordingsDir: parts.recordingsDir,
      replayDir: replayDirOf(parts.dataDir, showId),
      video,
      kbps: videoBitrateKbps + config.audioBitrateKbps,
      diskReserveBytes: config.diskReserveBytes,
      clock,
      logger,
      emit,
      onChange: parts.onChange,
      onClosed: (summary) => parts.recordings.closed(summary),
    });
    const recorded = store.add(recorder);
    await parts.recordings.attach(recorded);
    if (options.record) await recorded.start();

    // --- programme, then the face that it asks for frames
    const mediaPath = mediaSocketPath(sockets.dir, 'programme');
    const programme = createProgramme({ adapter, entriesDir, clock, logger });
    store.add(programme);
    const encoding = createShowEncoding({
      chosen: parts.encoder,
      wantedKbps: videoBitrateKbps,
      policy: config.bitratePolicy,
      setBitrate: (kbps) => programme.setBitrate(kbps),
      emit,
      clock,
      logger,
    });
    programme.onEvent((event) => {
      for (const told of tellProgramme(event)) emit(told);
      switch (event.type) {
        case 'encoder-fallback':
          encoding.fellBack(event.from, event.detail);
          // in the background: until they are there, the slate is the one that the card made
          void slates.encoderBecame(outlet, 'x264');
          return;
        case 'bitrate':
          encoding.answered(event.videoKbps, event.outcome);
          return;
        case 'stats':
          lastStats = event.stats;
          onStats.emit(event.stats);
          return;
        case 'process':
          if (event.state === 'running') for (const attached of [faces, enhancers]) attached.attachAll();
          return;
        case 'face':
          if (event.state === 'lost' && event.instanceId) faces.lost(event.instanceId);
          if (event.state === 'on-air' && event.instanceId) faces.seen(event.instanceId);
          return;
        case 'enhancer':
          if (event.state === 'lost') enhancers.lost(event.instanceId);
          if (event.state === 'on-air') enhancers.seen(event.instanceId);
          return;
        case 'enhancer-share':
          parts.observe(enhancerObservation(event, clock.now()));
          return;
        case 'music':
          if (event.detail) logger.warn('music broke off', { track: event.track, detail: event.detail });
          parts.onMusic(event);
          return;
        case 'cancelled':
        case 'encoder':
        case 'speech-ended':
        case 'speech-heard':
        case 'speech-started':
        case 'turn-ended':
      }
    });
    const attachable = { fleet, mediaPath, observe: parts.observe, clock, logger };
    // they are doors of the fleet, which outlives a show that does not start
    const faces = store.add(attachToProgramme({ ...attachable, slotId: fleet.faceSlot, use: (id) => programme.setFace(id) }));
    const enhancers = store.add(attachToProgramme({ ...attachable, slotId: fleet.enhanceSlot, use: (id) => programme.setEnhancer(id) }));
    await programme.configure({
      showId,
      video,
      look: config.look,
      encoder,
      mediaPath,
      resourcesDir,
      motionSeed: seedOf(showId),
      output: { mode: 'live', outletPath },
      firstFrame: 0,
    });
    await programme.start();
    encoding.began();

    // --- where it goes
    if (mediaServer) await outlet.addDestination({ id: localDestinationId, ...mediaServer.publishTarget(localPath), maxQueueBytes });
    const joinPlatforms = (): Promise<void> => joinOwnDestinations(outlet, options.destinations, parts.srtFfmpegPath);
    if (options.audience !== 'rehearsal') await joinPlatforms();
    const watched = watchDestinations(outlet, clock, (stats) => {
      encoding.note(stats.filter(({ id }) => id !== localDestinationId));
      parts.onDestinations(stats);
    });
    store.add(watched);

    // --- who speaks
    const stage = createStage(programme, logger);
    store.add(stage);
    const conversation = createConversation({
      showId,
      brain: createBrain({ router: fleet.router, showId, persona: () => '', clock, observe: parts.observe, shadow: parts.shadow }),
      feeling: createFeeling({ router: fleet.router, showId, logger, clock, observe: parts.observe }),
      voice: createVoice({
        router: fleet.router,
        showId,
        logger,
        clock,
        observe: parts.observe,
        cast: parts.voices,
        sinkPath: () => (programme.state === 'running' ? mediaPath : undefined),
      }),
      stage: tellMarks(stage, recorded),
      moderator: parts.moderator,
      clock,
      logger,
    });
    store.add(conversation);
    conversation.onEvent(({ showId: _show, atMs: _at, ...event }) => emit(event));

    const timeout = new AbortController();
    // behind a slate nobody sees whether it has come
    if (slates.files().heldSlatePath !== undefined) live.resolve();
    await Promise.race([live.promise, delay(clock, onAirTimeoutMs, timeout.signal).catch(() => {})]);
    timeout.abort();

    let stopping: Promise<RecordingSummary | null> | undefined;
    const stop = async (): Promise<RecordingSummary | null> => {
      // the file ends with the last picture, before the slate would come
      const summary = await recorded.stop();
      await store.dispose().catch((error: unknown) => logger.error('not everything of the show was given back', { error }));
      onStats.clear();
      return summary;
    };
    return {
      showId,
      say: (line) => conversation.say(line),
      cancel: () => conversation.cancel(),
      pin: (turnId, pinned) => conversation.pin(turnId, pinned),
      skip: (turnId) => conversation.skip(turnId),
      talk: (idle) => conversation.talk(idle),
      setMusic: (plan) => programme.setMusic(plan),
      stats: () => lastStats,
      onStats: onStats.event,
      air: { start: (spec) => outlet.addDestination(spec), stop: (id) => outlet.removeDestination(id) },
      limitBitrate: (kbps, by) => encoding.limit(kbps, by),
      holdSlate: (slate) => slates.hold(outlet, slate),
      async goLive({ record: wanted }) {
        if (wanted) await recorded.start();
        if (stopping === undefined) await joinPlatforms();
      },
      stop: () => (stopping ??= stop()),
    };
  } catch (error) {
    await store.dispose().catch((cause: unknown) => logger.error('not everything of the failed start was given back', { error: cause }));
    throw error;
  }
}

/** A number out of the show's id, so that a restarted programme moves on in the same manner. */
function seedOf(showId: ShowId): number {
  let seed = 2166136261;
  for (const character of showId) seed = Math.imul(seed ^ character.charCodeAt(0), 16777619);
  return seed >>> 0;
}
