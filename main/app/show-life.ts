/**
 * The one show that a studio has at a time, from being asked for to being over: what begins and ends with it, in which order, and what is told of it. Rehearsal,
 * going live and taking up a show that was cut off are ways through the same life. Knows no parts of a show (create-show.ts) and nobody who listens.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { ShowOptions } from '../api/contract/studio.ts';
import type { StudioPort } from '../api/studio-port.ts';
import { asShowId, asTurnId, localDestinationId } from '../contract/ids.ts';
import { videoFormat, type VideoFormat } from '../contract/media.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import type { DestinationDesk } from '../destinations/create-destination-desk.ts';
import type { MediaServer } from '../media-server/control/create-media-server.ts';
import { FfmpegError } from '../programme/control/resolve-ffmpeg.ts';
import type { QuietTime } from '../quiet-time/create-quiet-time.ts';
import type { Moderator } from '../conversation/ports.ts';
import { createAirDesk, type AirDesk } from './air-desk.ts';
import { airMessages } from './air-messages.ts';
import { createShow, localPath, type Show } from './create-show.ts';
import { describeAddress } from './describe-address.ts';
import type { EngineFleet } from './engine-fleet.ts';
import type { VoiceCast } from './engine-ports/create-voice.ts';
import type { Observe } from './engine-ports/observe.ts';
import type { FolderDesk } from './folder-desk.ts';
import { appMessages } from './messages.ts';
import type { PaceWatch } from './pace-watch.ts';
import { createPlatformLimits } from './platform-limits.ts';
import type { RecordingDesk } from './recording-desk.ts';
import { recordingMessages } from './recording-messages.ts';
import type { ResumeDesk } from './resume-desk.ts';
import type { ShadowDesk } from './shadow-desk.ts';
import type { StudioBase } from './studio-base.ts';
import { StudioError } from './studio-error.ts';
import { createTellParameters } from './tell-parameters.ts';
import type { WiredEncoding } from './wiring/wire-encoding.ts';

export interface ShowLifeOptions {
  readonly base: Omit<StudioBase, 'secrets' | 'storage' | 'showLog'>;
  readonly fleet: EngineFleet;
  readonly observe: Observe;
  readonly voices: VoiceCast;
  readonly shadow: ShadowDesk;
  readonly moderator: Moderator;
  /** undefined: there is none (yet, or any more). */
  readonly mediaServer: () => MediaServer | undefined;
  readonly encoding: Pick<WiredEncoding, 'choose' | 'videoKbps' | 'desk'>;
  readonly destinations: Pick<DestinationDesk, 'goOnAir' | 'standBeside' | 'goOffAir' | 'start'>;
  readonly srtFfmpegPath: () => Promise<string | undefined>;
  readonly folders: Pick<FolderDesk, 'settle' | 'recordingsDir'>;
  readonly recordings: Pick<RecordingDesk, 'attach' | 'closed' | 'detach' | 'view'>;
  readonly resume: Pick<ResumeDesk, 'began' | 'note' | 'take' | 'ended'>;
  readonly quietTime: Pick<QuietTime, 'showIs' | 'noteMusic'>;
  readonly pace: PaceWatch;
  /** No show starts before. */
  readonly ready: Promise<void>;
  /** Nothing of the show runs any more. */
  readonly onOver: () => void;
  /** Default: a show of real processes. */
  readonly openShow?: typeof createShow;
}

type Lines = Pick<StudioPort, 'say' | 'cancel' | 'pin' | 'skip'>;

export interface ShowLife extends Lines {
  /** A show is on air, in rehearsal or for everybody. */
  isOn(): boolean;
  /** … or on its way there: another one cannot begin. */
  isTaken(): boolean;
  /** What the show that is on was asked for with. */
  onAir(): ShowOptions | undefined;
  readonly air: AirDesk['port'];
  start: StudioPort['startShow'];
  stop: StudioPort['stopShow'];
  /** Takes up the show that was cut off. */
  resume: StudioPort['acceptResume'];
  /** The kept destinations are others: the bitrate may be too. */
  reviewPlatforms(): void;
  note(event: ShowEvent): void;
}

export function createShowLife(options: ShowLifeOptions): ShowLife {
  const { base, fleet, encoding, destinations, folders, recordings, resume, quietTime, pace } = options;
  const { adapter, entriesDir, resourcesDir, dataDir, config, clock, logger, redactor, state, events } = base;
  const { emit, changed, notice } = events;
  const openShow = options.openShow ?? createShow;
  const tellParameters = createTellParameters(emit);
  let show: Show | undefined;
  let starting: Promise<{ showId: string }> | undefined;
  let onShow: ShowOptions | undefined;
  const isTaken = (): boolean => show !== undefined || starting !== undefined;

  const air = createAirDesk({
    adapter,
    entriesDir,
    dataDir,
    show: () => show,
    async joinPlatforms({ record }) {
      const on = show;
      if (!on || !onShow) return;
      await on.goLive({ record });
      // it may take seconds: of a show that ended or is ending meanwhile nothing reaches a platform any more
      if (show !== on || controls.air.phase === 'stopping') return;
      onShow = { ...onShow, audience: 'platforms' };
      resumable(onShow);
      await joinKept(on);
    },
    onAir: (now) => emit({ type: 'air', ...now }),
    onOwnSlate(ownSlate) {
      state.patchShow({ air: { ...state.show.air, ownSlate } });
      changed();
    },
    clock,
    logger,
  });
  const { controls, slates } = air;
  const platforms = createPlatformLimits({
    video: () => (show && onShow ? videoFormat(onShow.preset, onShow.fps) : undefined),
    presets: () => [
      ...(onShow?.keptDestinations === 'start' ? state.wantedPresets() : []),
      ...state.keptOnAir().map((id) => state.presetOf(id)),
    ],
    presetOf: (id) => (state.keptTitle(id) === undefined ? undefined : state.presetOf(id)),
    kbpsFor: encoding.videoKbps,
    limit: (kbps, by) => show?.limitBitrate(kbps, by),
    notice: (message) => notice('info', message),
  });

  const noteOnAir = (): void =>
    resume.note({ record: ['starting', 'recording'].includes(recordings.view().state), destinationIds: state.keptOnAir() });

  /** From now on it could be cut off, and is offered at the next start. */
  function resumable(started: ShowOptions): void {
    resume.began({ showId: events.showId, options: started, others: started.destinations.map(({ url }) => describeAddress(url)) });
    noteOnAir();
  }

  /** In a rehearsal the destinations do not know of the show: what is started then waits for it to go live. */
  async function joinKept(on: Show): Promise<void> {
    if (onShow?.keptDestinations === 'start') await destinations.goOnAir(on.air);
    else destinations.standBeside(on.air);
  }

  /** The log begins with who is there, for whoever reads only this file. */
  function tellWhoIsThere(server: MediaServer | undefined): void {
    for (const slot of fleet.slots())
      emit({ type: 'process', name: `engine ${slot.manifest.id}`, pid: slot.instance.pid ?? null, state: slot.instance.state });
    if (server) emit({ type: 'process', name: 'media-server', pid: server.pid ?? null, state: server.state });
  }

  async function open(showOptions: ShowOptions, video: VideoFormat, server: MediaServer | undefined): Promise<Show> {
    const encoder = await encoding.choose(showOptions.encoder);
    const videoBitrateKbps = encoding.videoKbps(video, showOptions.keptDestinations === 'start' ? state.wantedPresets() : []);
    if (!showOptions.force) {
      const { holds, message } = await encoding.desk.check(encoder, video, videoBitrateKbps);
      if (!holds) throw new StudioError('format-too-much', message);
    }
    tellParameters(video, { videoBitrateKbps, audioBitrateKbps: config.audioBitrateKbps });
    return openShow({
      showId: events.showId,
      options: showOptions,
      config,
      encoder,
      videoBitrateKbps,
      adapter,
      entriesDir,
      resourcesDir,
      dataDir,
      recordingsDir: folders.recordingsDir,
      fleet,
      observe: options.observe,
      voices: options.voices,
      shadow: options.shadow,
      mediaServer: server,
      slates,
      moderator: options.moderator,
      clock,
      logger,
      emit,
      srtFfmpegPath: options.srtFfmpegPath,
      recordings,
      onChange: changed,
      onMusic: (news) => quietTime.noteMusic(news),
      onDestinations(stats) {
        for (const { id, lastProblem, kbps, droppedVideoTags, reconnects, queuedMs, nextTryInMs } of stats)
          state.noteDestination(id, {
            figures: { kbps, droppedFrames: droppedVideoTags, reconnects, queuedMs, nextTryInMs },
            ...(lastProblem ? { lastProblem } : {}),
          });
        changed();
      },
    });
  }

  /** Nothing is left of it; the answer is what the door hears. */
  async function startFailed(error: unknown): Promise<StudioError> {
    logger.error('the show could not be started', { error });
    const refused = error instanceof StudioError ? error : undefined;
    const words = refused?.words ?? (error instanceof FfmpegError ? error.userMessage : appMessages.startFailed);
    notice('error', words);
    recordings.detach();
    resume.ended();
    controls.over();
    emit({ type: 'show', state: 'off' });
    await events.endShow();
    return refused ?? new StudioError('start-failed', words, { cause: error });
  }

  function follow(on: Show, video: VideoFormat): void {
    pace.forget();
    on.onStats((stats) => {
      pace.note(clock.now(), stats);
      if (stats.frameCostMs !== null) encoding.desk.noteDrawing(video, stats.frameCostMs);
      state.patchShow({ framesHeldSpeaking: stats.framesHeldSpeaking, framesSkipped: stats.framesSkipped });
      changed();
    });
    void quietTime.showIs({
      talk(idle) {
        // nobody would hear it
        if (controls.speaking === 'silenced' || controls.air.slate !== null) return null;
        const outcome = on.talk(idle);
        return outcome.accepted ? outcome : null;
      },
      setMusic: (plan) => on.setMusic(plan),
    });
  }

  async function begin(showOptions: ShowOptions): Promise<{ showId: string }> {
    const at = new Date(clock.wallNow());
    const showId = asShowId(`${at.toISOString().replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`);
    for (const destination of showOptions.destinations) redactor.register(destination.streamKey);
    events.beginShow(showId, path.join(dataDir, 'shows', showId, 'events.jsonl'));
    const video = videoFormat(showOptions.preset, showOptions.fps);
    const { width, height, fps } = video;
    state.patchShow({ width, height, fps, recordingPath: null, framesHeldSpeaking: 0, framesSkipped: 0 });
    state.clearDestinations();
    emit({ type: 'show', state: 'starting' });
    folders.settle();
    emit({ type: 'air', ...controls.air });
    await options.ready;
    const server = options.mediaServer();
    if (server) state.declareDestination(localDestinationId, server.rtmpUrl(localPath));
    for (const [index, destination] of showOptions.destinations.entries())
      state.declareDestination(`destination-${index + 1}`, describeAddress(destination.url));
    tellWhoIsThere(server);
    let on: Show;
    try {
      on = await open(showOptions, video, server);
    } catch (error) {
      throw await startFailed(error);
    }
    show = on;
    follow(on, video);
    emit({
      type: 'show',
      state: 'on-air',
      ...(server ? { previewUrl: server.httpFlvUrl(localPath), rtmpUrl: server.rtmpUrl(localPath) } : {}),
    });
    resumable(showOptions);
    // those of the preview are there already; nobody waits for a platform
    onShow = showOptions;
    controls.started();
    if (showOptions.audience !== 'rehearsal') await joinKept(on);
    return { showId };
  }

  const start: ShowLife['start'] = async (showOptions) => {
    if (isTaken()) throw new StudioError('show-already-on', appMessages.alreadyOn);
    if (showOptions.slate === 'own' && slates.own === 'none') throw new StudioError('start-failed', airMessages.noOwnSlate);
    const refused = controls.begin(showOptions.audience ?? 'platforms', showOptions.slate ?? null);
    if (refused) throw new StudioError('show-already-on', refused);
    starting = begin(showOptions);
    try {
      return await starting;
    } catch (error) {
      controls.over();
      throw error;
    } finally {
      starting = undefined;
    }
  };

  return {
    isOn: () => show !== undefined,
    isTaken,
    onAir: () => (show ? onShow : undefined),
    air: air.port,
    start,
    async stop() {
      await starting?.catch(() => {});
      const ending = show;
      if (!ending) return { recordingPath: null };
      controls.stopping();
      emit({ type: 'show', state: 'stopping' });
      await quietTime.showIs(null);
      const summary = await ending.stop();
      destinations.goOffAir();
      recordings.detach();
      resume.ended();
      show = undefined;
      options.onOver();
      state.restDestinations();
      controls.over();
      emit({ type: 'show', state: 'off' });
      await events.endShow();
      return { recordingPath: summary?.path ?? null };
    },
    async resume() {
      if (isTaken()) throw new StudioError('show-already-on', appMessages.alreadyOn);
      const cut = resume.take();
      if (!cut) throw new StudioError('nothing-to-resume', recordingMessages.nothingToResume);
      // it was on air in this format: whoever waits is not kept waiting for a measurement
      const started = await start({ ...cut.options, force: true });
      for (const id of cut.destinationIds) {
        const answer = await destinations.start(id);
        if (!answer.done) notice('warn', answer.words);
      }
      noteOnAir();
      if (cut.leftOut.length > 0) notice('warn', recordingMessages.resumed(cut.leftOut));
      return started;
    },
    reviewPlatforms: () => platforms.review(),
    note(event) {
      platforms.note(event);
      if (show && (event.type === 'destination' || event.type === 'recording')) noteOnAir();
    },
    say(line) {
      if (controls.speaking === 'silenced') return { accepted: false, reason: airMessages.silenced };
      return show?.say(line) ?? { accepted: false, reason: appMessages.notOnAir };
    },
    cancel: async () => (await show?.cancel()) ?? { silentAfterMs: 0 },
    pin: (turnId, pinned) => (show?.pin(asTurnId(turnId), pinned) ? { done: true } : { done: false, words: appMessages.turnGone }),
    skip: async (turnId) => ((await show?.skip(asTurnId(turnId))) ? { done: true } : { done: false, words: appMessages.turnGone }),
  };
}
