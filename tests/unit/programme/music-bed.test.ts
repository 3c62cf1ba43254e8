/** The music bed, sample by sample: the test is its clock, its decoder and its speech. */
import { describe, expect, it } from 'vitest';
import { MusicBed, fadeInMs, fadeOutMs } from '../../../main/programme/child/music/music-bed.ts';
import type { Decoder, DecoderOptions } from '../../../main/programme/child/music/decoder.ts';
import type { SpeechSpan } from '../../../main/programme/child/playout/playout.ts';
import type { MusicPlan } from '../../../main/programme/protocol/control.ts';
import { createManualClock } from '../../fakes/conversation-fakes.ts';

const rate = 48_000;
const spf = 1600;
type Feed = DecoderOptions & { readonly decoder: { wanted: 'more' | 'enough'; disposed: boolean } };

/** Gives `seconds` of a sound in pieces of a tenth of a second, as fast as it is wanted. */
function player(sound: (frame: number) => number, seconds: number, fail?: (feed: Feed, given: number) => boolean) {
  const feeds: Feed[] = [];
  const decode = (options: DecoderOptions): Decoder => {
    const decoder = { wanted: 'more' as 'more' | 'enough', disposed: false };
    const feed = { ...options, decoder };
    feeds.push(feed);
    let at = Math.round((options.fromMs * rate) / 1000);
    const give = (): void => {
      while (!decoder.disposed && decoder.wanted === 'more') {
        if (fail?.(feed, at)) {
          decoder.disposed = true;
          return options.onEnd({ whole: false, detail: 'signal SIGKILL' });
        }
        if (at >= seconds * rate) {
          decoder.disposed = true;
          return options.onEnd({ whole: true, detail: '' });
        }
        const count = Math.min(rate / 10, seconds * rate - at);
        const piece = new Int16Array(count * 2);
        for (let i = 0; i < count; i += 1) piece[2 * i] = piece[2 * i + 1] = Math.round(sound(at + i) * 32767);
        at += count;
        options.onSamples(piece);
      }
    };
    queueMicrotask(give);
    return {
      pid: 1,
      want(wanted) {
        decoder.wanted = wanted;
        if (wanted === 'more') queueMicrotask(give);
      },
      dispose: () => void (decoder.disposed = true),
    };
  };
  return { decode, feeds };
}

const sine = (hz: number, amplitude: number) => (frame: number) => amplitude * Math.sin((2 * Math.PI * hz * frame) / rate);

function open(play: ReturnType<typeof player>) {
  const clock = createManualClock();
  const states: string[] = [];
  const bed = new MusicBed({
    ffmpegPath: '-',
    clock,
    samplesPerFrame: spf,
    decode: play.decode,
    onState: (state, track) => states.push(`${state} ${track}`),
  });
  let pos = 0;
  const heard: number[] = [];
  /** Plays frames; `speech` is the voice by sample position. */
  const run = async (ms: number, spans: readonly SpeechSpan[] = [], speech: (pos: number) => number = () => 0): Promise<void> => {
    for (let frame = 0; frame < (ms * rate) / 1000 / spf; frame += 1) {
      await Promise.resolve();
      clock.advance(1000 / 30);
      const out = new Int16Array(spf * 2);
      for (let i = 0; i < spf; i += 1) out[2 * i] = out[2 * i + 1] = Math.round(speech(pos + i) * 32767);
      bed.mix(out, pos, spans);
      for (let i = 0; i < spf; i += 1) heard.push((out[2 * i] ?? 0) / 32768);
      pos += spf;
    }
  };
  return { bed, run, heard, states, clock, here: () => pos };
}

const plan = (over: Partial<MusicPlan> = {}): MusicPlan => ({
  state: 'on',
  tracks: [{ path: '/a', gainDb: 0 }],
  firstTrack: 0,
  belowDb: 0,
  duckDb: 12,
  ...over,
});

const db = (samples: readonly number[]): number => 10 * Math.log10(samples.reduce((sum, x) => sum + x * x, 0) / samples.length + 1e-12);
const last = (samples: readonly number[], ms: number): number[] => samples.slice(-Math.round((ms * rate) / 1000));
/** The largest step between two samples that are neighbours. */
const largestStep = (samples: readonly number[]): number =>
  samples.reduce((most, x, i) => (i === 0 ? 0 : Math.max(most, Math.abs(x - (samples[i - 1] ?? 0)))), 0);
const naturalStep = (hz: number, amplitude: number): number => (2 * Math.PI * hz * amplitude) / rate;

describe('the music bed', () => {
  it('changes nothing without music', async () => {
    const { run, heard, bed } = open(player(sine(200, 0.1), 60));
    await run(500, [], sine(330, 0.9));
    expect(heard.slice(0, 3)).toEqual([0, 1, 2].map((i) => Math.round(sine(330, 0.9)(i) * 32767) / 32768));
    expect(bed.pid).toBeNull();
  });

  it('fades in to its level and out again without a click, and says so', async () => {
    const { bed, run, heard, states } = open(player(sine(200, 0.2), 60));
    bed.set(plan({ belowDb: 6 }));
    await run(fadeInMs + 1500);
    expect(db(last(heard, 500))).toBeCloseTo(db([0.2]) - 3.01 - 6, 0);
    bed.set(plan({ state: 'off', belowDb: 6 }));
    await run(fadeOutMs + 300);
    expect(db(last(heard, 200))).toBeLessThan(-100);
    expect(largestStep(heard)).toBeLessThan(naturalStep(200, 0.2) * 1.2);
    expect(states).toEqual(['playing 0', 'off 0']);
    expect(bed.bufferedBytes).toBe(0);
  });

  it('is down before the first sample of a clause, stays down over a breath, and comes back after the last', async () => {
    const { bed, run, heard, here } = open(player(sine(200, 0.2), 60));
    bed.set(plan());
    await run(3000);
    const level = db(last(heard, 200));
    const from = here() + 0.4 * rate;
    const spans = [
      { from, to: from + rate },
      { from: from + 1.45 * rate, to: from + 2 * rate },
    ];
    await run(2400, spans);
    const around = (ms: number, length: number): number => db(heard.slice(from + (ms * rate) / 1000, from + ((ms + length) * rate) / 1000));
    expect(around(-390, 100)).toBeCloseTo(level, 0);
    expect(around(0, 50)).toBeCloseTo(level - 12, 0);
    expect(around(1000, 400)).toBeCloseTo(level - 12, 0);
    expect(around(1500, 400)).toBeCloseTo(level - 12, 0);
    await run(2500);
    expect(db(last(heard, 200))).toBeCloseTo(level, 0);
    expect(largestStep(heard)).toBeLessThan(naturalStep(200, 0.2) * 1.3);
  });

  it('goes down at once, still without a click, for a clause that nobody announced', async () => {
    const { bed, run, heard, here } = open(player(sine(200, 0.2), 60));
    bed.set(plan());
    await run(3000);
    const level = db(last(heard, 200));
    const from = here();
    await run(300, [{ from, to: Infinity }]);
    expect(db(heard.slice(from + 0.08 * rate, from + 0.2 * rate))).toBeCloseTo(level - 12, 0);
    expect(largestStep(heard)).toBeLessThan(naturalStep(200, 0.2) * 2);
  });

  it('loops at the very sample, and lets go of the step of a file that was not made to be looped', async () => {
    // 1.3 s of a sine that ends at its top: the bare loop would step by 0.2
    const hz = 200;
    const seconds = 1.30125;
    const { bed, run, heard } = open(player(sine(hz, 0.2), seconds));
    bed.set(plan());
    await run(6000);
    const loops = heard.slice(2 * rate);
    expect(largestStep(loops)).toBeLessThan(naturalStep(hz, 0.2) * 2);
    // exactly periodic: nothing is left out at the joint, nothing is put in
    const period = Math.round(seconds * rate);
    const drift = loops.slice(0, 2 * rate).map((x, i) => Math.abs(x - (loops[i + period] ?? 0)));
    expect(Math.max(...drift)).toBeLessThan(0.001);
  });

  it('goes through a list without a gap', async () => {
    const { bed, run, heard, states } = open(player(sine(200, 0.2), 25));
    bed.set(
      plan({
        tracks: [
          { path: '/a', gainDb: 0 },
          { path: '/b', gainDb: -6 },
        ],
      }),
    );
    await run(56_000);
    expect(states).toEqual(['playing 0', 'playing 1', 'playing 0']);
    const quietest = Math.min(...Array.from({ length: 500 }, (_, i) => db(heard.slice(2 * rate + i * 4800, 2 * rate + (i + 1) * 4800))));
    expect(quietest).toBeGreaterThan(db([0.2]) - 3.01 - 6 - 1);
    expect(bed.bufferedBytes).toBeLessThan(6 * rate * 4);
  });

  it('keeps the sum under -1 dBFS beside loud speech, and leaves the speech itself alone', async () => {
    const { bed, run, heard, here } = open(player(sine(3000, 0.99), 60));
    bed.set(plan({ duckDb: 0 }));
    const speech = (pos: number): number => (Math.floor(pos / 12_000) % 2 === 0 ? 0 : sine(150, 0.84)(pos));
    await run(4000, [], speech);
    expect(Math.max(...heard.map(Math.abs))).toBeLessThanOrEqual(10 ** (-1 / 20));
    bed.set(plan({ state: 'off' }));
    await run(1500);
    const from = here();
    await run(500, [], sine(150, 0.95));
    expect(Math.max(...heard.slice(from).map(Math.abs))).toBeCloseTo(0.95, 2);
  });

  it('fades out when its decoder is gone for long, comes back by itself, says so, and the speech is what it was', async () => {
    let dead = false;
    const play = player(sine(200, 0.2), 600, (_feed, given) => dead && given >= 0);
    const { bed, run, heard, states } = open(play);
    bed.set(plan());
    await run(6000);
    dead = true;
    await run(9000);
    expect(db(last(heard, 500))).toBeLessThan(-100);
    expect(states.filter((state) => state.startsWith('held')).length).toBeGreaterThanOrEqual(2);
    dead = false;
    await run(40_000);
    expect(db(last(heard, 500))).toBeCloseTo(db([0.2]) - 3.01, 0);
    expect(states.at(-1)).toBe('playing 0');
    expect(largestStep(heard)).toBeLessThan(naturalStep(200, 0.2) * 2);
  });

  it('reads no further ahead than before when a decoder dies while enough is at hand', async () => {
    const play = player(sine(200, 0.2), 600);
    let kill = (): void => {};
    const mortal: typeof play.decode = (options) => {
      let state: 'alive' | 'dead' = 'alive';
      kill = () => {
        state = 'dead';
        options.onEnd({ whole: false, detail: 'signal SIGKILL' });
      };
      return play.decode({ ...options, onSamples: (samples) => state === 'alive' && options.onSamples(samples) });
    };
    const { bed, run, states } = open({ ...play, decode: mortal });
    bed.set(plan());
    await run(3000);
    kill();
    await run(6000);
    expect(states).toEqual(['playing 0', 'held 0', 'playing 0']);
    expect(play.feeds.length).toBeGreaterThan(1);
    expect(bed.bufferedBytes).toBeLessThan(6 * rate * 4);
  });

  it('tries the next file when one gives no sound', async () => {
    const play = player(sine(200, 0.2), 600, (feed) => feed.path === '/bad');
    const { bed, run, states } = open(play);
    bed.set(
      plan({
        tracks: [
          { path: '/bad', gainDb: 0 },
          { path: '/good', gainDb: 0 },
        ],
      }),
    );
    await run(6000);
    expect(states).toEqual(['held 0', 'held 0', 'skipped 0', 'playing 1']);
  });

  it('takes other files by a fade, and the same files as a change of level', async () => {
    const play = player(sine(200, 0.2), 600);
    const { bed, run, heard, states } = open(play);
    bed.set(plan());
    await run(3000);
    bed.set(plan({ belowDb: 20 }));
    await run(2000);
    expect(play.feeds).toHaveLength(1);
    expect(db(last(heard, 500))).toBeCloseTo(db([0.2]) - 3.01 - 20, 0);
    bed.set(plan({ tracks: [{ path: '/b', gainDb: 0 }] }));
    await run(5000);
    expect(play.feeds.map(({ path }) => path)).toEqual(['/a', '/b']);
    expect(states).toEqual(['playing 0', 'off 0', 'playing 0']);
    expect(largestStep(heard)).toBeLessThan(naturalStep(200, 0.2) * 1.3);
  });
});
