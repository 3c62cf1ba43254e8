/**
 * Owns what is heard: the clauses in their order, where each begins to the sample, breaths between them, held breaths, fades.
 * Time is a sample position on the programme's timeline; it knows no clock, no encoder and no picture.
 */
import { LayerError } from '../../../contract/failure.ts';
import type { ClauseId, Epoch, TurnId } from '../../../contract/ids.ts';
import { programmeSampleRate, samplesPerFrame } from '../../../contract/media.ts';
import type { Mark } from '../../../contract/speech.ts';
import type { CueSheet } from '../../../performance/types.ts';
import type { ClauseSpec } from '../../protocol/control.ts';
import type { ResamplerPool } from '../resample.ts';
import { createClause, isComplete, knownLength, type Clause } from './clause.ts';
import type { PcmInbox } from './pcm-inbox.ts';
import { loudnessStepMs, type PcmStream } from './pcm-stream.ts';
import { pauseAfterMs } from './speech-pauses.ts';
import { TurnLedger } from './turn-ledger.ts';

export type PlayoutEvent =
  | { readonly type: 'speech-started'; readonly turnId: TurnId; readonly clauseId: ClauseId }
  | {
      readonly type: 'speech-ended';
      readonly turnId: TurnId;
      readonly clauseId: ClauseId;
      readonly complete: boolean;
      readonly playedMs: number;
    }
  | { readonly type: 'turn-ended'; readonly turnId: TurnId; readonly complete: boolean };

export interface PlayoutOptions {
  readonly fps: number;
  readonly inbox: PcmInbox;
  readonly resamplers: ResamplerPool;
  readonly cues: CueSheet;
}

export class PlayoutError extends LayerError<'queue-full'> {
  constructor(message: string) {
    super('PlayoutError', 'queue-full', message);
  }
}

const mostClauses = 512;
const fadeSamples = 384;
const edgeSamples = 128;
/** The filter keeps about this much back until it is told that the stream has ended. */
const tailSamples = 480;
const gapAfterCancelSamples = 4800;
const leastPrebufferMs = 50;
const mostPrebufferMs = 1000;
/** The head of the queue waits this long for its sound, and this long after it was told that there is no more. */
const headPatienceMs = 20_000;
const endedPatienceMs = 2000;
const planAheadMs = 600;
const samplesPerMs = programmeSampleRate / 1000;

export class Playout {
  readonly #spf: number;
  readonly #inbox: PcmInbox;
  readonly #resamplers: ResamplerPool;
  readonly #cues: CueSheet;
  readonly #mono: Int16Array;
  readonly #turns = new TurnLedger();
  #queue: Clause[] = [];
  #current: Clause | null = null;
  #fading: { readonly clause: Clause; left: number } | null = null;
  #last: { readonly endPos: number; readonly text: string; readonly turnId: TurnId } | null = null;
  #notBeforePos = 0;
  #cancelledEpoch: Epoch = -1;
  #prebufferMs = leastPrebufferMs;
  #events: PlayoutEvent[] = [];
  #underruns = 0;
  #caption: Clause | null = null;
  #replannedPos = Infinity;

  constructor(options: PlayoutOptions) {
    this.#spf = samplesPerFrame(options.fps);
    this.#inbox = options.inbox;
    this.#resamplers = options.resamplers;
    this.#cues = options.cues;
    this.#mono = new Int16Array(this.#spf);
  }

  get underruns(): number {
    return this.#underruns;
  }
  get queuedClauses(): number {
    return this.#queue.length + (this.#current ? 1 : 0);
  }
  /** Nothing is playing, waiting or to come. */
  get drained(): boolean {
    return this.#queue.length === 0 && !this.#current && !this.#fading && this.#events.length === 0;
  }
  /** A voiced clause is being heard (a held breath counts). */
  get speaking(): boolean {
    return this.#current !== null && this.#current.spec.streamId !== null;
  }
  /** The stream that the air waits for, if it does. */
  get starving(): PcmStream | null {
    const clause = this.#current ?? this.#queue[0];
    const stream = clause?.stream;
    return stream && stream.state === 'open' && stream.available < programmeSampleRate ? stream : null;
  }
  /** The sound for at least one more frame is there, or known not to come. */
  get canPlay(): boolean {
    const clause = this.#current ?? this.#queue[0];
    if (!clause || clause.spec.streamId === null) return true;
    return this.#current && !clause.holding
      ? clause.stream === null || clause.stream.state !== 'open' || clause.stream.available >= this.#spf
      : this.#isReady(clause);
  }
  /** Gives up on what was waited for too long; `fill` does so by itself. */
  tire(nowMs: number): void {
    this.#dropHopeless(nowMs);
  }
  /** The clause whose words are seen: the one being heard, or the last one until the next. `played` is 0..1 when its length is known. */
  get caption(): { readonly spec: ClauseSpec; readonly playedMs: number; readonly lengthMs: number | null } | null {
    const clause = this.#caption;
    if (!clause) return null;
    const length = knownLength(clause);
    return { spec: clause.spec, playedMs: clause.playedSamples / samplesPerMs, lengthMs: length === null ? null : length / samplesPerMs };
  }
  /** Where the caption's clause ended, null while it plays. */
  get captionEndPos(): number | null {
    return this.#caption && this.#caption !== this.#current ? (this.#last?.endPos ?? 0) : null;
  }

  /** False: its epoch was cancelled, or its turn is over; it is dropped. */
  enqueue(spec: ClauseSpec, nowMs: number): boolean {
    if (spec.epoch <= this.#cancelledEpoch || this.#turns.isOver(spec.turnId)) {
      if (spec.streamId !== null) this.#inbox.drop(spec.streamId);
      return false;
    }
    if (this.#queue.length >= mostClauses) throw new PlayoutError(`more than ${mostClauses} clauses wait to be played`);
    const clause = createClause(spec, nowMs);
    this.#queue.push(clause);
    this.#turns.clauseAdded(spec.turnId, spec.epoch);
    this.#claim(clause);
    return true;
  }

  marks(clauseId: ClauseId, marks: readonly Mark[]): void {
    if (this.#find(clauseId)) this.#cues.addMarks(clauseId, marks);
  }

  clauseEnd(clauseId: ClauseId, failed: boolean, nowMs: number): void {
    const clause = this.#find(clauseId);
    if (!clause || clause.ended) return;
    clause.ended = { atMs: nowMs, failed };
    if (failed) clause.stream?.close('broken');
  }

  endTurn(turnId: TurnId): void {
    const ending = this.#turns.close(turnId);
    if (ending) this.#events.push({ type: 'turn-ended', turnId, complete: ending.complete });
  }

  /** Something came for a stream: its clause learns of it. */
  streamTouched(stream: PcmStream): void {
    const clause = [this.#current, ...this.#queue].find((c) => c?.spec.streamId === stream.streamId);
    if (!clause) return;
    if (!clause.stream) this.#claim(clause);
    else this.#tellLoudness(clause);
    if (stream.state !== 'open' && clause === this.#current) this.#tellEnd(clause);
  }

  /** No resampler can be had for this rate: what uses it cannot be heard. */
  rateFailed(sampleRate: number): void {
    for (const clause of [this.#current, ...this.#queue]) {
      if (clause?.stream?.sampleRate !== sampleRate) continue;
      clause.stream.discard();
      clause.stream.close('broken');
      clause.ended = { atMs: clause.enqueuedMs, failed: true };
    }
  }

  /** Drops everything of an epoch up to `epoch`; what is heard fades within 8 ms of the next sample. Returns whether a sound was cut. */
  cancel(epoch: Epoch, nextPos: number): boolean {
    this.#cancelledEpoch = Math.max(this.#cancelledEpoch, epoch);
    const keep: Clause[] = [];
    for (const clause of this.#queue) {
      if (clause.spec.epoch > epoch) keep.push(clause);
      else this.#retire(clause);
    }
    this.#queue = keep;
    // What was planned behind the cancelled clause is planned anew.
    for (const clause of keep) clause.startPos = null;
    const current = this.#current;
    const cut = current !== null && current.spec.epoch <= epoch;
    if (current && cut) {
      this.#cues.endClause(current.spec.clauseId, nextPos / this.#spf);
      this.#current = null;
      if (current.stream && !current.holding) this.#fading = { clause: current, left: fadeSamples };
      else this.#retire(current);
      if (current.spec.streamId !== null) this.#events.push(endedEvent(current, false));
      this.#notBeforePos = nextPos + gapAfterCancelSamples;
      this.#last = null;
    }
    if (this.#caption && this.#caption.spec.epoch <= epoch) this.#caption = null;
    for (const turnId of this.#turns.cancel(epoch)) this.#events.push({ type: 'turn-ended', turnId, complete: false });
    return cut;
  }

  /** A clause waits at the head, nothing is heard, and its sound is there: it can be scheduled. */
  get startable(): boolean {
    const head = this.#queue[0];
    return !this.#current && !this.#fading && head !== undefined && head.startPos === null && this.#isReady(head);
  }

  /** The frame in which the waiting head will begin; null when none is scheduled or something is heard. */
  get scheduledFrame(): number | null {
    const startPos = this.#current ? null : this.#queue[0]?.startPos;
    return typeof startPos === 'number' ? Math.floor(startPos / this.#spf) : null;
  }

  /** Plans the head to begin with `frame` or, after a breath, later. Returns the frame. */
  schedule(frame: number): number {
    const head = this.#queue[0];
    if (!head) return frame;
    this.#place(head, Math.max(frame * this.#spf, this.#earliest(head)));
    return Math.floor((head.startPos ?? 0) / this.#spf);
  }

  /** The first frame whose cue changed because `fill` gave a later clause its place; Infinity when none did. Told once. */
  takeReplanned(): number {
    const pos = this.#replannedPos;
    this.#replannedPos = Infinity;
    return Math.floor(pos / this.#spf);
  }

  /** The head begins one frame later than planned. */
  postpone(): void {
    const head = this.#queue[0];
    if (head && head.startPos !== null) this.#place(head, head.startPos + this.#spf);
  }

  /** Fills `out` (stereo) with the sound of `frame`, and returns what happens in it. */
  fill(frame: number, out: Int16Array, nowMs: number): PlayoutEvent[] {
    const mono = this.#mono.fill(0);
    const base = frame * this.#spf;
    this.#dropHopeless(nowMs);
    let at = this.#fadeOut(mono);
    while (at < this.#spf) {
      const clause = this.#current ?? this.#begin(base + this.#spf);
      if (!clause) break;
      at = Math.max(at, Math.min(this.#spf, (clause.startPos ?? 0) + clause.playedSamples - base));
      if (clause.spec.streamId === null) {
        const take = Math.min(this.#spf - at, clause.silentSamples - clause.playedSamples);
        clause.playedSamples += take;
        at += take;
        if (clause.playedSamples >= clause.silentSamples) this.#finish(clause, base + at);
      } else {
        const read = this.#readVoice(clause, mono, at, base);
        at += read;
        if (!clause.stream || clause.stream.drained) this.#finish(clause, base + at);
        else if (at < this.#spf) break;
      }
    }
    for (let i = 0; i < this.#spf; i++) out[2 * i] = out[2 * i + 1] = mono[i] ?? 0;
    this.#planAhead(base + this.#spf);
    return this.#events.splice(0);
  }

  dispose(): void {
    for (const clause of [this.#current, this.#fading?.clause, ...this.#queue]) if (clause) this.#retire(clause);
    this.#queue = [];
    this.#current = null;
    this.#fading = null;
  }

  #find(clauseId: ClauseId): Clause | undefined {
    if (this.#current?.spec.clauseId === clauseId) return this.#current;
    return this.#queue.find((clause) => clause.spec.clauseId === clauseId);
  }

  #claim(clause: Clause): void {
    if (clause.spec.streamId === null || clause.stream) return;
    clause.stream = this.#inbox.claim(clause.spec.streamId);
    if (clause.ended?.failed) clause.stream?.close('broken');
    this.#tellLoudness(clause);
  }

  #tellLoudness(clause: Clause): void {
    const values = clause.stream?.takeLoudness() ?? [];
    if (values.length === 0) return;
    this.#cues.addLoudness(clause.spec.clauseId, clause.loudnessMs, loudnessStepMs, values);
    clause.loudnessMs += values.length * loudnessStepMs;
  }

  #isReady(clause: Clause): boolean {
    if (clause.spec.streamId === null) return true;
    const { stream } = clause;
    if (!stream) return false;
    if (!stream.hasResampler) {
      const resampler = this.#resamplers.take(stream.sampleRate);
      if (!resampler) return false;
      stream.useResampler(resampler);
    }
    return stream.state !== 'open' || stream.available >= this.#prebufferMs * samplesPerMs;
  }

  #earliest(next: Clause): number {
    const last = this.#last;
    if (!last) return this.#notBeforePos;
    const pauseMs = pauseAfterMs(last.text, next.spec.turnId === last.turnId ? 'same-turn' : 'other-turn');
    return Math.max(this.#notBeforePos, last.endPos + pauseMs * samplesPerMs);
  }

  /** Puts the clause's first sample at `pos`, and tells the face. */
  #place(clause: Clause, pos: number): void {
    clause.startPos = pos;
    if (clause.spec.streamId !== null) this.#cues.startClause(clause.spec.clauseId, pos / this.#spf, clause.spec.expression);
    this.#tellEnd(clause);
  }

  #tellEnd(clause: Clause): void {
    const length = knownLength(clause);
    if (clause.spec.streamId === null || clause.startPos === null || length === null) return;
    this.#cues.endClause(clause.spec.clauseId, (clause.startPos + length) / this.#spf);
  }

  #begin(beforePos: number): Clause | null {
    const head = this.#queue[0];
    if (!head || head.startPos === null || head.startPos >= beforePos) return null;
    this.#queue.shift();
    this.#current = head;
    this.#caption = head;
    return head;
  }

  #readVoice(clause: Clause, mono: Int16Array, at: number, base: number): number {
    const { stream } = clause;
    if (!stream) return 0;
    if (clause.holding && !this.#endHold(clause, stream, base + at)) return 0;
    const wanted = this.#spf - at;
    const read = stream.read(mono, at, wanted);
    if (clause.playedSamples === 0 && read > 0) {
      this.#events.push({ type: 'speech-started', turnId: clause.spec.turnId, clauseId: clause.spec.clauseId });
    }
    clause.playedSamples += read;
    if (read < wanted && !stream.drained) {
      clause.holding = true;
      ramp(mono, at + Math.max(0, read - edgeSamples), Math.min(read, edgeSamples));
    }
    return read;
  }

  /** Whether the sound goes on at `pos`. What is left of a clause after its end was awaited in vain is too short to be heard as speech. */
  #endHold(clause: Clause, stream: PcmStream, pos: number): boolean {
    if (stream.state === 'open' && stream.available < this.#prebufferMs * samplesPerMs) return false;
    clause.holding = false;
    if (stream.state !== 'open' && stream.available < tailSamples) {
      stream.skipRest();
      return true;
    }
    this.#underruns += 1;
    clause.held = true;
    this.#prebufferMs = Math.min(mostPrebufferMs, this.#prebufferMs * 2);
    this.#place(clause, pos - clause.playedSamples);
    return true;
  }

  #fadeOut(mono: Int16Array): number {
    const fading = this.#fading;
    if (!fading) return 0;
    const read = fading.clause.stream?.read(mono, 0, Math.min(fading.left, this.#spf)) ?? 0;
    ramp(mono, 0, read);
    this.#fading = null;
    this.#retire(fading.clause);
    return read;
  }

  #finish(clause: Clause, endPos: number): void {
    this.#current = null;
    this.#last = { endPos, text: clause.spec.text, turnId: clause.spec.turnId };
    if (clause.spec.streamId !== null) {
      if (!clause.held) this.#prebufferMs = Math.max(leastPrebufferMs, this.#prebufferMs * 0.8);
      this.#cues.endClause(clause.spec.clauseId, endPos / this.#spf);
      this.#events.push(endedEvent(clause, isComplete(clause)));
    }
    const complete = isComplete(clause);
    this.#retire(clause);
    const ending = this.#turns.clauseDone(clause.spec.turnId, complete);
    if (ending) this.#events.push({ type: 'turn-ended', turnId: clause.spec.turnId, complete: ending.complete });
  }

  #retire(clause: Clause): void {
    const resampler = clause.stream?.releaseResampler();
    if (resampler) this.#resamplers.give(resampler);
    if (clause.spec.streamId !== null) this.#inbox.drop(clause.spec.streamId);
    if (clause.startPos === null) this.#cues.endClause(clause.spec.clauseId, 0);
  }

  /** What failed before its first sample, or whose sound stays away, makes way. */
  #dropHopeless(nowMs: number): void {
    const air = this.#current;
    if (air?.holding && air.stream?.state === 'open') {
      const silentMs = nowMs - Math.max(air.stream.touchedMs, air.ended?.atMs ?? 0);
      if (silentMs > (air.ended ? endedPatienceMs : headPatienceMs)) air.stream.close('broken');
    }
    for (;;) {
      const head = this.#current ? undefined : this.#queue[0];
      if (!head || head.spec.streamId === null || head.startPos !== null) return;
      const { stream, ended } = head;
      const empty = !stream || stream.totalSamples === 0;
      const failed = empty && (ended?.failed === true || (stream !== null && stream.state !== 'open'));
      const tired = nowMs - head.enqueuedMs > headPatienceMs && nowMs - (stream?.touchedMs ?? 0) > headPatienceMs;
      if (!failed && !(empty && ended && nowMs - ended.atMs > endedPatienceMs) && !(empty && tired)) {
        // Told that it ended, and nothing more comes: what is here is all.
        if (!empty && ended && stream.state === 'open' && nowMs - Math.max(ended.atMs, stream.touchedMs) > endedPatienceMs)
          stream.close('broken');
        return;
      }
      this.#queue.shift();
      this.#events.push(endedEvent(head, false));
      this.#retire(head);
      const ending = this.#turns.clauseDone(head.spec.turnId, false);
      if (ending) this.#events.push({ type: 'turn-ended', turnId: head.spec.turnId, complete: ending.complete });
    }
  }

  /** Clauses that follow one of known length get their place ahead of time, so that the face is asked for the right lips. */
  #planAhead(pos: number): void {
    let before = this.#current;
    if (!before) return;
    const left = knownLength(before);
    let endPos = left === null || before.startPos === null ? null : before.startPos + left;
    for (const next of this.#queue) {
      if (endPos === null || endPos - pos > planAheadMs * samplesPerMs || !this.#isReady(next)) return;
      const pauseMs = pauseAfterMs(before.spec.text, next.spec.turnId === before.spec.turnId ? 'same-turn' : 'other-turn');
      const startPos: number = endPos + pauseMs * samplesPerMs;
      if (next.startPos !== startPos) {
        this.#place(next, startPos);
        this.#replannedPos = Math.min(this.#replannedPos, startPos);
      }
      const length = knownLength(next);
      endPos = length === null ? null : startPos + length;
      before = next;
    }
  }
}

function endedEvent(clause: Clause, complete: boolean): PlayoutEvent {
  const { turnId, clauseId } = clause.spec;
  return { type: 'speech-ended', turnId, clauseId, complete, playedMs: clause.playedSamples / samplesPerMs };
}

/** Fades `count` samples from `from` out to silence. */
function ramp(samples: Int16Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) samples[from + i] = Math.round(((samples[from + i] ?? 0) * (count - 1 - i)) / count);
}
