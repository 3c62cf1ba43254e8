/** A text spoken into a file, as fast as the machine can: the same conversation, engines and programme as on air, without clock, outlet and model. */
import { rm } from 'node:fs/promises';
import { asShowId } from '../contract/ids.ts';
import { videoFormat, type FrameRate, type VideoPreset } from '../contract/media.ts';
import { videoKbpsFor } from '../contract/video-encoders.ts';
import type { UserMessage } from '../contract/failure.ts';
import { isTerminalTurn } from '../contract/show-events.ts';
import { createDeferred } from '../kernel/deferred.ts';
import { DisposableStore } from '../kernel/disposable.ts';
import { systemClock } from '../kernel/clock.ts';
import type { Logger } from '../kernel/logger.ts';
import { createConversation, type ConversationEvent } from '../conversation/create-conversation.ts';
import type { Brain } from '../conversation/ports.ts';
import type { ProcessAdapter } from '../processes/host/types.ts';
import { mediaSocketPath } from '../processes/protocol/media-socket-path.ts';
import { createProgramme } from '../programme/control/create-programme.ts';
import { resolveFfmpeg } from '../programme/control/resolve-ffmpeg.ts';
import { defaultAnchorRect } from '../programme/protocol/anchor-rect.ts';
import type { EngineInstance } from '../engines/hosting/engine-instance.ts';
import { createFeeling } from './engine-ports/create-feeling.ts';
import { createVoice } from './engine-ports/create-voice.ts';
import { createEngineFleet } from './engine-fleet.ts';
import { makeSocketDir } from './show-files.ts';
import { createStage } from './stage.ts';
import type { StudioConfig } from './studio-config.ts';

export interface RenderRequest {
  /** Each one is a turn; empty ones are refused in words. */
  readonly texts: readonly string[];
  readonly outPath: string;
  readonly preset: VideoPreset;
  readonly fps?: FrameRate;
  readonly config: StudioConfig;
  readonly adapter: ProcessAdapter;
  readonly entriesDir: string;
  readonly resourcesDir: string;
  readonly logger: Logger;
  readonly onEvent?: (event: ConversationEvent) => void;
  /** Ends everything that was started and rejects with the signal's reason; what is written so far stays. */
  readonly signal?: AbortSignal;
}

export interface RenderResult {
  readonly frames: number;
  readonly seconds: number;
  /** Clauses that were only shown, with the reason. */
  readonly unvoiced: readonly string[];
  readonly refused: readonly UserMessage[];
}

/** A script is read as it stands. */
const readAloud: Brain = {
  async *answer(_turn, line) {
    yield await Promise.resolve(line.text);
  },
};

export async function renderFile(request: RenderRequest): Promise<RenderResult> {
  const { adapter, entriesDir, resourcesDir, logger, config, preset } = request;
  const clock = systemClock;
  const showId = asShowId('render');
  const video = videoFormat(preset, request.fps);
  const store = new DisposableStore();
  const died = createDeferred<never>();
  died.promise.catch(() => {});
  const onAbort = (): void => died.reject(request.signal?.reason);
  request.signal?.addEventListener('abort', onAbort, { once: true });
  store.defer(() => request.signal?.removeEventListener('abort', onAbort));
  try {
    request.signal?.throwIfAborted();
    const ffmpeg = await resolveFfmpeg();
    const sockets = makeSocketDir();
    store.defer(() => sockets.remove());
    const slots = config.slots.filter((slot) => slot.slotId !== 'llm');
    const fleet = createEngineFleet({ adapter, entriesDir, resourcesDir, slots, faceSize: defaultAnchorRect(video), clock, logger });
    store.add(fleet);
    // a file can wait where a show cannot: an engine that has to be started again is waited for, one that is given up is done without
    const loaded = (engine: EngineInstance): Promise<unknown> => engine.whenReady().catch(() => undefined);
    await Promise.race([Promise.all(fleet.slots().map(({ instance }) => loaded(instance))), died.promise]);
    const face = await fleet.faceAt(defaultAnchorRect(video));
    if (face) await Promise.race([loaded(face), died.promise]);
    const mediaPath = mediaSocketPath(sockets.dir, 'programme');
    const programme = createProgramme({ adapter, entriesDir, clock, logger, mode: 'file' });
    store.add(programme);
    programme.onEvent((event) => {
      if (event.type === 'process' && event.state === 'given-up')
        died.reject(new Error(`the file could not be made: ${event.message?.en ?? 'the programme ended'}`));
      if (event.type === 'encoder' && event.state === 'failed') died.reject(new Error(`the file could not be written: ${event.detail}`));
    });
    await rm(request.outPath, { force: true });
    await programme.configure({
      showId,
      video,
      look: config.look,
      encoder: {
        ffmpegPath: ffmpeg.path,
        videoBitrateKbps: videoKbpsFor(video, config.audioBitrateKbps, [], config.videoBitrateKbps),
        audioBitrateKbps: config.audioBitrateKbps,
        preset: 'veryfast',
        keyframeIntervalSeconds: 2,
      },
      mediaPath,
      resourcesDir,
      motionSeed: 1,
      output: { mode: 'file', path: request.outPath },
      firstFrame: 0,
    });
    if (face) {
      await face.attach(mediaPath);
      await programme.setFace(face.id);
    }
    const stage = createStage(programme, logger);
    store.add(stage);
    const unvoiced: string[] = [];
    const refused: UserMessage[] = [];
    const ended = createDeferred<void>();
    const open = new Set<string>();
    let all = false;
    const settle = (): void => {
      if (all && open.size === 0) ended.resolve();
    };
    const conversation = createConversation({
      showId,
      brain: readAloud,
      feeling: createFeeling({ router: fleet.router, showId, logger }),
      voice: createVoice({ router: fleet.router, showId, logger, sinkPath: () => mediaPath }),
      stage,
      moderator: { check: () => ({ allowed: true }) },
      clock,
      logger,
      limits: { queuedTurns: request.texts.length + 1, answeredCharacters: 20_000, answerCharacters: 20_000 },
    });
    store.add(conversation);
    conversation.onEvent((event) => {
      request.onEvent?.(event);
      if (event.type === 'clause' && !event.voiced) unvoiced.push(`${event.text} (${event.reason ?? 'not voiced'})`);
      if (event.type !== 'turn') return;
      if (event.state === 'queued') open.add(event.turnId);
      if (event.state === 'failed' && event.reason) refused.push(event.reason);
      if (isTerminalTurn(event.state)) {
        open.delete(event.turnId);
        settle();
      }
    });
    request.signal?.throwIfAborted();
    await programme.start();
    for (const text of request.texts) {
      const outcome = conversation.say({ author: 'script', text });
      if (!outcome.accepted) refused.push(outcome.reason);
    }
    all = true;
    settle();
    await Promise.race([ended.promise, died.promise]);
    const { frames } = await Promise.race([programme.finish(), died.promise]);
    return { frames, seconds: frames / video.fps, unvoiced, refused };
  } finally {
    await store.dispose();
  }
}
