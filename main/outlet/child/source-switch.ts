/**
 * Who is on air: the programme's encoder or the slate, on one timeline. Takes FLV bytes, gives placed tags. Knows nothing of
 * destinations. The slate fills what is missing since the last tag at once (at most the source time-out), so that the timeline
 * keeps up with the clock; after a longer pause of the whole process it skips.
 */
import type { Clock } from '../../kernel/clock.ts';
import type { SourceState } from '../../contract/show-events.ts';
import { type AvTag, readAvTag } from './av-tag.ts';
import { createFlvParser, type FlvParser } from './flv-parser.ts';
import { createSlatePlayer, type SlateLoop, type SlatePlayer } from './slate-player.ts';
import { createSplicer, type SegmentStart, type Splicer } from './splicer.ts';
import { createTimeline, wrappedDifference } from './timeline.ts';

export interface SourceSwitchOptions {
  readonly clock: Clock;
  readonly fps: number;
  readonly sourceTimeoutMs: number;
  /** Shown when the programme is missing. */
  readonly slate: SlateLoop;
  /** A slate that is on by command from the start. */
  readonly held?: SlateLoop;
  /** Every tag on air, strictly rising per track; a segment starts with its configuration. */
  readonly onTag: (tag: AvTag) => void;
  readonly onState: (state: SourceState) => void;
  /** The encoder's stream is broken; it is ignored until a new generation starts. */
  readonly onSourceError: (error: unknown) => void;
}

export interface SourceSwitch {
  readonly state: SourceState;
  readonly videoMs: number;
  readonly audioMs: number;
  readonly slateMs: number;
  readonly generations: number;
  /** Bytes of an encoder generation; `generation` is any value that changes with it, `firstFrame` the programme's frame that it began with. */
  accept(generation: string, bytes: Uint8Array, firstFrame?: number): void;
  /** The programme's connection is gone, or that generation has ended (a newer one is not touched): slate now. */
  lost(generation?: string): void;
  /**
   * By command: this slate now, whatever the programme sends (its tags are let go; its configuration stays known). null: the command is taken back, and
   * the programme is on again from its next keyframe. Returns the timeline's position of the last picture before.
   */
  hold(slate: SlateLoop | null): number;
  /**
   * Other slates from now on: `slate` for a missing programme, `heldSlate` in place of the one that is on by command (null, or none is on: nothing of it changes).
   * A slate that is being played goes over to its new self at once: it begins with its own configuration and keyframe.
   */
  useSlates(slate: SlateLoop, heldSlate: SlateLoop | null): void;
  dispose(): void;
}

interface Encoder {
  readonly generation: string;
  readonly parser: FlvParser;
  readonly splicer: Splicer;
  state: 'waiting' | 'on-air' | 'broken';
  firstFrame: number | undefined;
  firstVideoMs: number | undefined;
}

const slateTickMs = 10;
/** Behind by more than this beyond the time-out: the process itself was stopped; skip instead of bursting. */
const maxCatchUpSlackMs = 1000;

export function createSourceSwitch(options: SourceSwitchOptions): SourceSwitch {
  const { clock, fps, sourceTimeoutMs, onTag } = options;
  const timeline = createTimeline(Math.round(1000 / fps));
  let state: SourceState = 'starting';
  let usual = options.slate;
  let held: SlateLoop | null = options.held ?? null;
  let encoder: Encoder | null = null;
  let player: { readonly slate: SlatePlayer; readonly startedMs: number; skippedMs: number } | null = null;
  let generations = 0;
  let slateMs = 0;
  let lastTagAtMs = clock.now();
  const liveTickMs = Math.max(slateTickMs, Math.min(100, sourceTimeoutMs / 8));
  let cancelTick: (() => void) | null = null;

  const setState = (next: SourceState): void => {
    if (state === next) return;
    state = next;
    options.onState(next);
  };

  const place = (tag: AvTag): boolean => {
    const placed = timeline.place(tag.track, tag.timestampMs);
    if (placed === 'discontinuity') return false;
    onTag({ ...tag, timestampMs: placed });
    return true;
  };

  const begin = (start: SegmentStart): void => {
    const atMs = Math.max(0, timeline.begin(start.firstVideoMs, start.firstAudioMs));
    onTag({ ...start.videoConfig, timestampMs: atMs });
    if (start.audioConfig) onTag({ ...start.audioConfig, timestampMs: atMs });
  };

  const startSlate = (): void => {
    const slate = held ?? usual;
    begin({
      videoConfig: slate.videoConfig,
      audioConfig: slate.audioConfig,
      firstVideoMs: 0,
      firstAudioMs: slate.audio.length > 0 ? 0 : null,
      tags: [],
    });
    const now = clock.now();
    const startedMs = now - lastTagAtMs > sourceTimeoutMs + maxCatchUpSlackMs || state === 'starting' ? now : lastTagAtMs;
    player = { slate: createSlatePlayer(slate, fps), startedMs, skippedMs: 0 };
    if (encoder?.state === 'on-air') {
      encoder.splicer.restart();
      encoder.state = 'waiting';
    }
    setState('slate');
    playSlate();
  };

  const playSlate = (): void => {
    if (!player) return;
    const before = timeline.videoMs;
    const now = clock.now();
    const behindMs = now - Math.max(lastTagAtMs, player.startedMs);
    if (behindMs > sourceTimeoutMs + maxCatchUpSlackMs) player.skippedMs += behindMs;
    for (const tag of player.slate.due(now - player.startedMs - player.skippedMs)) place(tag);
    if (timeline.videoMs > before) slateMs += before < 0 ? 0 : timeline.videoMs - before;
    lastTagAtMs = now;
  };

  const tick = (): void => {
    if (player) playSlate();
    else if (clock.now() - lastTagAtMs >= sourceTimeoutMs) startSlate();
    schedule();
  };
  const schedule = (): void => {
    cancelTick = clock.after(player ? slateTickMs : liveTickMs, tick);
  };
  schedule();
  if (held !== null) startSlate();

  /** The encoder takes frames at an even pace, so the stream's own clock counts them. */
  const numbered = (from: Encoder, tag: AvTag): AvTag => {
    if (tag.track !== 'video' || tag.role === 'config') return tag;
    from.firstVideoMs ??= tag.timestampMs;
    if (from.firstFrame === undefined) return tag;
    const sinceMs = wrappedDifference(tag.timestampMs, from.firstVideoMs);
    return { ...tag, programmeFrame: from.firstFrame + Math.round((sinceMs * fps) / 1000) };
  };

  const takeFrame = (from: Encoder, tag: AvTag): void => {
    if (held !== null) {
      if (tag.role === 'config') from.splicer.push(tag);
      return;
    }
    if (from.state === 'on-air') {
      if (tag.role === 'config') {
        from.splicer.push(tag);
        onTag({ ...tag, timestampMs: Math.max(0, timeline.videoMs, timeline.audioMs) });
        return;
      }
      if (place(tag)) {
        if (tag.track === 'video') lastTagAtMs = clock.now();
        return;
      }
      from.state = 'waiting';
      from.splicer.restart();
    }
    const start = from.splicer.push(tag);
    if (start === null) return;
    if (player) playSlate();
    player = null;
    begin(start);
    for (const held of start.tags) place(held);
    from.splicer.restart();
    from.state = 'on-air';
    lastTagAtMs = clock.now();
    setState('live');
  };

  return {
    get state() {
      return state;
    },
    get videoMs() {
      return Math.max(0, timeline.videoMs);
    },
    get audioMs() {
      return Math.max(0, timeline.audioMs);
    },
    get slateMs() {
      return slateMs;
    },
    get generations() {
      return generations;
    },
    accept(generation, bytes, firstFrame) {
      if (encoder?.generation !== generation) {
        encoder = {
          generation,
          parser: createFlvParser(),
          splicer: createSplicer(),
          state: 'waiting',
          firstFrame: undefined,
          firstVideoMs: undefined,
        };
        generations += 1;
      }
      const from = encoder;
      from.firstFrame ??= firstFrame;
      if (from.state === 'broken') return;
      try {
        for (const tag of from.parser.push(bytes)) {
          const av = readAvTag(tag);
          if (av) takeFrame(from, numbered(from, av));
        }
      } catch (error) {
        from.state = 'broken';
        options.onSourceError(error);
      }
    },
    lost(generation) {
      if (generation !== undefined && encoder !== null && encoder.generation !== generation) return;
      encoder = null;
      if (!player && state === 'live') startSlate();
    },
    hold(slate) {
      const atMs = Math.max(0, timeline.videoMs);
      held = slate;
      // Taken back: the slate goes on, whichever it is, until the programme's keyframe ends it.
      if (slate === null) return atMs;
      if (player) playSlate();
      startSlate();
      return atMs;
    },
    useSlates(slate, heldSlate) {
      usual = slate;
      if (held !== null && heldSlate !== null) held = heldSlate;
      if (!player) return;
      playSlate();
      startSlate();
    },
    dispose() {
      cancelTick?.();
      cancelTick = null;
    },
  };
}
