/**
 * Owns the sound of a list of tracks as one endless piece: decodes a few seconds ahead, goes on with the next track (or the same one again) at the very
 * sample at which the last one ended, and starts a decoder that died anew, where it was. It knows nothing of speech and loudness on air.
 */
import { programmeChannels, programmeSampleRate } from '../../../contract/media.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { MusicTrack } from '../../protocol/control.ts';
import { carryStep, stepBetween, type Step } from './join.ts';
import { startDecoder, type Decoder, type DecoderOptions } from './decoder.ts';

export interface MusicSourceOptions {
  readonly ffmpegPath: string;
  readonly tracks: readonly MusicTrack[];
  readonly firstTrack: number;
  readonly clock: Clock;
  readonly onTrack: (track: number, pid: number | null) => void;
  /** A decoder died, or a track gave no sound; it is tried again after a while. */
  readonly onTrouble: (what: 'held' | 'skipped', track: number, detail: string) => void;
  /** Default: ffmpeg. */
  readonly decode?: (options: DecoderOptions) => Decoder;
}

interface Piece {
  readonly samples: Int16Array;
  readonly track: number;
  /** Of the track's beginning. */
  readonly joint: boolean;
  at: number;
}

const enoughFrames = 4 * programmeSampleRate;
const wantedFrames = 2 * programmeSampleRate;
/** Half a millisecond tells how a piece moves by itself. */
const lookFrames = 24;
/** A short loop is kept whole: it is not decoded twice a second. */
const keptFrames = 20 * programmeSampleRate;
const firstBackoffMs = 250;
const mostBackoffMs = 30_000;
/** After so much sound a decoder that dies is a new trouble. */
const healthyFrames = 5 * programmeSampleRate;
/** A track that gave no sound so often in a row makes way for the next one. */
const mostSilentTries = 3;

export class MusicSource {
  readonly #options: MusicSourceOptions;
  readonly #pieces: Piece[] = [];
  #available = 0;
  #decoder: Decoder | null = null;
  #track: number;
  /** Frames of the track that came. */
  #came = 0;
  #cameAtStart = 0;
  #troubles = 0;
  #silentTries = 0;
  #wanted: 'more' | 'enough' = 'more';
  #cancelBackoff: (() => void) | null = null;
  #state: 'open' | 'over' = 'open';
  /** The whole of a short single track, once it was read. */
  #loop: { readonly parts: Int16Array[]; state: 'reading' | 'whole' | 'too-long' };
  #heardTrack = -1;
  #last: [number, number] = [0, 0];
  #step: Step | null = null;

  constructor(options: MusicSourceOptions) {
    this.#options = options;
    this.#track = options.tracks.length === 0 ? 0 : options.firstTrack % options.tracks.length;
    this.#loop = { parts: [], state: options.tracks.length === 1 ? 'reading' : 'too-long' };
    this.#start(0);
  }

  /** Stereo frames that are there; a short loop that is kept whole never ends. */
  get available(): number {
    return this.#loop.state === 'whole' ? Infinity : this.#available;
  }
  get pid(): number | null {
    return this.#decoder?.pid ?? null;
  }
  get bufferedBytes(): number {
    return (this.#available + this.#loop.parts.reduce((sum, part) => sum + part.length / programmeChannels, 0)) * 4;
  }

  /** Fills `out` (stereo, -1..1) as far as there is sound, each track with its own gain; the rest is silence. Returns the frames. */
  read(out: Float32Array): number {
    const wanted = out.length / programmeChannels;
    let at = 0;
    while (at < wanted) {
      const piece = this.#pieces[0] ?? this.#again();
      if (!piece) break;
      at += this.#take(piece, out, at, wanted - at);
    }
    out.fill(0, at * programmeChannels);
    if (at < wanted) this.#last = [0, 0];
    this.#tend();
    return at;
  }

  dispose(): void {
    this.#state = 'over';
    this.#cancelBackoff?.();
    this.#decoder?.dispose();
    this.#decoder = null;
    this.#pieces.length = 0;
    this.#available = 0;
    this.#loop = { parts: [], state: 'too-long' };
  }

  #take(piece: Piece, out: Float32Array, at: number, most: number): number {
    const gain = 10 ** ((this.#options.tracks[piece.track]?.gainDb ?? 0) / 20) / 32768;
    const { samples } = piece;
    const count = Math.min(most, samples.length / programmeChannels - piece.at);
    if (piece.at === 0 && piece.joint) {
      this.#step = stepBetween(
        this.#last,
        Float32Array.from(samples.subarray(0, lookFrames * programmeChannels), (sample) => sample * gain),
      );
      if (this.#heardTrack !== piece.track) {
        this.#heardTrack = piece.track;
        this.#options.onTrack(piece.track, this.pid);
      }
    }
    const from = piece.at * programmeChannels;
    for (let i = 0; i < count * programmeChannels; i += 1) out[at * programmeChannels + i] = (samples[from + i] ?? 0) * gain;
    if (this.#step && !carryStep(this.#step, out, at, count)) this.#step = null;
    const end = (at + count) * programmeChannels;
    this.#last = [out[end - 2] ?? 0, out[end - 1] ?? 0];
    piece.at += count;
    this.#available -= count;
    if (piece.at * programmeChannels >= samples.length) this.#pieces.shift();
    return count;
  }

  /** The kept loop from its beginning. */
  #again(): Piece | undefined {
    if (this.#loop.state !== 'whole') return undefined;
    this.#loop.parts.forEach((samples, index) => {
      this.#pieces.push({ samples, track: 0, joint: index === 0, at: 0 });
      this.#available += samples.length / programmeChannels;
    });
    return this.#pieces[0];
  }

  #tend(): void {
    if (this.#wanted === 'enough' && this.#available < wantedFrames) {
      this.#wanted = 'more';
      this.#decoder?.want('more');
      if (!this.#decoder && !this.#cancelBackoff) this.#start(this.#came);
    }
  }

  #start(fromFrames: number): void {
    const { tracks, ffmpegPath, decode = startDecoder } = this.#options;
    const track = tracks[this.#track];
    if (!track || this.#state === 'over' || this.#loop.state === 'whole') return;
    this.#came = fromFrames;
    this.#cameAtStart = fromFrames;
    const resumed = fromFrames > 0;
    let isFirst = true;
    this.#decoder = decode({
      ffmpegPath,
      path: track.path,
      fromMs: (fromFrames * 1000) / programmeSampleRate,
      onSamples: (samples) => {
        this.#push(samples, isFirst);
        isFirst = false;
      },
      onEnd: ({ whole, detail }) => {
        this.#decoder = null;
        if (this.#state === 'over') return;
        const gave = this.#came - this.#cameAtStart;
        if (whole && (gave > 0 || resumed)) this.#trackEnded();
        else this.#died(gave, detail);
      },
    });
    // after a death there may be enough still: it is read when that was heard
    if (this.#wanted === 'enough') this.#decoder.want('enough');
  }

  #push(samples: Int16Array, joint: boolean): void {
    const frames = samples.length / programmeChannels;
    this.#pieces.push({ samples, track: this.#track, joint, at: 0 });
    this.#available += frames;
    this.#came += frames;
    if (this.#loop.state === 'reading') {
      if (this.#came <= keptFrames) this.#loop.parts.push(samples);
      else this.#loop = { parts: [], state: 'too-long' };
    }
    if (this.#wanted === 'more' && this.#available >= enoughFrames) {
      this.#wanted = 'enough';
      this.#decoder?.want('enough');
    }
  }

  #trackEnded(): void {
    this.#troubles = 0;
    this.#silentTries = 0;
    if (this.#loop.state === 'reading') {
      this.#loop.state = 'whole';
      return;
    }
    this.#track = (this.#track + 1) % this.#options.tracks.length;
    this.#came = 0;
    // with enough there already, the next one begins when some of it was heard
    if (this.#wanted === 'more') this.#start(0);
  }

  #died(gave: number, detail: string): void {
    if (gave > healthyFrames) this.#troubles = 0;
    this.#silentTries = gave > 0 ? 0 : this.#silentTries + 1;
    // where it broke off is found again by time only: what was kept of a loop is not whole
    if (this.#loop.state === 'reading') this.#loop = { parts: [], state: 'too-long' };
    // said again when it is heard again
    this.#heardTrack = -1;
    const skip = this.#silentTries >= mostSilentTries;
    this.#options.onTrouble(skip ? 'skipped' : 'held', this.#track, detail);
    let from = this.#came;
    if (skip) {
      this.#silentTries = 0;
      this.#track = (this.#track + 1) % this.#options.tracks.length;
      from = 0;
    }
    const backoffMs = Math.min(mostBackoffMs, firstBackoffMs * 2 ** Math.min(this.#troubles, 10));
    this.#troubles += 1;
    this.#cancelBackoff = this.#options.clock.after(backoffMs, () => {
      this.#cancelBackoff = null;
      this.#start(from);
    });
  }
}
