/** Quiet time on air, with real processes, as it is received: the anchor's own talk, a question that goes before it, music under the speech, and what may die. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { openStorage } from '../../../main/storage/open-storage.ts';
import { startViewer, studioOnAir, waitUntil, type StudioOnAir } from '../support/studio-on-air.ts';
import { listenTo, median, speechRuns, toneHz, truePeakDb } from './listen.ts';

let dir: string;
let show: StudioOnAir | undefined;
beforeAll(() => {
  dir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-music-'));
  // 7.31 s end in the middle of a period: a bare loop would click
  for (const [name, seconds] of [
    ['short.wav', 7.31],
    ['long.flac', 90],
  ] as const)
    execFileSync('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', `sine=f=${toneHz}:d=${seconds}:r=48000`, '-ac', '2', path.join(dir, name)]);
});
afterEach(async () => {
  await show?.close();
  show = undefined;
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

const talk = 'Welcome to our little shop, we have green tea and black tea today, and a very fine oolong from the hills.';
const config = { ...defaultConfig, rtmpPort: 0, httpPort: 0 };

/** The decoder is the programme's child that writes bare samples. */
function decoderPid(programme: number): number | undefined {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const ppid = Number(/\) \S+ (\d+)/.exec(readFileSync(`/proc/${name}/stat`, 'utf8'))?.[1]);
      if (ppid === programme && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('s16le\0pipe:1')) return Number(name);
    } catch {
      // it has ended meanwhile
    }
  }
  return undefined;
}

describe.skipIf(process.platform !== 'linux')('quiet time on air', () => {
  it('plays music under its own talk: down with the first word, up after the last, no click where the file begins anew', async () => {
    show = await studioOnAir({
      config: {
        ...config,
        quietTime: {
          idle: { source: 'script', script: talk, minSeconds: 12, maxSeconds: 12 },
          music: { state: 'on', paths: [path.join(dir, 'short.wav')] },
        },
      },
    });
    const on = show;
    const { studio, rtmpUrl } = on;
    const onAirAt = on.events.length;
    const leftOutBefore = studio.snapshot().show.framesSkipped;
    const viewer = await startViewer(rtmpUrl, path.join(dir, 'viewer.flv'));
    await waitUntil('music', () => studio.snapshot().quietTime.music.now.state === 'playing');
    await on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'ended', 120_000);
    await on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'ended', 120_000);
    await on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'thinking', 120_000);
    await viewer.stop();
    const leftOut = studio.snapshot().show.framesSkipped - leftOutBefore;

    const heard = listenTo(viewer.file);
    const runs = speechRuns(heard).filter(({ from }) => from > 150);
    // a click of a busy machine is no speech
    const talks = runs.filter(({ from, to }) => to - from >= 1000 / heard.windowMs);
    if (talks.length === 0) throw new Error('nobody spoke');
    // it is back one and a half seconds after the last sample of a clause, which is not heard any more; the joint lies somewhere in here
    // a machine that stands still for long puts the slate on: what is received then is not ours to judge
    const slateShown = on.events.some(({ type }, at) => type === 'source' && at >= onAirAt);
    const isSlate = (at: number): boolean => slateShown && heard.toneDb.slice(Math.max(0, at - 60), at + 60).some((db) => db < -100);
    const alone = heard.toneDb
      .map((_, at) => at)
      .filter((at) => !isSlate(at))
      .filter((at) => at > 150 && runs.every(({ from, to }) => at < from - 40 || at > to + 130) && at < (runs.at(-1)?.to ?? 0) + 300);
    const under = heard.toneDb.map((_, at) => at).filter((at) => runs.some(({ from, to }) => at >= from && at < to));
    const loud = under.filter((at) => (heard.restDb[at] ?? -99) > -30);
    const levelDb = median(alone.map((at) => heard.toneDb[at] ?? NaN));
    const duckedDb = median(under.map((at) => heard.toneDb[at] ?? NaN));
    const speechDb = median(loud.map((at) => heard.restDb[at] ?? NaN));
    const atFirstWords = talks.map(({ from }) => heard.toneDb[from] ?? NaN);
    // a quick voice is heard a frame after it was asked for: the way down takes another
    const inFirstWords = talks.map(({ from }) => heard.toneDb[from + Math.ceil(80 / heard.windowMs)] ?? NaN);
    const largestStep = Math.max(...alone.map((at) => heard.steps[at] ?? 0));
    const naturalStep = 2 * Math.sin((Math.PI * toneHz) / 48_000) * 10 ** ((levelDb + 3.01) / 20);
    const click = Math.max(...alone.map((at) => heard.restDb[at] ?? NaN));
    const gap = Math.min(...alone.map((at) => heard.toneDb[at] ?? NaN));
    const peak = truePeakDb(viewer.file);
    console.log(
      [
        `music alone ${levelDb.toFixed(1)} dBFS, under speech ${duckedDb.toFixed(1)} (ducked by ${(levelDb - duckedDb).toFixed(1)} dB)`,
        `at the first audible 20 ms of speech ${atFirstWords.map((db) => db.toFixed(1)).join(', ')}; speech ${speechDb.toFixed(1)}, over the music by ${(speechDb - duckedDb).toFixed(1)} dB`,
        `quietest 20 ms of music alone ${gap.toFixed(1)}; largest step ${largestStep.toFixed(4)} (the tone's own ${naturalStep.toFixed(4)}); loudest 20 ms that is no tone ${click.toFixed(1)}`,
        `true peak of the sum ${peak.toFixed(1)} dBTP; frames left out ${leftOut}`,
      ].join('\n'),
    );
    expect(alone.length).toBeGreaterThan(100);
    expect(levelDb - duckedDb).toBeGreaterThan(11);
    expect(levelDb - duckedDb).toBeLessThan(13);
    expect(levelDb - Math.min(...atFirstWords)).toBeGreaterThan(1);
    expect(levelDb - Math.max(...inFirstWords)).toBeGreaterThan(10);
    expect(speechDb - duckedDb).toBeGreaterThan(15);
    expect(gap).toBeGreaterThan(levelDb - 1);
    // a frame that a busy machine leaves out takes its sound along, and the tone steps there
    if (leftOut === 0) {
      expect(largestStep).toBeLessThan(naturalStep * 1.1);
      expect(click).toBeLessThan(levelDb - 20);
    }
    expect(peak).toBeLessThanOrEqual(-1);
  }, 300_000);

  it('makes way for a question in the middle of a sentence; its own talk is no viewer’s line, and is said again', async () => {
    show = await studioOnAir({
      config: { ...config, quietTime: { idle: { source: 'script', script: talk, minSeconds: 2, maxSeconds: 2 } } },
    });
    const on = show;
    const { studio, events } = on;
    const own = await on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'speaking', 120_000);
    const question = studio.say({ author: 'mei', text: 'How much is the longjing tea?' });
    if (!question.accepted) throw new Error(question.reason.en);
    const broken = events.findLast((event) => event.type === 'turn' && event.turnId === own.turnId);
    expect(broken).toMatchObject({ state: 'cancelled', kind: 'idle', author: '' });
    const cut = await on.next('speech-ended', ({ turnId }) => turnId === own.turnId);
    const answer = await on.next('speech-started', ({ turnId }) => turnId === question.turnId);
    // one breath between the two, and the time that the answer takes
    expect(answer.frame).toBeGreaterThan(cut.frame);
    const clauses = events.filter((event) => event.type === 'clause' && event.turnId === own.turnId);
    expect(events.filter((event) => event.type === 'speech-started' && event.turnId === own.turnId).length).toBeLessThan(3);
    expect(clauses.length).toBeGreaterThan(0);
    await on.next('turn', ({ turnId, state }) => turnId === question.turnId && state === 'ended', 120_000);
    const again = await on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'queued', 120_000);
    expect(again.text).toBe(talk);
    const kept = openStorage({ dir: on.dir, logger: silentLogger, now: () => 0 });
    try {
      await waitUntil('the turns to be kept', () => kept.shows.turns(10).length >= 2);
      expect(kept.shows.turns(10).map(({ turnId, kind }) => [turnId, kind])).toEqual(
        expect.arrayContaining([
          [own.turnId, 'idle'],
          [question.turnId, 'line'],
        ]),
      );
    } finally {
      kept.close();
    }
    // a cancel drops it, and nothing of its own comes within the interval
    await studio.cancel();
    expect(studio.snapshot().turns.filter(({ kind, state }) => kind === 'idle' && !['ended', 'cancelled'].includes(state))).toEqual([]);
  });

  it('talks about what the language model knows, another thing each time', async () => {
    show = await studioOnAir({ config: { ...config, quietTime: { idle: { source: 'model', minSeconds: 1, maxSeconds: 1 } } } });
    const on = show;
    const { studio } = on;
    for (let n = 0; n < 2; n += 1) await on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'ended', 120_000);
    const replies = studio
      .snapshot()
      .turns.filter(({ kind }) => kind === 'idle')
      .map(({ reply }) => reply);
    expect(replies.slice(0, 2).every((reply) => reply.length > 8)).toBe(true);
    expect(new Set(replies.slice(0, 2)).size).toBe(2);
  }, 240_000);

  it('goes on with the music when its decoder is killed, and after the whole programme was; speech is not touched', async () => {
    show = await studioOnAir({
      config: {
        ...config,
        quietTime: {
          music: { state: 'on', paths: [path.join(dir, 'long.flac')] },
          idle: { source: 'script', script: talk, minSeconds: 1, maxSeconds: 1 },
        },
      },
    });
    const on = show;
    const { studio } = on;
    const playing = (): boolean => studio.snapshot().quietTime.music.now.state === 'playing';
    await waitUntil('music', playing);
    await on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'speaking', 120_000);
    const pid = decoderPid(on.pidOf('programme'));
    if (pid === undefined) throw new Error('there is no decoder');
    const held = on.next('music', ({ state }) => state === 'held');
    const back = on.next('music', ({ state }) => state === 'playing');
    const ended = on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'ended', 120_000);
    process.kill(pid, 'SIGKILL');
    await Promise.all([held, back, ended]);
    expect(studio.snapshot().notices.some(({ message }) => message.en.includes('long.flac'))).toBe(true);
    await waitUntil('another decoder', () => decoderPid(on.pidOf('programme')) !== undefined);

    const programme = on.pidOf('programme');
    const again = on.next('process', ({ name, state, pid: other }) => name === 'programme' && state === 'running' && other !== programme);
    process.kill(programme, 'SIGKILL');
    await again;
    await waitUntil('the decoder of the new programme', () => decoderPid(on.pidOf('programme')) !== undefined);
    await on.next('turn', ({ kind, state }) => kind === 'idle' && state === 'ended', 120_000);
    expect(await studio.quietTime.setMusic({ state: 'off' })).toEqual({ done: true });
    await on.next('music', ({ state }) => state === 'off');
    await waitUntil('the decoder to be gone', () => decoderPid(on.pidOf('programme')) === undefined);
  });
});
