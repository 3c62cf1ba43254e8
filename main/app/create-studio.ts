/** The composition root: engines, media server and (when asked for) a show, behind the port that the doors know. The same under Electron and plain Node. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { StudioPort } from '../api/studio-port.ts';
import { createPackStore } from '../engine-packs/create-pack-store.ts';
import { createGraphicsMeter } from '../engines/hosting/graphics-memory.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { Emitter, type Event } from '../kernel/emitter.ts';
import { keepYoungGenerationSmall } from '../kernel/keep-young-generation-small.ts';
import { resolveFfmpeg } from '../programme/control/resolve-ffmpeg.ts';
import type { Observation } from '../swap/types.ts';
import type { Observe } from './engine-ports/observe.ts';
import { healthLine } from './health-line.ts';
import { createHearingDesk } from './hearing-desk.ts';
import { createLiveParts } from './live-parts.ts';
import { createMachineDesk } from './machine-desk.ts';
import { openModerator } from './open-moderator.ts';
import { createPaceWatch } from './pace-watch.ts';
import { createQuietMoments } from './quiet-moments.ts';
import { createShadowDesk } from './shadow-desk.ts';
import { createShortcutDesk } from './shortcut-desk.ts';
import { removeSocketDirsOfTheDead } from './show-files.ts';
import { createShowLife, type ShowLife } from './show-life.ts';
import { startMediaServer } from './start-media-server.ts';
import { openStudioBase } from './studio-base.ts';
import { StudioError } from './studio-error.ts';
import type { StudioOptions } from './studio-options.ts';
import { tellSwaps } from './tell-swaps.ts';
import { createTurnDesk } from './turn-desk.ts';
import { wireDestinations } from './wiring/wire-destinations.ts';
import { wireEncoding } from './wiring/wire-encoding.ts';
import { wireFleet } from './wiring/wire-fleet.ts';
import { wireModels } from './wiring/wire-models.ts';
import { wirePortraits } from './wiring/wire-portraits.ts';
import { wireQuietTime } from './wiring/wire-quiet-time.ts';
import { wireRecordings } from './wiring/wire-recordings.ts';
import { wireVoices } from './wiring/wire-voices.ts';

export interface Studio extends StudioPort, Disposable {
  /** Engines loaded (or failed) and the media server up (or given up); never rejects. */
  readonly ready: Promise<void>;
  /** How every request to an engine went. */
  readonly onObservation: Event<Observation>;
  /** Every recording that was closed is a normal file (or stays as it is, which was said). */
  recordingsSettled(): Promise<void>;
}

const sampleEveryMs = 1000;

export async function createStudio(options: StudioOptions): Promise<Studio> {
  keepYoungGenerationSmall();
  const base = await openStudioBase(options);
  const { adapter, entriesDir, resourcesDir, dataDir, config, clock, logger, redactor, state, secrets, storage, events } = base;
  const { emit, changed, notice } = events;
  const remember = options.rememberSlots ?? false;
  const isShowOn = (): boolean => life.isOn();
  const isShowTaken = (): boolean => life.isTaken();

  // --- engines, and what is measured of them
  const packStore = createPackStore({ packsDir: path.join(dataDir, 'packs'), logger });
  packStore.onChange(changed);
  const fleet = wireFleet(base, {
    calm: (signal) => quiet.calm(signal),
    packDir: (packId) => packStore.folder(packId),
    rememberSlots: remember,
  });
  const quiet = createQuietMoments({ clock, hush: (forMs) => fleet.swaps.hush(forMs), unhush: () => fleet.swaps.unhush() });
  const onObservation = new Emitter<Observation>((error) => logger.error('an observation listener threw', { error }));
  const observe: Observe = (observation) => {
    fleet.swaps.observe(observation);
    onObservation.emit(observation);
  };
  const publishSecret = randomBytes(24).toString('hex');
  redactor.register(publishSecret);
  const mediaServer = startMediaServer({ adapter, entriesDir, dataDir, config, publishSecret, clock, logger, emit });
  const hearing = createHearingDesk({
    adapter,
    entriesDir,
    router: fleet.router,
    isOnAir: isShowOn,
    showId: () => events.showId,
    say: (line) => life.say(line),
    observe,
    emit,
    onChange: changed,
    clock,
    logger,
    itemTimeoutMs: config.utteranceTimeoutMs,
  });
  const live = createLiveParts({
    fleet,
    clock,
    everyMs: sampleEveryMs,
    mediaServerPid: () => mediaServer.current?.pid,
    voiceGatePid: () => hearing.gatePid,
    onSample: changed,
  });

  // --- what can be chosen and set
  const shadow = createShadowDesk({ clock, logger });
  const { desk, knowledge } = wireModels(base, { fleet, shadow, packStore, rssOf: (pid) => live.rssOf(pid) });
  const portraits = wirePortraits(base, { fleet, looker: options.pictureLooker, choices: desk.choices, isOnAir: isShowTaken });
  const voices = wireVoices(base, { fleet, choices: () => desk.choices.all(), remember });
  const destinations = await wireDestinations(base, { onAir: () => life.onAir(), onRemoved: () => life.reviewPlatforms() });
  removeSocketDirsOfTheDead();
  const { folders, recordings, resume } = wireRecordings(base, {
    usualRecordingsDir: options.recordingsDir,
    isShowOn: isShowTaken,
    chooseFolder: options.chooseFolder,
    reveal: options.revealFile,
  });
  const encoding = wireEncoding(base, { isShowOn: isShowTaken, measureEncoder: options.measureEncoder });
  const { quietTime, port: quietTimePort } = wireQuietTime(base, { remember });

  // --- the show
  const ready = Promise.all([fleet.settled, mediaServer.settled, secrets.ready, destinations.desk.ready]).then(changed);
  const pace = createPaceWatch();
  const wordList = openModerator({ resourcesDir, dataDir, logger });
  const life: ShowLife = createShowLife({
    base,
    fleet,
    observe,
    voices: voices.cast,
    shadow,
    moderator: wordList.moderator,
    mediaServer: () => mediaServer.current,
    encoding,
    destinations: destinations.desk,
    srtFfmpegPath: destinations.srtFfmpegPath,
    folders,
    recordings,
    resume,
    quietTime,
    pace,
    ready,
    onOver: () => live.forgetShow(),
  });

  // --- who hears of what
  tellSwaps(fleet.swaps, events);
  for (const follower of [live, storage.shows, quiet, life, quietTime, hearing]) events.onEvent((event) => follower.note(event));
  for (const message of [storage.notice, wordList.notice, ...fleet.unfulfilled]) if (message) notice('warn', message);
  // asked before anybody goes live: a test encode of each takes a moment
  encoding.desk.choose('auto').catch(() => {});

  // --- the machine it runs on
  const machine = createMachineDesk({
    engineBudgetBytes: base.engineMemoryBytes,
    graphics: createGraphicsMeter({ now: () => clock.now() }),
    findFfmpeg: () => resolveFfmpeg(),
    encoders: () => encoding.desk.list(),
    storage,
    microphone: options.microphoneAccess ?? (() => 'asked-later'),
    recordings: () => folders.recordings(),
    kbps: base.usualKbps,
    logger,
  });
  const shortcuts = createShortcutDesk({
    keys: options.globalKeys,
    settings: storage.settings,
    targets: {
      panic: () => life.air.panic(),
      slate: (slate) => life.air.slate(slate),
      silence: () => life.cancel(),
      air: () => state.show.air,
      models: () => desk.models(),
      swap: (slotId, choiceId) => desk.swap({ slotId, choiceId, mode: 'beside', reason: 'shortcut' }, 'shortcut'),
    },
    notice: (message) => notice('warn', message),
    logger,
  });

  const studio: Studio = {
    ready,
    snapshot() {
      const parts = {
        ...live.current(),
        models: desk.models(),
        knowledge: knowledge.view(),
        hearing: hearing.port.view(),
        recording: recordings.view(),
        quietTime: quietTime.view(),
        voiceOffer: voices.offer(),
      };
      const health = healthLine({ ...parts, show: state.show, destinations: state.destinations, pace: pace.pace() });
      return state.snapshot({ ...parts, health, resumeOffer: isShowOn() ? null : resume.offer() });
    },
    onChange: events.onChange,
    onEvent: events.onEvent,
    onObservation: onObservation.event,
    startShow: (showOptions) => life.start(showOptions),
    stopShow: () => life.stop(),
    acceptResume: () => life.resume(),
    declineResume() {
      resume.decline();
      changed();
    },
    say: (line) => life.say(line),
    hear: (utterance) => hearing.hear(utterance),
    cancel: () => life.cancel(),
    pin: (turnId, pinned) => life.pin(turnId, pinned),
    skip: (turnId) => life.skip(turnId),
    hearing: hearing.port,
    turns: createTurnDesk(storage.shows),
    controls: { ...life.air, log: base.showLog.port },
    encoding: encoding.port,
    engines: desk,
    knowledge,
    portraits,
    destinations: destinations.port,
    recording: recordings,
    quietTime: quietTimePort,
    machine,
    folders,
    shortcuts,
    voices,
    recordingsSettled: () => recordings.settled(),
    async dispose() {
      await portraits.dispose();
      options.pictureLooker?.dispose();
      options.pictureLooker?.dispose();
      await shortcuts.dispose();
      await encoding.desk.dispose();
      await hearing.dispose();
      await life.stop().catch((error: unknown) => logger.error('the show did not stop in order', { error }));
      resume.dispose();
      await recordings.dispose();
      live.dispose();
      quiet.dispose();
      quietTime.dispose();
      voices.dispose();
      await Promise.all([shadow.dispose(), knowledge.dispose()]);
      await Promise.all([fleet.dispose(), mediaServer.dispose(), packStore.dispose()]);
      base.showLog.dispose();
      events.dispose();
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
