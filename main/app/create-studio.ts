/** The composition root: engines, media server and (when asked for) a show, behind the port that the doors know. The same under Electron and plain Node. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { asInstanceId, asShowId, asSlotId, asTurnId } from '../contract/ids.ts';
import { destinationPresets, type DestinationPresetId } from '../contract/destination-presets.ts';
import type { PictureLooker } from '../contract/picture-looker.ts';
import type { ShowEvent } from '../contract/show-events.ts';
import { systemClock, type Clock } from '../kernel/clock.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { Emitter, type Event } from '../kernel/emitter.ts';
import type { Logger } from '../kernel/logger.ts';
import type { ShowOptions } from '../api/contract/studio.ts';
import type { StudioPort } from '../api/studio-port.ts';
import { videoFormat, videoPresets, type VideoFormat } from '../contract/media.ts';
import { videoKbpsFor } from '../contract/video-encoders.ts';
import { createWordListModerator, parseWordLists } from '../conversation/word-list-moderator.ts';
import { createPackStore } from '../engine-packs/create-pack-store.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { measureEncoder, type MeasureEncoder } from '../programme/control/measure-encoder.ts';
import { probeEncoders } from '../programme/control/probe-encoders.ts';
import { resolveFfmpeg, FfmpegError } from '../programme/control/resolve-ffmpeg.ts';
import { defaultAnchorRect } from '../programme/protocol/anchor-rect.ts';
import { openStorage } from '../storage/open-storage.ts';
import { noCipher, type SecretCipher } from '../secrets/cipher.ts';
import { createSecretStore } from '../secrets/create-secret-store.ts';
import { createDestinationDesk } from '../destinations/create-destination-desk.ts';
import { adoptDestinationFile } from '../destinations/adopt-destination-file.ts';
import { wordsIn } from '../swap/swap-error.ts';
import type { Observation } from '../swap/types.ts';
import type { Redactor } from '../telemetry/redactor.ts';
import { createAirDesk } from './air-desk.ts';
import { airMessages } from './air-messages.ts';
import { createFolderDesk, type FolderDesk } from './folder-desk.ts';
import { createMachineDesk, type MicrophoneAccess } from './machine-desk.ts';
import { createShortcutDesk, type GlobalKeys } from './shortcut-desk.ts';
import { createGraphicsMeter } from '../engines/hosting/graphics-memory.ts';
import { createEncoderDesk } from './encoder-desk.ts';
import { createEngineDesk } from './engine-desk.ts';
import { createEngineFleet } from './engine-fleet.ts';
import { createBookProcess } from '../knowledge/control/create-book-process.ts';
import { createKnowledgeDesk, type KnowledgeDesk } from './knowledge-desk.ts';
import { createPaceWatch } from './pace-watch.ts';
import { createPackDesk } from './pack-desk.ts';
import { createRecordingDesk } from './recording-desk.ts';
import { recordingMessages } from './recording-messages.ts';
import { createResumeDesk } from './resume-desk.ts';
import { createVoiceDesk } from './voice-desk.ts';
import { createVoicePreviewer } from './voice-preview.ts';
import { removeSocketDirsOfTheDead } from './show-files.ts';
import { createSecretCache } from './secret-cache.ts';
import { createQuietTime, type QuietTime } from '../quiet-time/create-quiet-time.ts';
import { measureTrack } from '../quiet-time/measure-track.ts';
import { createQuietMoments } from './quiet-moments.ts';
import { createShadowDesk } from './shadow-desk.ts';
import { openEventLog, type EventLog } from './event-log.ts';
import { describeAddress } from './describe-address.ts';
import { createShow, localDestinationId, localPath, maxQueueBytes, type Show, type UnstampedShowEvent } from './create-show.ts';
import type { Observe } from './engine-ports/observe.ts';
import { createPortraitDesk } from './portrait-desk.ts';
import { renderFile } from './render-file.ts';
import { createSpawner } from './engine-spawner.ts';
import { createPersonFinder } from '../portraits/control/find-person.ts';
import { makeThumbnail, studyPicture } from '../portraits/control/study-picture.ts';
import { createLiveParts } from './live-parts.ts';
import { createPreflight, createSrtProbe, withLimits } from './preflight-desk.ts';
import { createShowLog } from './show-log.ts';
import { startMediaServer } from './start-media-server.ts';
import { createHearing } from './hearing.ts';
import { createVoiceGate, type VoiceGate } from '../hearing/control/create-voice-gate.ts';
import { createListening } from './listening.ts';
import { healthLine } from './health-line.ts';
import { appMessages } from './messages.ts';
import { StudioError } from './studio-error.ts';
import { defaultConfig, type StudioConfig } from './studio-config.ts';
import { StudioState } from './studio-state.ts';

export interface StudioOptions {
  readonly adapter: ProcessAdapter;
  /** Folder of the built child entries. */
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly dataDir: string;
  readonly recordingsDir: string;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly config?: StudioConfig;
  /** Default: no keychain; secrets come from the environment, from files that only the user may read, or for this run. */
  readonly cipher?: SecretCipher;
  readonly clock?: Clock;
  /** Slots begin with what they were last wanted to hold, and what is chosen now is kept for the next start. Default: they begin as configured. */
  readonly rememberSlots?: boolean;
  /** Default: a short real encode. */
  readonly measureEncoder?: MeasureEncoder;
  /** Shows a file or folder to whoever sits at this machine. */
  readonly revealFile?: (path: string) => void;
  /** The system's dialog for a folder; null: cancelled. */
  readonly chooseFolder?: (start: string) => Promise<string | null>;
  /** Keys that work while another program is in front. */
  readonly globalKeys?: GlobalKeys;
  /** What the system says of the microphone; default: it is asked for later. */
  readonly microphoneAccess?: () => MicrophoneAccess;
  /** A second finder of faces, and one of persons; default: there is none. Ends with the studio. */
  readonly pictureLooker?: PictureLooker;
}

export interface Studio extends StudioPort, Disposable {
  /** Engines loaded (or failed) and the media server up (or given up); never rejects. */
  readonly ready: Promise<void>;
  /** How every request to an engine went. */
  readonly onObservation: Event<Observation>;
  /** Every recording that was closed is a normal file (or stays as it is, which was said). */
  recordingsSettled(): Promise<void>;
}

const sampleEveryMs = 1000;
const engineMemoryShare = 0.6;

export async function createStudio(options: StudioOptions): Promise<Studio> {
  const { adapter, entriesDir, resourcesDir, dataDir, recordingsDir, logger, redactor } = options;
  const config = options.config ?? defaultConfig;
  const clock = options.clock ?? systemClock;
  const state = new StudioState();
  const onChange = new Emitter<void>((error) => logger.error('a change listener threw', { error }));
  const onEvent = new Emitter<ShowEvent>((error) => logger.error('an event listener threw', { error }));
  let showId = asShowId('standby');
  let show: Show | undefined;
  let eventLog: EventLog | undefined;
  let starting: Promise<{ showId: string }> | undefined;

  const showLog = createShowLog({ nameOf: (id) => state.nameOf(id), logger });
  const pace = createPaceWatch();
  const emit = (event: UnstampedShowEvent): void => {
    const stamped = { showId, atMs: clock.wallNow(), ...event } as ShowEvent;
    state.apply(stamped);
    eventLog?.write(stamped);
    showLog.note(stamped);
    onEvent.emit(stamped);
    onChange.emit();
  };

  const tidying = new AbortController();
  const secrets = createSecretCache(
    createSecretStore({ dir: path.join(dataDir, 'secrets'), cipher: options.cipher ?? noCipher, logger, env: process.env }),
    redactor,
    logger,
  );
  const storage = openStorage({
    dir: dataDir,
    logger,
    now: () => clock.wallNow(),
    onFault: (message) => emit({ type: 'notice', level: 'warn', message }),
  });
  // an engine that a slot begins with may need its key
  await secrets.ready;
  const engineMemoryBytes = config.engineMemoryBytes ?? os.totalmem() * engineMemoryShare;
  const packStore = createPackStore({ packsDir: path.join(dataDir, 'packs'), logger });
  packStore.onChange(() => onChange.emit());
  const fleet = createEngineFleet({
    adapter,
    entriesDir,
    resourcesDir,
    slots: config.slots,
    ...(config.offSlots ? { offSlots: config.offSlots } : {}),
    faceSize: defaultAnchorRect(videoPresets['720p']),
    clock,
    logger,
    engineMemoryBytes,
    secret: (name) => secrets.get(name),
    calm: (signal) => quiet.calm(signal),
    packDir: (packId) => packStore.folder(packId),
    memory: storage.memory,
    receipts: storage.receipts,
    ...(options.rememberSlots ? { desired: storage.slots, wanted: storage.slots.all() } : {}),
    ...(config.swapPolicy ? { swapPolicy: config.swapPolicy } : {}),
  });
  fleet.onChange(({ slotId, instance, message }) => {
    emit({
      type: 'engine',
      slotId: asSlotId(slotId),
      instanceId: asInstanceId(instance.id),
      engineId: instance.manifest.id,
      state: instance.state,
      ...(message ? { message } : {}),
    });
    emit({ type: 'process', name: `engine ${instance.manifest.id}`, pid: instance.pid ?? null, state: instance.state });
  });

  const quiet = createQuietMoments({ clock, hush: (forMs) => fleet.swaps.hush(forMs), unhush: () => fleet.swaps.unhush() });

  const publishSecret = randomBytes(24).toString('hex');
  redactor.register(publishSecret);
  const mediaServer = startMediaServer({ adapter, entriesDir, dataDir, config, publishSecret, clock, logger, emit });
  let voiceGate: VoiceGate | undefined;
  const live = createLiveParts({
    fleet,
    clock,
    everyMs: sampleEveryMs,
    mediaServerPid: () => mediaServer.current?.pid,
    voiceGatePid: () => voiceGate?.pid,
    onSample: () => onChange.emit(),
  });
  const shadow = createShadowDesk({ clock, logger });
  let knowledge: KnowledgeDesk | undefined;
  const desk = createEngineDesk({
    fleet,
    shadow,
    slots: config.slots,
    rssOf: (pid) => live.rssOf(pid),
    logger,
    onChange: () => onChange.emit(),
    budgetBytes: engineMemoryBytes,
    setSecret: ({ name, value, keep }) => secrets.set(name, value, keep),
    kept: {
      receipts: (count) => storage.receipts.newest(count),
      expectedBytes: (choice) => storage.memory.expectedBytes(choice),
      choices: storage.choices,
    },
    more: () => knowledge?.choices() ?? [],
    packs: createPackDesk({
      store: packStore,
      logger,
      loaded: () => [...fleet.slots(), ...fleet.swaps.instances()].map(({ instance }) => instance.manifest),
    }),
  });
  const bookFolders = { folder: path.join(dataDir, 'knowledge'), samplesDir: path.join(resourcesDir, 'knowledge') };
  const knowledgeDesk = createKnowledgeDesk({
    books: createBookProcess({ adapter, entriesDir, where: bookFolders, clock, logger }),
    router: fleet.router,
    instances: () => Array.from(new Set([...fleet.slots(), ...fleet.swaps.instances()].map(({ instance }) => instance))),
    swap: (request, by) => desk.swap(request, by),
    resourcesDir,
    ownFolder: bookFolders.folder,
    samplesDir: bookFolders.samplesDir,
    emit,
    onChange: () => onChange.emit(),
    logger,
  });
  knowledge = knowledgeDesk;
  const reader = { adapter, entriesDir, clock, logger };
  const faces = createSpawner({ adapter, entriesDir, resourcesDir, clock, logger, manifests: fleet.manifests });
  const portraits = createPortraitDesk({
    dataDir,
    shippedThumbnailsDir: path.join(resourcesDir, 'thumbnails'),
    study: (request) => studyPicture(reader, request, options.pictureLooker),
    personFinder: createPersonFinder(reader, options.pictureLooker),
    makeThumbnail: (request) => makeThumbnail(reader, request),
    async tryFace(choice) {
      const instance = faces.spawn(choice, 'beside', defaultAnchorRect(videoPresets['720p']));
      try {
        await instance.whenReady();
      } finally {
        await instance.dispose();
      }
    },
    render(face, text, more) {
      // the voices and the feeling that are on now, with this face
      const others = fleet.router.slots.flatMap(({ id, kind, choice }) =>
        choice && (kind === 'tts' || kind === 'expression') ? [{ slotId: id, engineId: choice.engineId, options: choice.options }] : [],
      );
      const slots = [...others, { slotId: 'face', engineId: face.engineId, options: face.options }];
      const testConfig = { ...config, slots, offSlots: [], look: { ...config.look, namePlate: '' } };
      return renderFile({ texts: [text], preset: '720p', config: testConfig, adapter, entriesDir, resourcesDir, logger, ...more });
    },
    isOnAir: () => show !== undefined || starting !== undefined,
    choices: desk.choices,
    wordsOf: wordsIn,
    now: () => clock.wallNow(),
    logger,
  });
  const voices = createVoiceDesk({
    router: fleet.router,
    faceSlot: fleet.faceSlot,
    manifests: fleet.manifests,
    choices: () => desk.choices.all(),
    previewer: createVoicePreviewer({ swaps: fleet.swaps, clock, logger }),
    kept: options.rememberSlots ? storage.settings.get('voices') : undefined,
    keep: (settings) => {
      if (options.rememberSlots) storage.settings.set('voices', settings);
    },
    onChange: () => onChange.emit(),
    tell: (level, message) => emit({ type: 'notice', level, message }),
  });
  const srtFfmpegPath = createSrtProbe();
  await adoptDestinationFile(path.join(dataDir, 'destinations.json'), storage.destinations, storage.keeps, logger);
  const destinations = createDestinationDesk({
    store: storage.destinations,
    secret: (name) => secrets.get(name),
    keepSecret: (name, value, place) => secrets.set(name, value, place),
    dropSecret: (name) => secrets.delete(name),
    srtFfmpegPath,
    preflight: createPreflight({ adapter, entriesDir, dataDir, config, clock, logger }),
    wordsOf: wordsIn,
    onListed(records) {
      state.listDestinations(
        records.map(({ id, presetId, title, url, wanted }) => ({ id, presetId, title, wanted, label: describeAddress(url) })),
      );
      onChange.emit();
    },
    maxQueueBytes,
    logger,
  });
  removeSocketDirsOfTheDead();
  /** Of a recording in the usual format. */
  const recordingKbps = videoKbpsFor(videoPresets['720p'], config.audioBitrateKbps, [], config.videoBitrateKbps) + config.audioBitrateKbps;
  const folders: FolderDesk = createFolderDesk({
    usualRecordingsDir: recordingsDir,
    dataDir,
    settings: storage.settings,
    kbps: recordingKbps,
    isShowOn: () => show !== undefined || starting !== undefined,
    onMoved: (folder) => recordings.moveTo(folder),
    chooseFolder: options.chooseFolder,
    reveal: options.revealFile,
    logger,
  });
  const recordings = createRecordingDesk({
    adapter,
    entriesDir,
    dataDir,
    folder: folders.recordingsDir,
    ffmpegPath: async () => (await resolveFfmpeg()).path,
    settings: storage.settings,
    clock,
    logger,
    emit,
    onChange: () => onChange.emit(),
    reveal: options.revealFile,
  });
  const resume = createResumeDesk({
    store: storage.onAir,
    shows: storage.shows,
    clock,
    titleOf: (id) => state.keptTitle(id),
  });
  const noteOnAir = (): void =>
    resume.note({ record: ['starting', 'recording'].includes(recordings.view().state), destinationIds: state.keptOnAir() });
  const encoders = createEncoderDesk({
    findFfmpeg: () => resolveFfmpeg(),
    probe: probeEncoders,
    measure: options.measureEncoder ?? measureEncoder,
    cores: os.availableParallelism(),
    logger,
  });
  /** One encode serves all: the narrowest platform among those that start with the show sets the bound. */
  const videoKbps = (video: VideoFormat, presets: readonly DestinationPresetId[] = []): number =>
    videoKbpsFor(
      video,
      config.audioBitrateKbps,
      presets.map((id) => destinationPresets[id].maxKbps),
      config.videoBitrateKbps,
    );
  const onObservation = new Emitter<Observation>((error) => logger.error('an observation listener threw', { error }));
  const observe: Observe = (observation) => {
    fleet.swaps.observe(observation);
    onObservation.emit(observation);
  };
  const told = new Map<string, string>();
  fleet.swaps.onChange(({ slotId, swapId, phase }) => {
    if (swapId === null || told.get(slotId) === `${swapId} ${phase}`) return;
    told.set(slotId, `${swapId} ${phase}`);
    emit({ type: 'swap', slotId, swapId, phase });
  });
  fleet.swaps.onReceipt(({ slotId, swapId, outcome, code, words }) =>
    emit({
      type: 'swap',
      slotId,
      swapId,
      phase: 'idle',
      outcome,
      ...(code ? { code } : {}),
      // who asked for it need not be told
      ...(words && code !== 'asked' && code !== 'abandoned' ? { message: words } : {}),
    }),
  );
  fleet.swaps.onNotice((message) => emit({ type: 'notice', level: 'warn', message }));
  onEvent.event((event) => live.note(event));
  onEvent.event((event) => storage.shows.note(event));
  onEvent.event((event) => quiet.note(event));
  onEvent.event(({ type }) => {
    if (show && (type === 'destination' || type === 'recording')) noteOnAir();
  });
  const quietTime: QuietTime = createQuietTime({
    clock,
    chance: Math.random,
    logger,
    // what is set by the command line is not kept, and what was kept is not its business
    kept: options.rememberSlots && !config.quietTime ? storage.settings.get('quiet-time') : undefined,
    keep: (settings) => {
      if (options.rememberSlots && !config.quietTime) storage.settings.set('quiet-time', settings);
    },
    measure: async (file) => measureTrack(file, { ffmpegPath: (await resolveFfmpeg()).path, signal: tidying.signal }),
    onChange: () => onChange.emit(),
    tell(news, message) {
      emit({ type: 'music', state: news.state, title: news.title });
      if (message) emit({ type: 'notice', level: 'warn', message });
    },
    notice: (message) => emit({ type: 'notice', level: 'warn', message }),
  });
  onEvent.event((event) => quietTime.note(event));
  for (const message of [storage.notice, ...fleet.unfulfilled]) if (message) emit({ type: 'notice', level: 'warn', message });
  const moderator = createWordListModerator(readWordLists(path.join(resourcesDir, 'moderation/words.json'), logger));
  let onShow: ShowOptions | undefined;
  const air = createAirDesk({
    adapter,
    entriesDir,
    dataDir,
    show: () => show,
    async joinPlatforms({ record }) {
      if (!show || !onShow) return;
      await show.goLive({ record });
      onShow = { ...onShow, audience: 'platforms' };
      resumable(onShow);
      await joinKept(show);
    },
    onAir: (now) => emit({ type: 'air', ...now }),
    onOwnSlate(ownSlate) {
      state.patchShow({ air: { ...state.show.air, ownSlate } });
      onChange.emit();
    },
    clock,
    logger,
  });
  const { controls, slates } = air;
  const say: StudioPort['say'] = (line) => {
    if (controls.speaking === 'silenced') return { accepted: false, reason: airMessages.silenced };
    return show?.say(line) ?? { accepted: false, reason: appMessages.notOnAir };
  };
  const hearing = createHearing({
    router: fleet.router,
    get showId() {
      return showId;
    },
    say,
    logger,
    clock,
    observe,
    ...(config.utteranceTimeoutMs === undefined ? {} : { itemTimeoutMs: config.utteranceTimeoutMs }),
  });
  let utterances = 0;
  const hear: StudioPort['hear'] = async ({ author, pcm }) => {
    // nobody's words are sent to a server for a show that is not on
    if (!show) return { accepted: false, reason: appMessages.notOnAir };
    utterances += 1;
    const heard = await hearing.hear({ utteranceId: `${showId}/u${utterances}`, author, pcm });
    if (heard.state === 'line') return { accepted: true, turnId: heard.turnId, text: heard.text };
    return { accepted: false, reason: heard.state === 'nothing' ? appMessages.nothingSaid : heard.words };
  };
  const listening = createListening({
    startGate() {
      const gate = createVoiceGate({ adapter, entriesDir, clock, logger });
      voiceGate = gate;
      gate.onState((gateState) => emit({ type: 'process', name: 'voice-gate', pid: gate.pid ?? null, state: gateState }));
      return gate;
    },
    isOnAir: () => show !== undefined,
    hasEar: () => fleet.router.canServe({ kind: 'asr' }),
    hear,
    clock,
    onChange({ state: heardState, words }, change) {
      if (change === 'state') emit({ type: 'hearing', state: heardState, message: words });
      else onChange.emit();
    },
  });
  onEvent.event((event) => listening.note(event));
  const ready = Promise.all([fleet.settled, mediaServer.settled, secrets.ready, destinations.ready]).then(() => onChange.emit());
  // asked before anybody goes live: a test encode of each takes a moment
  encoders.choose('auto').catch(() => {});

  /** The last show's, of this run. */
  let sentAs: string | undefined;
  function tellParameters(video: VideoFormat, videoBitrateKbps: number): void {
    const parameters = { ...video, videoBitrateKbps, audioBitrateKbps: config.audioBitrateKbps };
    const now = JSON.stringify(parameters);
    emit({ type: 'parameters', ...parameters, publishers: sentAs === undefined ? 'first' : sentAs === now ? 'as-before' : 'anew' });
    sentAs = now;
  }

  /** From now on it could be cut off, and is offered at the next start. */
  function resumable(started: ShowOptions): void {
    resume.began({ showId, options: started, others: started.destinations.map(({ url }) => describeAddress(url)) });
    noteOnAir();
  }

  /** In a rehearsal the destinations do not know of the show: what is started then waits for it to go live. */
  async function joinKept(on: Show): Promise<void> {
    if (onShow?.keptDestinations === 'start') await destinations.goOnAir(on.air);
    else destinations.standBeside(on.air);
  }

  async function start(showOptions: Parameters<StudioPort['startShow']>[0]): Promise<{ showId: string }> {
    const at = new Date(clock.wallNow());
    showId = asShowId(`${at.toISOString().replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`);
    for (const destination of showOptions.destinations) redactor.register(destination.streamKey);
    eventLog = openEventLog(path.join(dataDir, 'shows', showId, 'events.jsonl'), (error) => {
      logger.error('the event log cannot be written', { error });
      emit({ type: 'notice', level: 'warn', message: appMessages.eventLogFailed });
    });
    const video = videoFormat(showOptions.preset, showOptions.fps);
    const { width, height, fps } = video;
    state.patchShow({ width, height, fps, recordingPath: null, framesHeldSpeaking: 0, framesSkipped: 0 });
    state.clearDestinations();
    emit({ type: 'show', state: 'starting' });
    folders.settle();
    emit({ type: 'air', ...controls.air });
    await ready;
    const server = mediaServer.current;
    if (server) state.declareDestination(localDestinationId, server.rtmpUrl(localPath));
    for (const [index, destination] of showOptions.destinations.entries())
      state.declareDestination(`destination-${index + 1}`, describeAddress(destination.url));
    // the log begins with who is there, for whoever reads only this file
    for (const slot of fleet.slots())
      emit({ type: 'process', name: `engine ${slot.manifest.id}`, pid: slot.instance.pid ?? null, state: slot.instance.state });
    if (server) emit({ type: 'process', name: 'media-server', pid: server.pid ?? null, state: server.state });
    try {
      const encoder = await encoders.choose(showOptions.encoder ?? config.encoder ?? 'auto');
      const videoBitrateKbps = videoKbps(video, showOptions.keptDestinations === 'start' ? state.wantedPresets() : []);
      if (!showOptions.force) {
        const { holds, message } = await encoders.check(encoder, video, videoBitrateKbps);
        if (!holds) throw new StudioError('format-too-much', message);
      }
      tellParameters(video, videoBitrateKbps);
      show = await createShow({
        showId,
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
        observe,
        voices: voices.cast,
        shadow,
        mediaServer: server,
        slates,
        moderator,
        clock,
        logger,
        emit,
        srtFfmpegPath,
        recordings,
        onChange: () => onChange.emit(),
        onMusic: (news) => quietTime.noteMusic(news),
        onDestinations(stats) {
          for (const { id, lastProblem, kbps, droppedVideoTags, reconnects, queuedMs, nextTryInMs } of stats)
            state.noteDestination(id, {
              figures: { kbps, droppedFrames: droppedVideoTags, reconnects, queuedMs, nextTryInMs },
              ...(lastProblem ? { lastProblem } : {}),
            });
          onChange.emit();
        },
      });
    } catch (error) {
      logger.error('the show could not be started', { error });
      const refused = error instanceof StudioError ? error : undefined;
      const words = refused?.words ?? (error instanceof FfmpegError ? error.userMessage : appMessages.startFailed);
      emit({ type: 'notice', level: 'error', message: words });
      recordings.detach();
      resume.ended();
      controls.over();
      emit({ type: 'show', state: 'off' });
      await closeLog();
      throw refused ?? new StudioError('start-failed', words, { cause: error });
    }
    pace.forget();
    show.onStats((stats) => {
      pace.note(clock.now(), stats);
      if (stats.frameCostMs !== null) encoders.noteDrawing(video, stats.frameCostMs);
      state.patchShow({ framesHeldSpeaking: stats.framesHeldSpeaking, framesSkipped: stats.framesSkipped });
      onChange.emit();
    });
    const on = show;
    void quietTime.showIs({
      talk(idle) {
        // nobody would hear it
        if (controls.speaking === 'silenced' || controls.air.slate !== null) return null;
        const outcome = on.talk(idle);
        return outcome.accepted ? outcome : null;
      },
      setMusic: (plan) => on.setMusic(plan),
    });
    emit({
      type: 'show',
      state: 'on-air',
      ...(server ? { previewUrl: server.httpFlvUrl(localPath), rtmpUrl: server.rtmpUrl(localPath) } : {}),
    });
    resumable(showOptions);
    // those of the preview are there already; nobody waits for a platform
    onShow = showOptions;
    controls.started();
    if (showOptions.audience !== 'rehearsal') await joinKept(show);
    return { showId };
  }

  async function closeLog(): Promise<void> {
    const log = eventLog;
    eventLog = undefined;
    await log?.close();
  }

  async function stopShow(): Promise<{ recordingPath: string | null }> {
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
    live.forgetShow();
    state.restDestinations();
    controls.over();
    emit({ type: 'show', state: 'off' });
    await closeLog();
    return { recordingPath: summary?.path ?? null };
  }

  const machine = createMachineDesk({
    engineBudgetBytes: engineMemoryBytes,
    graphics: createGraphicsMeter({ now: () => clock.now() }),
    findFfmpeg: () => resolveFfmpeg(),
    encoders: () => encoders.list(),
    storage,
    microphone: options.microphoneAccess ?? (() => 'asked-later'),
    recordings: () => folders.recordings(),
    kbps: recordingKbps,
    logger,
  });
  const shortcuts = createShortcutDesk({
    keys: options.globalKeys,
    settings: storage.settings,
    targets: {
      panic: () => air.port.panic(),
      slate: (slate) => air.port.slate(slate),
      silence: () => studio.cancel(),
      air: () => state.show.air,
      models: () => desk.models(),
      swap: (slotId, choiceId) => desk.swap({ slotId, choiceId, mode: 'beside', reason: 'shortcut' }, 'shortcut'),
    },
    notice: (message) => emit({ type: 'notice', level: 'warn', message }),
    logger,
  });

  const studio: Studio = {
    ready,
    snapshot() {
      const parts = {
        ...live.current(),
        models: desk.models(),
        knowledge: knowledgeDesk.view(),
        hearing: listening.view(),
        recording: recordings.view(),
        quietTime: quietTime.view(),
      };
      const health = healthLine({ ...parts, show: state.show, destinations: state.destinations, pace: pace.pace() });
      return state.snapshot({ ...parts, health, resumeOffer: show ? null : resume.offer() });
    },
    hearing: listening,
    controls: { ...air.port, log: showLog.port },
    encoding: {
      encoders: () => encoders.list(),
      async check({ preset, fps, encoder }) {
        if (show || starting) throw new StudioError('show-already-on', appMessages.noMeasuringOnAir);
        const video = videoFormat(preset, fps);
        return encoders.check(await encoders.choose(encoder ?? config.encoder ?? 'auto'), video, videoKbps(video));
      },
    },
    engines: desk,
    knowledge: knowledgeDesk,
    portraits,
    destinations: {
      add: async (draft) => {
        redactor.register(draft.streamKey);
        return destinations.add(draft);
      },
      remove: (id) => destinations.remove(id),
      start: (id) => destinations.start(id),
      stop: (id) => destinations.stop(id),
      async preflight(of) {
        if ('streamKey' in of) redactor.register(of.streamKey);
        const report = await destinations.preflight(of);
        if ('done' in report) return report;
        const presetId = 'presetId' in of ? of.presetId : state.presetOf(of.destinationId);
        return withLimits(report, presetId, videoKbps(videoPresets['720p']) + config.audioBitrateKbps);
      },
    },
    recording: recordings,
    machine,
    folders,
    shortcuts,
    voices,
    recordingsSettled: () => recordings.settled(),
    async acceptResume() {
      if (show || starting) throw new StudioError('show-already-on', appMessages.alreadyOn);
      const cut = resume.take();
      if (!cut) throw new StudioError('nothing-to-resume', recordingMessages.nothingToResume);
      // it was on air in this format: whoever waits is not kept waiting for a measurement
      const started = await studio.startShow({ ...cut.options, force: true });
      for (const id of cut.destinationIds) {
        const answer = await destinations.start(id);
        if (!answer.done) emit({ type: 'notice', level: 'warn', message: answer.words });
      }
      noteOnAir();
      if (cut.leftOut.length > 0) emit({ type: 'notice', level: 'warn', message: recordingMessages.resumed(cut.leftOut) });
      return started;
    },
    declineResume() {
      resume.decline();
      onChange.emit();
    },
    quietTime: {
      setIdle: (change) => quietTime.setIdle(present(change)),
      talkNow: () => quietTime.talkNow(),
      setMusic: (change) => quietTime.setMusic(present(change)),
    },
    onObservation: onObservation.event,
    onChange: onChange.event,
    onEvent: onEvent.event,
    async startShow(showOptions) {
      if (show || starting) throw new StudioError('show-already-on', appMessages.alreadyOn);
      if (showOptions.slate === 'own' && slates.own === 'none') throw new StudioError('start-failed', airMessages.noOwnSlate);
      const refused = controls.begin(showOptions.audience ?? 'platforms', showOptions.slate ?? null);
      if (refused) throw new StudioError('show-already-on', refused);
      starting = start(showOptions);
      try {
        return await starting;
      } catch (error) {
        controls.over();
        throw error;
      } finally {
        starting = undefined;
      }
    },
    stopShow,
    say,
    hear,
    cancel: async () => (await show?.cancel()) ?? { silentAfterMs: 0 },
    pin: (turnId, pinned) => (show?.pin(asTurnId(turnId), pinned) ? { done: true } : { done: false, words: appMessages.turnGone }),
    skip: async (turnId) => ((await show?.skip(asTurnId(turnId))) ? { done: true } : { done: false, words: appMessages.turnGone }),
    async dispose() {
      await portraits.dispose();
      options.pictureLooker?.dispose();
      await shortcuts.dispose();
      await encoders.dispose();
      await listening.dispose();
      hearing.dispose();
      await stopShow().catch((error: unknown) => logger.error('the show did not stop in order', { error }));
      resume.dispose();
      await recordings.dispose();
      live.dispose();
      quiet.dispose();
      quietTime.dispose();
      voices.dispose();
      await Promise.all([shadow.dispose(), knowledgeDesk.dispose()]);
      await Promise.all([fleet.dispose(), mediaServer.dispose(), packStore.dispose()]);
      showLog.dispose();
      onChange.clear();
      onEvent.clear();
      onObservation.clear();
      storage.close();
    },
  };
  if (config.quietTime) {
    const { idle, music } = config.quietTime;
    for (const done of [idle && quietTime.setIdle(idle), music && (await quietTime.setMusic(music))]) {
      if (!done || done.done) continue;
      await studio.dispose();
      throw new StudioError('start-failed', done.words);
    }
  }
  return studio;
}

/** What a door leaves out is left out, not undefined. */
function present<T extends object>(change: T): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]: Exclude<T[Name], undefined>;
  };
}

function readWordLists(file: string, logger: Logger): Parameters<typeof createWordListModerator>[0] {
  if (!existsSync(file)) return {};
  try {
    return parseWordLists(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    logger.error('the word list cannot be read: nothing is held back by it', { file, error });
    return {};
  }
}
