/** A scripted studio behind the StudioPort: no processes, no media, time from a clock. For the door's and the window's own tests. */
import type { StudioPort, HearResult, SayResult } from '../../main/api/studio-port.ts';
import type { DestinationsPort } from '../../main/api/destinations-port.ts';
import type { QuietTimePort } from '../../main/api/quiet-time-port.ts';
import type { TurnsPort } from '../../main/api/turns-port.ts';
import type { TurnPageView } from '../../main/api/contract/turns.ts';
import type { VoicesPort } from '../../main/api/voices-port.ts';
import type { VoicesView } from '../../main/api/contract/voices.ts';
import type { EncodingPort } from '../../main/api/encoding-port.ts';
import type { EnginesPort } from '../../main/api/engines-port.ts';
import type { PortraitsPort } from '../../main/api/portraits-port.ts';
import type { RecordingPort } from '../../main/api/recording-port.ts';
import type { RecordingView } from '../../main/api/contract/recording.ts';
import type { KnowledgePort } from '../../main/api/knowledge-port.ts';
import type { FoldersPort, MachinePort, ShortcutsPort } from '../../main/api/settings-port.ts';
import type { FoldersView, ShortcutsView } from '../../main/api/contract/settings.ts';
import { shortcutActions } from '../../main/contract/shortcuts.ts';
import type { HearingPort } from '../../main/api/hearing-port.ts';
import type { EngineView, ProcessView, ShowOptions, StudioSnapshot, TurnView } from '../../main/api/contract/studio.ts';
import { StudioError } from '../../main/app/studio-error.ts';
import { LayerError } from '../../main/contract/failure.ts';
import type { UserMessage } from '../../main/contract/failure.ts';
import { asClauseId, asShowId, asTurnId } from '../../main/contract/ids.ts';
import type { DoneView, ModelsView } from '../../main/api/contract/engines.ts';
import { stepAir, type AirEvent } from '../../main/app/air-machine.ts';
import { airMessages } from '../../main/app/air-messages.ts';
import type { LogEntry } from '../../main/api/contract/show.ts';
import type { Asked, ShowPort } from '../../main/api/show-port.ts';
import type { ShowEvent, TurnState } from '../../main/contract/show-events.ts';
import { delay, systemClock } from '../../main/kernel/clock.ts';
import type { Clock } from '../../main/kernel/clock.ts';
import { Emitter } from '../../main/kernel/emitter.ts';

export interface FakeStudioOptions {
  readonly clock?: Clock;
  /** Shown as the preview while on air. */
  readonly previewUrl?: (size: { readonly width: number; readonly height: number }) => string;
  readonly thinkingMs?: number;
  readonly speakingMs?: number;
  /** Makes startShow fail with this text. */
  readonly failStartWith?: string;
}

const mebibyte = 1024 * 1024;
const notOnAir: UserMessage = {
  en: 'The show is off air, so nobody would hear this. Go live first, then send it again.',
  zh: '尚未开播，这句话不会有人听到。请先开播，再重新发送。',
};
const noEar = {
  en: 'No engine for hearing is switched on. Switch one on in the models panel.',
  zh: '没有启用听写引擎。请在模型面板中启用一个。',
};
const nothingToSay: UserMessage = {
  en: 'There is nothing to say in this line. Type some words.',
  zh: '这一行没有可以说的内容，请输入文字。',
};

const engines: readonly EngineView[] = [
  ['llm', 'faq', 'Knowledge file answers', '知识文件应答', 61],
  ['expression', 'lexicon', 'Mood by word list', '词表情绪', 47],
  ['tts', 'flite', 'Flite voices (English)', 'Flite 英语音色', 78],
  ['tts', 'espeak', 'eSpeak NG (Mandarin and more)', 'eSpeak NG 普通话等多语种', 92],
  ['face', 'puppet', 'Drawn anchor', '手绘主播', 121],
].map(([kind, engineId, en, zh, mib], index) => ({
  slotId: `${String(kind)}-${String(engineId)}`,
  kind: String(kind),
  engineId: String(engineId),
  title: { en: String(en), zh: String(zh) },
  instanceId: `${String(engineId)}-1`,
  pid: 4100 + index,
  state: 'ready',
  rssBytes: Number(mib) * mebibyte,
  detail: '',
}));

const processes: readonly ProcessView[] = [
  { name: 'main', pid: 4000, state: 'ready', rssBytes: 148 * mebibyte, cpuPercent: 3.1 },
  { name: 'programme', pid: 4201, state: 'ready', rssBytes: 132 * mebibyte, cpuPercent: 18.4 },
  { name: 'encoder', pid: 4202, state: 'ready', rssBytes: 96 * mebibyte, cpuPercent: 21.7 },
  { name: 'outlet', pid: 4203, state: 'ready', rssBytes: 71 * mebibyte, cpuPercent: 2.2 },
  { name: 'media-server', pid: 4204, state: 'ready', rssBytes: 64 * mebibyte, cpuPercent: 1.4 },
  ...engines.map((engine) => ({
    name: `engine-${engine.engineId}`,
    pid: engine.pid,
    state: 'ready',
    rssBytes: engine.rssBytes,
    cpuPercent: 0.6,
  })),
];

export const emptyModels: ModelsView = {
  slots: [],
  choices: [],
  receipts: [],
  shadows: [],
  packs: [],
  memory: { budgetBytes: 4096 * mebibyte, usedBytes: 0 },
};

const noVoices: VoicesView = { voices: [], languages: [], anchors: [], dictionary: [] };

export const restingQuietTime: StudioSnapshot['quietTime'] = {
  idle: {
    source: 'off',
    minSeconds: 40,
    maxSeconds: 70,
    order: 'sequential',
    topic: '',
    lang: 'zh',
    script: '',
    lineCount: 0,
    linesLeft: null,
    dueInMs: null,
  },
  music: { state: 'off', belowDb: 10, duckDb: 12, files: [], now: { state: 'off', title: '' } },
};

/** Takes everything and writes it down. */
function recordingEngines(note: (name: string, input: unknown) => void): EnginesPort {
  const answer =
    <Result>(name: string, result: Result) =>
    (...args: readonly unknown[]): Result => {
      note(name, args);
      return result;
    };
  const swapped = { accepted: true, swapId: 'swap-1' } as const;
  const done = { done: true } as const;
  return {
    swap: answer('swap', swapped),
    rollBack: answer('rollBack', swapped),
    abandon: answer('abandon', done),
    commit: answer('commit', done),
    prepare: answer('prepare', Promise.resolve(done)),
    unload: answer('unload', Promise.resolve(done)),
    shadow: answer('shadow', Promise.resolve(done)),
    addChoice: answer('addChoice', { done: true, choiceId: 'own-1' } as const),
    removeChoice: answer('removeChoice', Promise.resolve(done)),
    installPack: answer('installPack', done),
    cancelPack: answer('cancelPack', done),
    removePack: answer('removePack', Promise.resolve(done)),
    setSecret: answer('setSecret', Promise.resolve(done)),
  };
}

/** Takes everything and writes it down; a test finds everything in order. */
function recordingDestinations(note: (name: string, input: unknown) => void): DestinationsPort {
  const answer =
    <Result>(name: string, result: Result) =>
    (input: unknown): Promise<Result> => {
      note(name, input);
      return Promise.resolve(result);
    };
  const done = { done: true } as const;
  return {
    add: answer('addDestination', { done: true, destinationId: 'd-1' } as const),
    remove: answer('removeDestination', done),
    start: answer('startDestination', done),
    stop: answer('stopDestination', done),
    preflight: answer('preflight', {
      measuredKbps: 4200,
      steps: [{ step: 'address', outcome: 'ok', message: { en: 'The address can be used.', zh: '地址格式正确。' } }],
    }),
  };
}

const noPicture: UserMessage = { en: 'This file is no picture.', zh: '此文件不是图片。' };

/** Takes everything and writes it down; reads no picture. */
function recordingPortraits(note: (name: string, input: unknown) => void): PortraitsPort {
  const refused = { done: false, words: noPicture } as const;
  const answer =
    <Result>(name: string, result: Result) =>
    (...args: readonly unknown[]): Promise<Result> => {
      note(name, args);
      return Promise.resolve(result);
    };
  return {
    read: answer('readPicture', refused),
    open: answer('openPortrait', refused),
    findPerson: answer('findPerson', refused),
    discard: answer('discardPortrait', undefined),
    async *preview(request) {
      note('previewPortrait', request);
      yield await Promise.resolve({ stage: 'refused', words: noPicture } as const);
    },
    save: answer('savePortrait', { done: true, choiceId: 'own-3' } as const),
    remove: answer('removePortrait', { done: true } as const),
    thumbnails: answer('thumbnails', []),
  };
}

export const idleRecording: RecordingView = {
  state: 'off',
  path: null,
  sinceMs: null,
  durationMs: 0,
  bytes: 0,
  parts: 0,
  freeBytes: null,
  minutesLeft: null,
  error: null,
  finishing: [],
  replay: { minutes: 0, state: 'off', coveredMs: 0, bytes: 0, error: null },
  listVersion: 0,
};

/** Takes everything and writes it down; the folder is empty. */
function recordingRecordings(note: (name: string, input: unknown) => void): RecordingPort {
  const answer =
    <Result>(name: string, result: Result) =>
    (input?: unknown): Promise<Result> => {
      note(name, input);
      return Promise.resolve(result);
    };
  const done = { done: true } as const;
  return {
    start: answer('startRecording', done),
    stop: answer('stopRecording', { done: true, path: '/recordings/a.mp4' } as const),
    saveLast: answer('saveLast', { done: true, path: '/recordings/last.mp4' } as const),
    setReplay: answer('setReplay', done),
    list: answer('listRecordings', { folder: '/recordings', recordings: [] }),
    finalise: answer('finaliseRecording', done),
    remove: answer('removeRecording', done),
    reveal: answer('revealRecording', done),
  };
}

/** Takes everything and writes it down; there are no books, and a try finds nothing. */
function recordingKnowledge(note: (name: string, input: unknown) => void): KnowledgePort {
  const answer =
    <Result>(name: string, result: Result) =>
    (...args: readonly unknown[]): Promise<Result> => {
      note(name, args);
      return Promise.resolve(result);
    };
  const saved = { done: true, onAir: 'not-in-use' } as const;
  const gone = { done: false, words: { en: 'There is no such book.', zh: '没有这个知识库。' } } as const;
  const report = {
    format: 'csv',
    encoding: 'utf-8',
    delimiter: ',',
    rows: 0,
    columns: [],
    counts: { new: 0, changed: 0, same: 0, problems: 0 },
    changes: [],
    problems: [],
  } as const;
  return {
    list: answer('listBooks', { folder: '/knowledge', books: [] }),
    read: answer('readBook', gone),
    create: answer('createBook', { done: true, bookId: 'book-1' } as const),
    rename: answer('renameBook', saved),
    remove: answer('removeBook', { done: true } as const),
    use: answer('useBook', { done: true, swapId: 'swap-1' } as const),
    putQuestion: answer('putQuestion', { ...saved, entryId: 'question-1' }),
    putProduct: answer('putProduct', { ...saved, entryId: 'product-1' }),
    putBasics: answer('putBasics', saved),
    removeEntries: answer('removeEntries', saved),
    preview: answer('previewImport', { done: true, report: { ...report, columns: [], changes: [], problems: [] } } as const),
    import: answer('importFile', { ...saved, bookId: 'book-1', report: { ...report, columns: [], changes: [], problems: [] } }),
    export: answer('exportBook', gone),
    try: answer('tryLine', gone),
  };
}
const tooMuch: UserMessage = {
  en: 'Encodes 1080p60 at 41 frames a second; 60 are needed.',
  zh: '1080p60 每秒只能编码 41 帧，需要 60 帧。',
};

/** Fails loudly where a test wants to see how the window takes it. */
class FakeStudioError extends LayerError<'start-failed'> {
  constructor(message: string) {
    super('FakeStudioError', 'start-failed', message);
  }
}

export const microphoneOff: StudioSnapshot['hearing'] = {
  state: 'off',
  words: { en: 'The microphone is off.', zh: '麦克风已关闭。' },
  session: null,
  last: null,
};

/** One session, and what was asked of it. */
function recordingHearing(note: (name: string, input?: unknown) => void, show: (hearing: StudioSnapshot['hearing']) => void): HearingPort {
  let current: string | undefined;
  const taken = (sessionId: string) =>
    sessionId === current ? ({ accepted: true } as const) : ({ accepted: false, reason: microphoneOff.words } as const);
  return {
    get wanted() {
      return current !== undefined;
    },
    start(options) {
      note('startListening', options);
      current = 'session-1';
      show({ state: 'listening', words: { en: 'Listening.', zh: '正在收听。' }, session: { sessionId: current, ...options }, last: null });
      return { sessionId: current };
    },
    feed(sessionId, pcm) {
      note('feed', { sessionId, pcm });
      return taken(sessionId);
    },
    talk(sessionId, button) {
      note('talk', { sessionId, button });
      return taken(sessionId);
    },
    stop(sessionId) {
      note('stopListening', sessionId);
      current = undefined;
      show(microphoneOff);
    },
  };
}

/** A machine with x264 alone, which holds everything. */
function recordingEncoding(note: (name: string, input?: unknown) => void): EncodingPort {
  const words = { en: 'A test encode worked.', zh: '试编码成功。' };
  return {
    encoders() {
      note('encoders');
      const title = { en: 'Processor (x264)', zh: '处理器（x264）' };
      return Promise.resolve({
        chosen: { encoder: 'x264', why: words },
        encoders: [{ encoder: 'x264', title, outcome: 'works', reason: words }],
      });
    },
    check(question) {
      note('check', question);
      return Promise.resolve({ holds: true, encoder: 'x264', measuredFps: null, neededFps: question.fps ?? 30, message: words });
    },
  };
}

const fakeFolders: FoldersView = {
  recordings: {
    path: '/recordings',
    state: 'writable',
    freeBytes: 50 * 2 ** 30,
    level: 'good',
    message: { en: 'Enough for about 30 hours.', zh: '约可录制 30 小时。' },
  },
  next: null,
  chosen: 'usual',
  data: { path: '/data' },
  choosing: 'dialog',
};

/** Everything in order, every key free. */
function recordingSettings(note: (name: string, input?: unknown) => void): {
  readonly machine: MachinePort;
  readonly folders: FoldersPort;
  readonly shortcuts: ShortcutsPort;
} {
  const set = new Map<string, string>();
  const view = (): ShortcutsView => ({
    keys: 'there',
    items: shortcutActions.map((action) => ({
      action,
      accelerator: set.get(action) ?? null,
      state: set.has(action) ? 'on' : 'off',
      target: null,
    })),
  });
  const folders = (name: string) => async () => {
    note(name);
    return { done: true, folders: fakeFolders } as const;
  };
  return {
    machine: {
      check: async () => ({ verdict: { level: 'good', message: { en: 'Ready for a show.', zh: '可以开播。' } }, lines: [] }),
    },
    folders: {
      view: async () => fakeFolders,
      chooseRecordings: folders('chooseRecordings'),
      resetRecordings: folders('resetRecordings'),
      open(folder) {
        note('openFolder', folder);
        return { done: true };
      },
    },
    shortcuts: {
      view,
      set(action, accelerator) {
        note('setShortcut', { action, accelerator });
        if (accelerator === null) set.delete(action);
        else set.set(action, accelerator);
        return { done: true, shortcuts: view() };
      },
    },
  };
}

export class FakeStudio implements StudioPort {
  readonly #options: FakeStudioOptions;
  readonly #clock: Clock;
  readonly #changes = new Emitter<void>();
  readonly #events = new Emitter<ShowEvent>();
  readonly onChange = this.#changes.event;
  readonly onEvent = this.#events.event;
  /** What was asked, in order: tests look here. */
  readonly calls: { readonly name: string; readonly input?: unknown }[] = [];
  readonly engines: EnginesPort = recordingEngines((name, input) => this.calls.push({ name, input }));
  readonly knowledge: KnowledgePort = recordingKnowledge((name, input) => this.calls.push({ name, input }));
  readonly #settings = recordingSettings((name, input) => this.calls.push(input === undefined ? { name } : { name, input }));
  readonly machine: MachinePort = this.#settings.machine;
  readonly folders: FoldersPort = this.#settings.folders;
  readonly shortcuts: ShortcutsPort = this.#settings.shortcuts;
  readonly encoding: EncodingPort = recordingEncoding((name, input) => this.calls.push({ name, input }));
  readonly hearing: HearingPort = recordingHearing(
    (name, input) => this.calls.push({ name, input }),
    (hearing) => this.update({ hearing }),
  );
  /** What is stored of earlier: empty, unless a test puts something in. */
  storedTurns: TurnPageView = { turns: [], more: false, shows: [] };
  readonly turns: TurnsPort = {
    page: (input) => {
      this.calls.push({ name: 'pageTurns', input });
      return this.storedTurns;
    },
  };
  readonly destinations: DestinationsPort = recordingDestinations((name, input) => this.calls.push({ name, input }));
  readonly recording: RecordingPort = recordingRecordings((name, input) => this.calls.push({ name, input }));
  readonly portraits: PortraitsPort = recordingPortraits((name, input) => this.calls.push({ name, input }));
  readonly #entries: LogEntry[] = [];
  readonly #logged = new Emitter<LogEntry>();
  /** The real machine behind it: what the real studio refuses is refused here, too. */
  readonly controls: ShowPort = {
    goLive: (how) => this.#steer('goLive', how, { type: 'go-live' }),
    slate: (slate) => this.#steer('slate', slate, { type: 'slate', slate }),
    panic: async () => {
      const answer = await this.#steer('panic', undefined, { type: 'panic' });
      if (answer.done) this.#silence();
      return answer.done ? { done: true, slateAfterMs: 3, silentAfterMs: 12 } : answer;
    },
    continue: () => this.#steer('continue', undefined, { type: 'continue' }),
    chooseSlatePicture: async (picturePath) => {
      this.calls.push({ name: 'chooseSlatePicture', input: picturePath });
      this.#show({ air: { ...this.#snapshot.show.air, ownSlate: 'there' } });
      return { done: true };
    },
    forgetSlatePicture: async () => {
      this.calls.push({ name: 'forgetSlatePicture' });
      this.#show({ air: { ...this.#snapshot.show.air, ownSlate: 'none' } });
      return { done: true };
    },
    log: { entries: () => [...this.#entries], onEntry: this.#logged.event },
  };
  readonly quietTime: QuietTimePort = {
    setIdle: (input) => {
      this.calls.push({ name: 'setIdle', input });
      return { done: true };
    },
    talkNow: () => {
      this.calls.push({ name: 'talkNow' });
      return { done: true };
    },
    setMusic: async (input) => {
      this.calls.push({ name: 'setMusic', input });
      return { done: true };
    },
  };
  readonly voices: VoicesPort = {
    list: () => noVoices,
    preview: async (input) => {
      this.calls.push({ name: 'previewVoice', input });
      return { done: false, words: nothingToSay };
    },
    tune: (voice, tuning) => this.#voiceCall('tuneVoice', { voice, tuning }),
    setDefault: (lang, voice) => this.#voiceCall('setDefaultVoice', { lang, voice }),
    setAnchorVoice: (choiceId, voice) => this.#voiceCall('setAnchorVoice', { choiceId, voice }),
    putReading: (input) => this.#voiceCall('putReading', input),
    removeReading: (input) => this.#voiceCall('removeReading', input),
  };
  #voiceCall(name: string, input: unknown): DoneView {
    this.calls.push({ name, input });
    return { done: true };
  }
  #snapshot: StudioSnapshot;
  #epoch = new AbortController();
  #serial = 0;

  constructor(options: FakeStudioOptions = {}) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#snapshot = {
      show: {
        state: 'off',
        showId: null,
        sinceMs: null,
        previewUrl: null,
        rtmpUrl: null,
        recordingPath: null,
        source: null,
        air: { phase: 'off', audience: 'rehearsal', slate: null, ownSlate: 'none' },
        framesHeldSpeaking: 0,
        framesSkipped: 0,
        width: 1280,
        height: 720,
        fps: 30,
        encoding: null,
      },
      health: { level: 'rest', message: { en: 'Off air.', zh: '未开播。' } },
      speaking: null,
      turns: [],
      engines: [...engines],
      models: emptyModels,
      knowledge: { inUse: null, version: 0 },
      hearing: microphoneOff,
      processes: processes.filter((process) => process.name === 'main' || process.name.startsWith('engine-')),
      destinations: [],
      recording: idleRecording,
      resumeOffer: null,
      quietTime: restingQuietTime,
      voiceOffer: null,
      notices: [],
    };
  }

  get listeners(): number {
    return this.#changes.size + this.#events.size + this.#logged.size;
  }

  snapshot(): StudioSnapshot {
    return this.#snapshot;
  }

  /** Changes anything: what a test wants the window to show. */
  update(change: Partial<StudioSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    this.#changes.emit();
  }

  emit(event: ShowEvent): void {
    this.#events.emit(event);
  }

  notice(level: 'info' | 'warn' | 'error', message: UserMessage): void {
    this.update({ notices: [...this.#snapshot.notices, { atMs: this.#clock.wallNow(), level, message }] });
  }

  /** A line of the log. */
  log(level: LogEntry['level'], message: UserMessage): void {
    const entry: LogEntry = { number: this.#entries.length + 1, atMs: this.#clock.wallNow(), level, message };
    this.#entries.push(entry);
    this.#logged.emit(entry);
  }

  async #steer(name: string, input: unknown, event: AirEvent): Promise<Asked> {
    this.calls.push(input === undefined ? { name } : { name, input });
    const { ownSlate, ...air } = this.#snapshot.show.air;
    const step = stepAir(air, event);
    if ('refused' in step) return { done: false, words: airMessages.refusals[step.refused] };
    this.#show({ air: { ...step.air, ownSlate } });
    return { done: true };
  }

  async startShow(options: ShowOptions): Promise<{ showId: string }> {
    this.calls.push({ name: 'startShow', input: options });
    if (this.#options.failStartWith !== undefined) throw new FakeStudioError(this.#options.failStartWith);
    // where the real one measures, this one has a rule
    if (options.preset.startsWith('1080p') && (options.fps ?? 30) > 30 && !options.force) throw new StudioError('format-too-much', tooMuch);
    const showId = `show-${++this.#serial}`;
    const vertical = options.preset === '720p-vertical';
    const [width, height] = vertical ? [720, 1280] : [1280, 720];
    this.#show({ state: 'starting', showId, width, height });
    await delay(this.#clock, 400);
    this.#show({
      state: 'on-air',
      sinceMs: this.#clock.wallNow(),
      source: 'live',
      previewUrl: this.#options.previewUrl?.({ width, height }) ?? null,
      rtmpUrl: 'rtmp://127.0.0.1:1935/live/studio',
      air: {
        phase: options.audience === 'rehearsal' ? 'rehearsing' : 'live',
        audience: options.audience ?? 'platforms',
        slate: null,
        ownSlate: 'none',
      },
      recordingPath: options.record ? `/recordings/${showId}.mp4` : null,
    });
    this.update({
      processes: [...processes],
      destinations: [
        { destinationId: 'local', label: 'Local media server', state: 'live' },
        ...options.destinations.map((destination, index) => ({
          destinationId: `d${index}`,
          label: new URL(destination.url).host,
          state: 'live' as const,
        })),
      ],
    });
    this.#events.emit({ showId: asShowId(showId), atMs: this.#clock.wallNow(), type: 'show', state: 'on-air' });
    return { showId };
  }

  async stopShow(): Promise<{ recordingPath: string | null }> {
    this.calls.push({ name: 'stopShow' });
    const { recordingPath } = this.#snapshot.show;
    this.#silence();
    this.#show({ state: 'stopping' });
    await delay(this.#clock, 200);
    this.#show({
      air: { ...this.#snapshot.show.air, phase: 'off', slate: null },
      state: 'off',
      showId: null,
      sinceMs: null,
      previewUrl: null,
      rtmpUrl: null,
      source: null,
    });
    this.update({
      destinations: [],
      processes: this.#snapshot.processes.filter((process) => process.name === 'main' || process.name.startsWith('engine-')),
    });
    return { recordingPath };
  }

  async acceptResume(): Promise<{ showId: string }> {
    this.calls.push({ name: 'acceptResume' });
    this.update({ resumeOffer: null });
    return this.startShow({ preset: '720p', record: false, destinations: [] });
  }

  declineResume(): void {
    this.calls.push({ name: 'declineResume' });
    this.update({ resumeOffer: null });
  }

  say(line: { readonly author: string; readonly text: string }): SayResult {
    this.calls.push({ name: 'say', input: line });
    if (this.#snapshot.show.state !== 'on-air') return { accepted: false, reason: notOnAir };
    if (line.text.trim() === '') return { accepted: false, reason: nothingToSay };
    const turnId = `turn-${++this.#serial}`;
    const showId = this.#snapshot.show.showId ?? '';
    this.update({
      turns: [...this.#snapshot.turns, { showId, turnId, ...line, state: 'queued', reply: '', atMs: this.#clock.wallNow() }],
    });
    void this.#speak(turnId, line.text, this.#epoch.signal).catch(() => undefined);
    return { accepted: true, turnId };
  }

  /** What the ear in the slot hears, whatever is said; undefined: no ear is switched on. */
  earHears: string | undefined;

  async hear({ author, pcm }: { readonly author: string; readonly pcm: Int16Array }): Promise<HearResult> {
    this.calls.push({ name: 'hear', input: { author, pcm } });
    if (this.earHears === undefined) return { accepted: false, reason: noEar };
    const said = this.say({ author, text: this.earHears });
    return said.accepted ? { ...said, text: this.earHears } : said;
  }

  async cancel(): Promise<{ silentAfterMs: number }> {
    this.calls.push({ name: 'cancel' });
    this.#silence();
    return { silentAfterMs: 12 };
  }

  pin(turnId: string, pinned: boolean): DoneView {
    this.calls.push({ name: 'pin', input: { turnId, pinned } });
    return { done: true };
  }

  async skip(turnId: string): Promise<DoneView> {
    this.calls.push({ name: 'skip', input: { turnId } });
    return { done: true };
  }

  async dispose(): Promise<void> {
    this.calls.push({ name: 'dispose' });
    this.#silence();
  }

  async #speak(turnId: string, text: string, signal: AbortSignal): Promise<void> {
    const chinese = /\p{Script=Han}/u.test(text);
    const clauses = chinese
      ? ['您好，', '这款保温杯可以保温十二个小时，', '今天下单还送杯套。']
      : ['Good question,', 'this cup keeps tea warm for twelve hours,', 'and shipping is free today.'];
    await delay(this.#clock, this.#options.thinkingMs ?? 300, signal);
    this.#turn(turnId, { state: 'thinking' });
    await delay(this.#clock, this.#options.thinkingMs ?? 300, signal);
    for (const [index, clause] of clauses.entries()) {
      const clauseId = `${turnId}-${index}`;
      const turn = this.#snapshot.turns.find((candidate) => candidate.turnId === turnId);
      this.#turn(turnId, { state: 'speaking', reply: [turn?.reply ?? '', clause].join(chinese ? '' : ' ').trim() });
      this.update({ speaking: { turnId, clauseId, text: clause, sinceMs: this.#clock.wallNow(), words: [] } });
      this.#events.emit({
        showId: asShowId(this.#snapshot.show.showId ?? ''),
        atMs: this.#clock.wallNow(),
        type: 'speech-started',
        turnId: asTurnId(turnId),
        clauseId: asClauseId(clauseId),
        frame: 0,
        heardAtMs: this.#clock.wallNow(),
      });
      await delay(this.#clock, this.#options.speakingMs ?? 1200, signal);
    }
    this.update({ speaking: null });
    this.#turn(turnId, { state: 'ended' });
  }

  #silence(): void {
    this.#epoch.abort(new Error('cancelled'));
    this.#epoch = new AbortController();
    const open: readonly TurnState[] = ['queued', 'thinking', 'waiting', 'speaking'];
    this.update({
      speaking: null,
      turns: this.#snapshot.turns.map((turn) => (open.includes(turn.state) ? { ...turn, state: 'cancelled' } : turn)),
    });
  }

  #turn(turnId: string, change: Partial<TurnView>): void {
    this.update({ turns: this.#snapshot.turns.map((turn) => (turn.turnId === turnId ? { ...turn, ...change } : turn)) });
  }

  #show(change: Partial<StudioSnapshot['show']>): void {
    this.update({ show: { ...this.#snapshot.show, ...change } });
  }
}
