/**
 * Lays the music under a frame's sound: levelled, stepped back under speech, faded where it begins, ends or runs out, and never over the ceiling.
 * It gets the finished sound of the speech and adds to it: speech, lips and their timing are not touched, and without music nothing is changed at all.
 */
import { programmeSampleRate } from '../../../contract/media.ts';
import type { Clock } from '../../../kernel/clock.ts';
import type { MusicPlan, MusicState, MusicTrack } from '../../protocol/control.ts';
import type { SpeechSpan } from '../playout/playout.ts';
import { DuckEnvelope } from './duck-envelope.ts';
import { ceiling, HeadRoom, roomFor } from './head-room.ts';
import { MusicSource, type MusicSourceOptions } from './music-source.ts';

export interface MusicBedOptions {
  readonly ffmpegPath: string;
  readonly clock: Clock;
  readonly samplesPerFrame: number;
  readonly onState: (state: MusicState, track: number, pid: number | null, detail: string) => void;
  /** For tests. */
  readonly decode?: NonNullable<MusicSourceOptions['decode']>;
}

export const fadeInMs = 1200;
export const fadeOutMs = 700;
/** With less than this it fades out before it runs dry, and comes back when there is more. */
const leastFrames = 0.8 * programmeSampleRate;
const freshFrames = 1.2 * programmeSampleRate;
/** Frames of every rate that we know divide by it. */
const block = 32;
/** A level that is set anew is reached at this pace. */
const levelDbPerSecond = 30;

const stepOf = (ms: number): number => (block * 1000) / programmeSampleRate / ms;

export class MusicBed {
  readonly #options: MusicBedOptions;
  readonly #duck = new DuckEnvelope();
  readonly #room = new HeadRoom();
  readonly #music: Float32Array;
  #plan: MusicPlan = { state: 'off', tracks: [], firstTrack: 0, belowDb: 0, duckDb: 0 };
  #source: MusicSource | null = null;
  #tracks: readonly MusicTrack[] = [];
  /** 0..1 along the fade; its gain is a quarter of a sine. */
  #fade = 0;
  #supply: 'dry' | 'fresh' = 'dry';
  #levelDb = 0;
  #gain = 0;

  constructor(options: MusicBedOptions) {
    this.#options = options;
    this.#music = new Float32Array(options.samplesPerFrame * 2);
  }

  get pid(): number | null {
    return this.#source?.pid ?? null;
  }
  get bufferedBytes(): number {
    return this.#source?.bufferedBytes ?? 0;
  }

  /** Takes effect by a fade; with the same tracks only the level moves. */
  set(plan: MusicPlan): void {
    this.#plan = plan;
    if (!this.#source) this.#begin();
  }

  /** Adds the music to `out` (stereo), the sound of the frame that begins at `pos`. */
  mix(out: Int16Array, pos: number, spans: readonly SpeechSpan[]): void {
    const blocks = out.length / 2 / block;
    const source = this.#source;
    if (!source) {
      // the envelope goes on, so that music that comes in the middle of a sentence comes in low
      for (let b = 0; b < blocks; b += 1) this.#duck.at(pos + (b + 1) * block, block, spans);
      return;
    }
    this.#watchSupply(source);
    const wanted = this.#plan.state === 'on' && sameTracks(this.#plan.tracks, this.#tracks) && this.#supply === 'fresh';
    if (this.#fade === 0 && !wanted) {
      for (let b = 0; b < blocks; b += 1) this.#duck.at(pos + (b + 1) * block, block, spans);
      this.#rest();
      return;
    }
    source.read(this.#music);
    this.#addTo(out, pos, spans, wanted);
    if (this.#fade === 0) this.#rest();
  }

  dispose(): void {
    this.#source?.dispose();
    this.#source = null;
  }

  #begin(): void {
    const plan = this.#plan;
    if (plan.state === 'off' || plan.tracks.length === 0) return;
    const { onState, clock, ffmpegPath, decode } = this.#options;
    this.#tracks = plan.tracks;
    this.#levelDb = -plan.belowDb;
    this.#supply = 'dry';
    this.#source = new MusicSource({
      ffmpegPath,
      clock,
      tracks: plan.tracks,
      firstTrack: plan.firstTrack,
      onTrack: (track, pid) => onState('playing', track, pid, ''),
      onTrouble: (what, track, detail) => onState(what, track, null, detail),
      ...(decode ? { decode } : {}),
    });
  }

  /** Nothing is heard: what is not wanted any more is given up, what is wanted instead begins. */
  #rest(): void {
    if (this.#plan.state === 'on' && sameTracks(this.#plan.tracks, this.#tracks)) return;
    this.#source?.dispose();
    this.#source = null;
    this.#gain = 0;
    this.#options.onState('off', 0, null, '');
    this.#begin();
  }

  #watchSupply({ available }: MusicSource): void {
    if (this.#supply === 'fresh' && available < leastFrames) this.#supply = 'dry';
    else if (this.#supply === 'dry' && available >= freshFrames) this.#supply = 'fresh';
  }

  #addTo(out: Int16Array, pos: number, spans: readonly SpeechSpan[], wanted: boolean): void {
    const music = this.#music;
    const blocks = out.length / 2 / block;
    const peaks = (sound: ArrayLike<number>, b: number): number => {
      let peak = 0;
      for (let i = b * block * 2; i < (b + 1) * block * 2; i += 1) peak = Math.max(peak, Math.abs(sound[i] ?? 0));
      return peak;
    };
    let speechPeak = peaks(out, 0) / 32768;
    let rawPeak = peaks(music, 0);
    for (let b = 0; b < blocks; b += 1) {
      const before = this.#gain;
      const after = this.#nextGain(pos + (b + 1) * block, spans, wanted);
      const isLast = b + 1 === blocks;
      const nextSpeech = isLast ? 0 : peaks(out, b + 1) / 32768;
      const nextRaw = isLast ? 0 : peaks(music, b + 1);
      const shareBefore = this.#room.share;
      const from = before * shareBefore;
      const to = after * this.#room.next(speechPeak, rawPeak * Math.max(before, after), isLast ? 1 : roomFor(nextSpeech, nextRaw * after));
      for (let i = 0; i < block; i += 1) {
        const gain = from + ((to - from) * (i + 1)) / block;
        const at = 2 * (b * block + i);
        out[at] = sum(out[at] ?? 0, (music[at] ?? 0) * gain);
        out[at + 1] = sum(out[at + 1] ?? 0, (music[at + 1] ?? 0) * gain);
      }
      this.#gain = after;
      speechPeak = nextSpeech;
      rawPeak = nextRaw;
    }
  }

  #nextGain(pos: number, spans: readonly SpeechSpan[], wanted: boolean): number {
    const depth = this.#duck.at(pos, block, spans);
    this.#fade = wanted ? Math.min(1, this.#fade + stepOf(fadeInMs)) : Math.max(0, this.#fade - stepOf(fadeOutMs));
    const level = -this.#plan.belowDb;
    const most = (levelDbPerSecond * block) / programmeSampleRate;
    this.#levelDb += Math.min(most, Math.max(-most, level - this.#levelDb));
    return Math.sin((this.#fade * Math.PI) / 2) * 10 ** ((this.#levelDb - depth * this.#plan.duckDb) / 20);
  }
}

/** Speech that is over the ceiling by itself is left as it is. */
function sum(speech: number, music: number): number {
  const most = Math.max(ceiling * 32768, Math.abs(speech));
  return Math.round(Math.min(most, Math.max(-most, speech + music * 32768)));
}

function sameTracks(one: readonly MusicTrack[], other: readonly MusicTrack[]): boolean {
  return (
    one.length === other.length && one.every(({ path, gainDb }, index) => path === other[index]?.path && gainDb === other[index].gainDb)
  );
}
