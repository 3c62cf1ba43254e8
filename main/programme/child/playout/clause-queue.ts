/** Owns which clause is on air and which wait, with the streams, marks and loudness that come for them. It decides nothing about when they are heard. */
import type { ClauseId, Epoch } from '../../../contract/ids.ts';
import type { Mark } from '../../../contract/speech.ts';
import type { CueSheet } from '../../../performance/types.ts';
import type { ClauseSpec } from '../../protocol/control.ts';
import type { ResamplerPool } from '../resample.ts';
import { createClause, type Clause } from './clause.ts';
import type { PcmInbox } from './pcm-inbox.ts';
import { loudnessStepMs, type PcmStream } from './pcm-stream.ts';

export interface ClauseQueueOptions {
  readonly inbox: PcmInbox;
  readonly resamplers: ResamplerPool;
  readonly cues: CueSheet;
}

export class ClauseQueue {
  readonly #inbox: PcmInbox;
  readonly #resamplers: ResamplerPool;
  readonly #cues: CueSheet;
  #onAir: Clause | null = null;
  #waiting: Clause[] = [];

  constructor({ inbox, resamplers, cues }: ClauseQueueOptions) {
    this.#inbox = inbox;
    this.#resamplers = resamplers;
    this.#cues = cues;
  }

  get onAir(): Clause | null {
    return this.#onAir;
  }
  get waiting(): readonly Clause[] {
    return this.#waiting;
  }
  get head(): Clause | undefined {
    return this.#waiting[0];
  }
  get length(): number {
    return this.#waiting.length + (this.#onAir ? 1 : 0);
  }
  get all(): readonly Clause[] {
    return this.#onAir ? [this.#onAir, ...this.#waiting] : this.#waiting;
  }

  find(clauseId: ClauseId): Clause | undefined {
    return this.all.find((clause) => clause.spec.clauseId === clauseId);
  }

  add(spec: ClauseSpec, nowMs: number): void {
    const clause = createClause(spec, nowMs);
    this.#waiting.push(clause);
    this.#claim(clause);
  }

  /** The stream of a clause that is not taken. */
  refuse(spec: ClauseSpec): void {
    if (spec.streamId !== null) this.#inbox.drop(spec.streamId);
  }

  marks(clauseId: ClauseId, marks: readonly Mark[]): void {
    const clause = this.find(clauseId);
    if (!clause) return;
    clause.marks.push(...marks);
    this.#cues.addMarks(clauseId, marks);
  }

  clauseEnd(clauseId: ClauseId, failed: boolean, nowMs: number): void {
    const clause = this.find(clauseId);
    if (!clause || clause.ended) return;
    clause.ended = { atMs: nowMs, failed };
    if (failed) clause.stream?.close('broken');
  }

  /** Something came for a stream: its clause learns of it, and is returned. */
  touched(stream: PcmStream): Clause | undefined {
    const clause = this.all.find(({ spec }) => spec.streamId === stream.streamId);
    if (!clause) return undefined;
    if (!clause.stream) this.#claim(clause);
    else this.#tellLoudness(clause);
    return clause;
  }

  /** No resampler can be had for this rate: what uses it cannot be heard. */
  rateFailed(sampleRate: number): void {
    for (const clause of this.all) {
      if (clause.stream?.sampleRate !== sampleRate) continue;
      clause.stream.discard();
      clause.stream.close('broken');
      clause.ended = { atMs: clause.enqueuedMs, failed: true };
    }
  }

  /** The head goes on air. */
  begin(): Clause | null {
    this.#onAir = this.#waiting.shift() ?? null;
    return this.#onAir;
  }

  /** Takes a clause out; its stream is still held. */
  remove(clause: Clause): void {
    if (this.#onAir === clause) this.#onAir = null;
    else this.#waiting = this.#waiting.filter((other) => other !== clause);
  }

  /** Everything behind `clause` (all that waits, if it is on air) is planned anew. */
  replanBehind(clause: Clause | null): void {
    const from = clause ? this.#waiting.indexOf(clause) + 1 : 0;
    for (const later of this.#waiting.slice(from)) later.startPos = null;
  }

  /** Drops what waits of an epoch up to `epoch`. */
  dropWaiting(epoch: Epoch): void {
    const dropped = this.#waiting.filter(({ spec }) => spec.epoch <= epoch);
    this.#waiting = this.#waiting.filter(({ spec }) => spec.epoch > epoch);
    for (const clause of dropped) this.retire(clause);
  }

  /** Gives back what the clause held. */
  retire(clause: Clause): void {
    const resampler = clause.stream?.releaseResampler();
    if (resampler) this.#resamplers.give(resampler);
    if (clause.spec.streamId !== null) this.#inbox.drop(clause.spec.streamId);
    if (clause.startPos === null) this.#cues.endClause(clause.spec.clauseId, 0);
  }

  clear(): void {
    for (const clause of this.all) this.retire(clause);
    this.#waiting = [];
    this.#onAir = null;
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
}
