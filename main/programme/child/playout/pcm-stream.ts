/** Owns the sound of one clause between its arrival and its play: raw samples in, 48 kHz samples out, and the loudness of what came. */
import { resampledLength, type Resampler } from '../resample.ts';

export const loudnessStepMs = 20;

/** `open`: more may come. `closed`: all is here. `broken`: the sender went away or the stream was cut; what is here is played. */
export type PcmStreamState = 'open' | 'closed' | 'broken';

export class PcmStream {
  readonly streamId: string;
  readonly sampleRate: number;
  /** When the last packet came, on the programme's clock. */
  touchedMs: number;
  #state: PcmStreamState = 'open';
  #raw: Int16Array[] = [];
  #rawSamples = 0;
  #totalIn = 0;
  #ready: Int16Array = new Int16Array(0);
  #readyAt = 0;
  #read = 0;
  /** Cut off here; null = plays to its end. */
  #limit: number | null = null;
  #fadeSamples = 0;
  #flushed = false;
  #resampler: Resampler | null = null;
  #oddByte: number | null = null;
  readonly #window: number;
  #windowFill = 0;
  #windowEnergy = 0;
  #loudness: number[] = [];

  constructor(streamId: string, sampleRate: number, nowMs: number) {
    this.streamId = streamId;
    this.sampleRate = sampleRate;
    this.touchedMs = nowMs;
    this.#window = Math.max(1, Math.round((sampleRate * loudnessStepMs) / 1000));
  }

  get state(): PcmStreamState {
    return this.#state;
  }
  get bufferedBytes(): number {
    return this.#rawSamples * 2;
  }
  /** 48 kHz samples that can be read without waiting (a little less while the stream is open: the filter holds some back). */
  get available(): number {
    if (this.#state !== 'open') return this.totalSamples - this.#read;
    const pending = Math.floor((this.#rawSamples * 48_000) / this.sampleRate);
    return Math.max(0, this.#ready.length - this.#readyAt + pending - (this.#rawSamples > 0 ? 64 : 0));
  }
  /** 48 kHz samples of all that has come; final once the stream is not open. */
  get totalSamples(): number {
    const came = resampledLength(this.#totalIn, this.sampleRate);
    return this.#limit === null ? came : Math.min(came, this.#limit);
  }
  get readSamples(): number {
    return this.#read;
  }
  get drained(): boolean {
    return this.#state !== 'open' && this.#read >= this.totalSamples;
  }
  get hasResampler(): boolean {
    return this.#resampler !== null;
  }

  push(bytes: Uint8Array, nowMs: number): void {
    if (this.#state !== 'open') return;
    this.touchedMs = nowMs;
    const samples = this.#decode(bytes);
    if (samples.length === 0) return;
    this.#raw.push(samples);
    this.#rawSamples += samples.length;
    this.#totalIn += samples.length;
    this.#measure(samples);
  }

  close(state: 'closed' | 'broken'): void {
    if (this.#state !== 'open') return;
    this.#state = state;
    if (this.#windowFill > 0) this.#endWindow();
  }

  /** Ends the stream after `samples` (but not before what was read): the last `fadeSamples` of them fade out, and what still comes is swallowed. */
  truncate(samples: number, fadeSamples: number): void {
    if (this.#state === 'open') this.close('closed');
    this.#state = 'closed';
    this.#limit = Math.max(this.#read, Math.min(samples, this.totalSamples));
    this.#fadeSamples = Math.min(fadeSamples, this.#limit - this.#read);
  }

  /** Loudness (RMS 0..1 of windows of `loudnessStepMs`) that came since the last call. */
  takeLoudness(): readonly number[] {
    return this.#loudness.splice(0);
  }

  useResampler(resampler: Resampler): void {
    this.#resampler = resampler;
  }

  releaseResampler(): Resampler | null {
    const resampler = this.#resampler;
    this.#resampler = null;
    return resampler;
  }

  /** Copies up to `wanted` samples to `out`; fewer when there are no more for now. */
  read(out: Int16Array, offset: number, wanted: number): number {
    const count = this.#limit === null ? wanted : Math.min(wanted, this.#limit - this.#read);
    let done = 0;
    while (done < count) {
      const left = this.#ready.length - this.#readyAt;
      if (left > 0) {
        const take = Math.min(left, count - done);
        out.set(this.#ready.subarray(this.#readyAt, this.#readyAt + take), offset + done);
        this.#readyAt += take;
        done += take;
      } else if (!this.#refill()) break;
    }
    this.#fade(out, offset, done);
    this.#read += done;
    return done;
  }

  /** Gives up what was not read of a stream that is not open any more: it is drained then. */
  skipRest(): void {
    this.#read = this.totalSamples;
    this.discard();
  }

  /** Drops what is buffered. */
  discard(): void {
    this.#raw = [];
    this.#rawSamples = 0;
    this.#ready = new Int16Array(0);
    this.#readyAt = 0;
    this.#loudness = [];
  }

  #fade(out: Int16Array, offset: number, count: number): void {
    if (this.#limit === null) return;
    for (let i = Math.max(0, this.#limit - this.#fadeSamples - this.#read); i < count; i++) {
      const left = this.#limit - 1 - this.#read - i;
      out[offset + i] = Math.round(((out[offset + i] ?? 0) * left) / this.#fadeSamples);
    }
  }

  #refill(): boolean {
    if (!this.#resampler) return false;
    // About 40 ms at a time: the work is spread over the frames.
    const most = Math.ceil(this.sampleRate / 25);
    const head = this.#raw[0];
    const over = this.#state !== 'open';
    if (!head) {
      if (!over || this.#flushed) return false;
      this.#flushed = true;
      this.#ready = this.#resampler.push(new Int16Array(0), true);
    } else {
      const part = head.length > most ? head.subarray(0, most) : head;
      if (part === head) this.#raw.shift();
      else this.#raw[0] = head.subarray(most);
      this.#rawSamples -= part.length;
      const last = over && this.#raw.length === 0;
      if (last) this.#flushed = true;
      this.#ready = this.#resampler.push(part, last);
    }
    this.#readyAt = 0;
    return true;
  }

  #decode(bytes: Uint8Array): Int16Array {
    const carried = this.#oddByte;
    const all = carried === null ? bytes : Uint8Array.of(carried, ...bytes.subarray(0, 1));
    const rest = carried === null ? null : bytes.subarray(1);
    const first = decodeWhole(all);
    this.#oddByte = null;
    const tail = rest ?? bytes;
    if (tail.length % 2 === 1) this.#oddByte = tail[tail.length - 1] ?? null;
    if (!rest) return first;
    const second = decodeWhole(rest);
    const both = new Int16Array(first.length + second.length);
    both.set(first);
    both.set(second, first.length);
    return both;
  }

  #measure(samples: Int16Array): void {
    for (const value of samples) {
      this.#windowEnergy += value * value;
      if (++this.#windowFill === this.#window) this.#endWindow();
    }
  }

  #endWindow(): void {
    this.#loudness.push(Math.sqrt(this.#windowEnergy / this.#windowFill) / 32768);
    this.#windowFill = 0;
    this.#windowEnergy = 0;
  }
}

function decodeWhole(bytes: Uint8Array): Int16Array {
  const samples = new Int16Array(bytes.length >> 1);
  new Uint8Array(samples.buffer).set(bytes.subarray(0, samples.length * 2));
  return samples;
}
