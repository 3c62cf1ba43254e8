/**
 * Owns what is heard: begins the clauses in their order, reads their sound frame by frame, ends, cuts and cancels them, and says so.
 * Time is a sample position on the programme's timeline; it knows no clock, no encoder and no picture.
 */
import { LayerError } from '../../../contract/failure.ts';
import type { ClauseId, Epoch, TurnId } from '../../../contract/ids.ts';
import { programmeSampleRate, samplesPerFrame } from '../../../contract/media.ts';
import type { Mark } from '../../../contract/speech.ts';
import type { ClauseSpec } from '../../protocol/control.ts';
import { isAudible } from './audible.ts';
import { chooseCut, nextWordEnd } from './choose-cut.ts';
import { isComplete, knownLength, type Clause } from './clause.ts';
import { ClauseQueue, type ClauseQueueOptions } from './clause-queue.ts';
import { HeardClauses } from './heard-clauses.ts';
import { isAbandoned, judgeHead } from './patience.ts';
import type { PcmStream } from './pcm-stream.ts';
import { endedEvent, samplesPerMs, type PlayoutEvent } from './playout-event.ts';
import { Timeline } from './timeline.ts';
import { TurnLedger } from './turn-ledger.ts';
import { rampOut, VoiceReader } from './voice-reader.ts';

export interface PlayoutOptions extends ClauseQueueOptions {
  readonly fps: number;
}

/** What became of a clause that was cut: how much of it is (or was) heard, and at which of the boundaries it ends; null = at none of them. */
export interface CutClause {
  readonly keptMs: number;
  readonly boundary: number | null;
}

/** Sample positions on the programme's timeline. */
export interface SpeechSpan {
  readonly from: number;
  readonly to: number;
}

export type PlayoutErrorCode = 'queue-full' | 'unknown-clause';
export class PlayoutError extends LayerError<PlayoutErrorCode> {
  constructor(code: PlayoutErrorCode, message: string) {
    super('PlayoutError', code, message);
  }
}

const mostClauses = 512;
const cancelFadeSamples = 384;
const cutFadeSamples = 288;

export class Playout {
  readonly #spf: number;
  readonly #mono: Int16Array;
  readonly #queue: ClauseQueue;
  readonly #turns = new TurnLedger();
  readonly #heard = new HeardClauses();
  readonly #timeline: Timeline;
  readonly #reader: VoiceReader;
  #fading: Clause | null = null;
  #caption: Clause | null = null;
  #cancelledEpoch: Epoch = -1;
  #events: PlayoutEvent[] = [];

  constructor(options: PlayoutOptions) {
    this.#spf = samplesPerFrame(options.fps);
    this.#mono = new Int16Array(this.#spf);
    this.#queue = new ClauseQueue(options);
    this.#timeline = new Timeline(options);
    const { resamplers } = options;
    this.#reader = new VoiceReader({ resamplers, onResumed: (clause, pos) => this.#timeline.resumed(clause, pos) });
  }

  get underruns(): number {
    return this.#reader.underruns;
  }
  get queuedClauses(): number {
    return this.#queue.length;
  }
  /** Nothing is playing, waiting or to come. */
  get drained(): boolean {
    return this.#queue.length === 0 && !this.#fading && this.#events.length === 0;
  }
  /** A voiced clause is being heard (a held breath counts). */
  get speaking(): boolean {
    return this.#queue.onAir !== null && this.#queue.onAir.spec.streamId !== null;
  }
  /** The stream that the air waits for, if it does. */
  get starving(): PcmStream | null {
    const stream = this.#queue.all[0]?.stream;
    return stream && stream.state === 'open' && stream.available < programmeSampleRate ? stream : null;
  }
  /** The sound for at least one more frame is there, or known not to come. */
  get canPlay(): boolean {
    const clause = this.#queue.all[0];
    if (!clause || clause.spec.streamId === null) return true;
    return clause === this.#queue.onAir && !clause.holding
      ? clause.stream === null || clause.stream.state !== 'open' || clause.stream.available >= this.#spf
      : this.#reader.isReady(clause);
  }
  /** Gives up on what was waited for too long; `fill` does so by itself. */
  tire(nowMs: number): void {
    this.#dropHopeless(nowMs);
  }
  /** The clause whose words are seen: the one being heard, or the last one until the next. `lengthMs` of all its words, null when unknown. */
  get caption(): { readonly spec: ClauseSpec; readonly playedMs: number; readonly lengthMs: number | null } | null {
    const clause = this.#caption;
    if (!clause) return null;
    const length = clause.extent === 'cut' ? null : knownLength(clause);
    return { spec: clause.spec, playedMs: clause.playedSamples / samplesPerMs, lengthMs: length === null ? null : length / samplesPerMs };
  }
  /** Where the caption's clause ended, null while it plays. */
  get captionEndPos(): number | null {
    return this.#caption && this.#caption !== this.#queue.onAir ? this.#timeline.lastEndPos : null;
  }

  /** False: its epoch was cancelled, or its turn is over; it is dropped. */
  enqueue(spec: ClauseSpec, nowMs: number): boolean {
    if (spec.epoch <= this.#cancelledEpoch || this.#turns.isOver(spec.turnId)) {
      this.#queue.refuse(spec);
      return false;
    }
    if (this.#queue.waiting.length >= mostClauses)
      throw new PlayoutError('queue-full', `more than ${mostClauses} clauses wait to be played`);
    this.#turns.clauseAdded(spec.turnId, spec.epoch);
    this.#queue.add(spec, nowMs);
    if (spec.marks.length > 0) this.marks(spec.clauseId, spec.marks);
    return true;
  }

  marks(clauseId: ClauseId, marks: readonly Mark[]): void {
    this.#queue.marks(clauseId, marks);
    const clause = this.#queue.find(clauseId);
    if (clause) this.#timeline.marked(clause, marks);
  }

  clauseEnd(clauseId: ClauseId, failed: boolean, nowMs: number): void {
    this.#queue.clauseEnd(clauseId, failed, nowMs);
  }

  /**
   * Ends a clause whose voice failed with the last word that can still be finished: what is behind the cut is never heard, and the clause counts
   * as complete, because its rest is somebody else's now. Of a clause that has run out of sound already it says how much was heard.
   * Throws PlayoutError 'unknown-clause' where that cannot be told any more: then nothing may be said again.
   */
  cutClause(clauseId: ClauseId, boundariesMs: readonly number[], nowMs: number): CutClause {
    const clause = this.#queue.find(clauseId);
    if (!clause || clause.spec.streamId === null || clause.extent === 'cut') return this.#cutTooLate(clauseId);
    const { keptSamples, boundary } = chooseCut(boundariesMs, clause.playedSamples, clause.stream?.totalSamples ?? 0);
    clause.extent = 'cut';
    clause.ended = { atMs: nowMs, failed: false };
    clause.stream?.truncate(keptSamples, cutFadeSamples);
    this.#timeline.reshaped(clause);
    this.#queue.replanBehind(clause);
    if (keptSamples === 0) this.#leave(clause, true);
    return { keptMs: keptSamples / samplesPerMs, boundary };
  }

  endTurn(turnId: TurnId): void {
    const ending = this.#turns.close(turnId);
    if (ending) this.#events.push({ type: 'turn-ended', turnId, complete: ending.complete });
  }

  /**
   * Ends a turn with the next word: what of it waits is dropped, and the clause that is heard ends where its next word does. A clause of which no
   * word end is known is heard to the end of what came.
   */
  yieldTurn(turnId: TurnId, nowMs: number): void {
    for (const clause of this.#queue.waiting.filter(({ spec }) => spec.turnId === turnId)) {
      this.#queue.remove(clause);
      this.#timeline.unplace(clause);
      this.#queue.retire(clause);
      this.#turns.clauseDone(turnId, false);
    }
    this.#queue.replanBehind(null);
    const { onAir } = this.#queue;
    if (onAir?.spec.turnId === turnId) this.#endWithWord(onAir, nowMs);
    this.endTurn(turnId);
  }

  /**
   * The voiced clauses: where each begins, and where it ends (Infinity while nobody knows). The first one may have no place yet, because its voice has only
   * been asked: it can be heard from `nextPos` on.
   */
  speechSpans(nextPos: number): readonly SpeechSpan[] {
    return this.#queue.all.flatMap((clause, index) => {
      const from = clause.startPos ?? (index === 0 ? nextPos : null);
      return from === null || clause.spec.streamId === null ? [] : [{ from, to: from + (knownLength(clause) ?? Infinity) }];
    });
  }

  /** Something came for a stream. */
  streamTouched(stream: PcmStream): void {
    const clause = this.#queue.touched(stream);
    if (clause && clause === this.#queue.onAir && stream.state !== 'open') this.#timeline.tellEnd(clause);
  }

  /** No resampler can be had for this rate: what uses it cannot be heard. */
  rateFailed(sampleRate: number): void {
    this.#queue.rateFailed(sampleRate);
  }

  /** Drops everything of an epoch up to `epoch`; what is heard fades within 8 ms of the next sample. Returns whether a sound was cut. */
  cancel(epoch: Epoch, nextPos: number): boolean {
    this.#cancelledEpoch = Math.max(this.#cancelledEpoch, epoch);
    const { onAir } = this.#queue;
    for (const clause of this.#queue.waiting) if (clause.spec.epoch <= epoch) this.#timeline.unplace(clause);
    this.#queue.dropWaiting(epoch);
    this.#queue.replanBehind(null);
    const cut = onAir !== null && onAir.spec.epoch <= epoch;
    if (onAir && cut) {
      this.#timeline.cancelledAt(onAir, nextPos);
      this.#queue.remove(onAir);
      if (onAir.stream && !onAir.holding) this.#fading = onAir;
      else this.#queue.retire(onAir);
      if (onAir.spec.streamId !== null) this.#events.push(endedEvent(onAir, false));
    }
    if (this.#caption && this.#caption.spec.epoch <= epoch) this.#caption = null;
    for (const turnId of this.#turns.cancel(epoch)) this.#events.push({ type: 'turn-ended', turnId, complete: false });
    return cut;
  }

  /** A clause waits at the head, nothing is heard, and its sound is there: it can be scheduled. */
  get startable(): boolean {
    const { onAir, head } = this.#queue;
    return !onAir && !this.#fading && head !== undefined && head.startPos === null && this.#reader.isReady(head);
  }

  /** The frame in which the waiting head will begin; null when none is scheduled or something is heard. */
  get scheduledFrame(): number | null {
    const startPos = this.#queue.onAir ? null : this.#queue.head?.startPos;
    return typeof startPos === 'number' ? Math.floor(startPos / this.#spf) : null;
  }

  /** How many frames from `frame` on nothing is heard; Infinity when nothing is planned. */
  pauseFrames(frame: number): number {
    return this.speaking ? 0 : (this.scheduledFrame ?? Infinity) - frame;
  }

  /** Plans the head to begin with `frame` or, after a breath, later. Returns the frame. */
  schedule(frame: number): number {
    const { head } = this.#queue;
    if (!head) return frame;
    this.#timeline.place(head, Math.max(frame * this.#spf, this.#timeline.earliest(head)));
    return Math.floor((head.startPos ?? 0) / this.#spf);
  }

  /** The first frame whose cue changed because a clause got another place or end; Infinity when none did. Told once. */
  takeReplanned(): number {
    return this.#timeline.takeReplanned();
  }

  /** The head begins some frames later than planned. */
  postpone(frames: number): void {
    const { head } = this.#queue;
    if (head && head.startPos !== null) this.#timeline.place(head, head.startPos + frames * this.#spf);
  }

  /** Fills `out` (stereo) with the sound of `frame`, and returns what happens in it. */
  fill(frame: number, out: Int16Array, nowMs: number): PlayoutEvent[] {
    const mono = this.#mono.fill(0);
    const base = frame * this.#spf;
    this.#dropHopeless(nowMs);
    let at = this.#fadeOut(mono);
    while (at < this.#spf) {
      const clause = this.#queue.onAir ?? this.#begin(base + this.#spf);
      if (!clause) break;
      at = Math.max(at, Math.min(this.#spf, (clause.startPos ?? 0) + clause.playedSamples - base));
      if (clause.spec.streamId === null) {
        const take = Math.min(this.#spf - at, clause.silentSamples - clause.playedSamples);
        clause.playedSamples += take;
        at += take;
        if (clause.playedSamples >= clause.silentSamples) this.#finish(clause, base + at);
      } else {
        const isFirst = clause.playedSamples === 0;
        const read = this.#reader.read(clause, mono, at, base);
        this.#tellHeard(clause, isFirst ? 'first' : 'later', mono, at, read);
        at += read;
        if (!clause.stream || clause.stream.drained) this.#finish(clause, base + at);
        else if (at < this.#spf) break;
      }
    }
    for (let i = 0; i < this.#spf; i++) out[2 * i] = out[2 * i + 1] = mono[i] ?? 0;
    this.#timeline.planAhead(this.#queue.onAir, this.#queue.waiting, base + this.#spf, (clause) => this.#reader.isReady(clause));
    return this.#events.splice(0);
  }

  dispose(): void {
    if (this.#fading) this.#queue.retire(this.#fading);
    this.#fading = null;
    this.#queue.clear();
  }

  #tellHeard(clause: Clause, part: 'first' | 'later', mono: Int16Array, at: number, read: number): void {
    const { turnId, clauseId } = clause.spec;
    if (part === 'first' && read > 0) this.#events.push({ type: 'speech-started', turnId, clauseId });
    if (clause.heard === 'told' || !isAudible(mono, at, read)) return;
    clause.heard = 'told';
    this.#events.push({ type: 'speech-heard', turnId, clauseId });
  }

  #begin(beforePos: number): Clause | null {
    const { head } = this.#queue;
    if (!head || head.startPos === null || head.startPos >= beforePos) return null;
    this.#caption = head;
    return this.#queue.begin();
  }

  #fadeOut(mono: Int16Array): number {
    const fading = this.#fading;
    if (!fading) return 0;
    const read = fading.stream?.read(mono, 0, Math.min(cancelFadeSamples, this.#spf)) ?? 0;
    rampOut(mono, 0, read);
    this.#fading = null;
    this.#queue.retire(fading);
    return read;
  }

  #finish(clause: Clause, endPos: number): void {
    this.#timeline.ended(clause, endPos);
    if (clause.spec.streamId !== null) this.#reader.over(clause);
    this.#leave(clause, isComplete(clause));
  }

  /** The clause is through: told, forgotten, and its turn with it if it was the last. */
  #leave(clause: Clause, complete: boolean): void {
    const { clauseId, turnId, streamId } = clause.spec;
    const { playedSamples } = clause;
    this.#queue.remove(clause);
    if (streamId !== null) {
      this.#events.push(endedEvent(clause, complete));
      this.#heard.add(clauseId, { turnId, playedSamples, complete });
    }
    this.#queue.retire(clause);
    const ending = this.#turns.clauseDone(turnId, complete);
    if (ending) this.#events.push({ type: 'turn-ended', turnId, complete: ending.complete });
  }

  #endWithWord(clause: Clause, nowMs: number): void {
    if (clause.spec.streamId === null) return this.#leave(clause, false);
    if (clause.extent === 'cut') return;
    const received = clause.stream?.totalSamples ?? 0;
    clause.extent = 'cut';
    clause.ended = { atMs: nowMs, failed: false };
    clause.stream?.truncate(nextWordEnd(clause.marks, clause.playedSamples, received) ?? received, cutFadeSamples);
    this.#timeline.reshaped(clause);
  }

  #cutTooLate(clauseId: ClauseId): CutClause {
    const heard = this.#heard.take(clauseId);
    if (!heard) throw new PlayoutError('unknown-clause', `clause ${clauseId} is not playing, waiting or just played`);
    if (!heard.complete) this.#turns.mend(heard.turnId);
    return { keptMs: heard.playedSamples / samplesPerMs, boundary: null };
  }

  /** What failed before its first sample, or whose sound stays away, makes way. */
  #dropHopeless(nowMs: number): void {
    const { onAir } = this.#queue;
    if (onAir && isAbandoned(onAir, nowMs)) onAir.stream?.close('broken');
    for (;;) {
      const head = this.#queue.onAir ? undefined : this.#queue.head;
      const verdict = head ? judgeHead(head, nowMs) : 'wait';
      if (!head || verdict === 'wait') return;
      if (verdict === 'cut-off') {
        head.stream?.close('broken');
        return;
      }
      this.#leave(head, false);
    }
  }
}
