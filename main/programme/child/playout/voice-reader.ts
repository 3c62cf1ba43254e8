/** Owns how the sound of a clause is read for the air: how much must be there before it begins, held breaths when it runs out, the edges of holes. */
import type { ResamplerPool } from '../resample.ts';
import type { Clause } from './clause.ts';
import type { PcmStream } from './pcm-stream.ts';
import { samplesPerMs } from './playout-event.ts';

const edgeSamples = 128;
/** The filter keeps about this much back until it is told that the stream has ended. */
const tailSamples = 480;
const leastPrebufferMs = 50;
const mostPrebufferMs = 1000;

export class VoiceReader {
  readonly #resamplers: ResamplerPool;
  /** The sound goes on at this position after a held breath. */
  readonly #onResumed: (clause: Clause, pos: number) => void;
  #prebufferMs = leastPrebufferMs;
  #underruns = 0;

  constructor(options: { readonly resamplers: ResamplerPool; readonly onResumed: (clause: Clause, pos: number) => void }) {
    this.#resamplers = options.resamplers;
    this.#onResumed = options.onResumed;
  }

  get underruns(): number {
    return this.#underruns;
  }

  /** Enough is there to begin. */
  isReady(clause: Clause): boolean {
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

  /** Reads into `mono` from `at` to its end; less when a breath is held or the clause is over. `base`: position of `mono[0]`. */
  read(clause: Clause, mono: Int16Array, at: number, base: number): number {
    const { stream } = clause;
    if (!stream) return 0;
    if (clause.holding && !this.#endHold(clause, stream, base + at)) return 0;
    const wanted = mono.length - at;
    const read = stream.read(mono, at, wanted);
    clause.playedSamples += read;
    if (read < wanted && !stream.drained) {
      clause.holding = true;
      rampOut(mono, at + Math.max(0, read - edgeSamples), Math.min(read, edgeSamples));
    }
    return read;
  }

  /** A clause that never held its breath lets the next ones begin earlier. */
  over(clause: Clause): void {
    if (!clause.held) this.#prebufferMs = Math.max(leastPrebufferMs, this.#prebufferMs * 0.8);
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
    this.#onResumed(clause, pos - clause.playedSamples);
    return true;
  }
}

/** Fades `count` samples from `from` out to silence. */
export function rampOut(samples: Int16Array, from: number, count: number): void {
  for (let i = 0; i < count; i++) samples[from + i] = Math.round(((samples[from + i] ?? 0) * (count - 1 - i)) / count);
}
