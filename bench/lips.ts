/**
 * `npm run bench lips [-- zh en …]`: ten lines a language spoken into a file by the real conversation, voices, face and programme; then the file itself
 * is read back: how open the mouth is from its pixels, how loud it is from its sound, and how far one is from the other (cross-correlation).
 * Before that, lips from sound alone: the model against the signal method on voices and languages that the model never heard (`-- from-sound`: only that).
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { renderFile } from '../main/app/render-file.ts';
import { defaultConfig } from '../main/app/studio-config.ts';
import { videoPresets } from '../main/contract/media.ts';
import { silentLogger } from '../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../main/processes/adapters/node-fork.ts';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';
import { defaultAnchorRect } from '../main/programme/protocol/anchor-rect.ts';
import { describeMachine, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { compareLips, type Comparison } from './lib/lips/compare-lips.ts';
import { decodeSound } from './lib/lips/decode-recording.ts';
import { findMouth, readOpening } from './lib/lips/find-mouth.ts';
import { envelopeOf, lipOffset, soundingStretches, type Offset } from './lib/lips/lip-offset.ts';
import { soundLines } from './lib/sound/sound-lines.ts';

const preset = '720p';
const linesPerLanguage = 10;
/** Lines with enough syllables for a correlation to mean something. */
const leastCharacters = 8;
/** Turns are 450 ms apart; breaths inside a line are shorter than 300. */
const gapMs = 360;
const reachMs = 240;
const leastFit = 0.3;

type Lang = keyof typeof soundLines;

interface Measured {
  readonly lang: Lang;
  readonly offsets: readonly Offset[];
  readonly asked: number;
}

async function measure(lang: Lang, ffmpegPath: string, folder: string): Promise<Measured> {
  const texts = soundLines[lang].filter((line) => Array.from(line).length >= leastCharacters).slice(0, linesPerLanguage);
  const outPath = path.join(folder, `${lang}.mp4`);
  const { unvoiced } = await renderFile({
    texts,
    outPath,
    preset,
    config: { ...defaultConfig, look: { ...defaultConfig.look, captions: false } },
    adapter: createNodeForkAdapter(),
    entriesDir: path.resolve('dist/main/children'),
    resourcesDir: path.resolve('resources'),
    logger: silentLogger,
  });
  if (unvoiced.length > 0) throw new Error(`not spoken: ${unvoiced.join(' | ')}`);
  const { fps } = videoPresets[preset];
  const anchor = defaultAnchorRect(videoPresets[preset]);
  const sound = await decodeSound(ffmpegPath, outPath, 'all');
  const frames = Math.floor((sound.length * fps) / 48_000);
  const stretches = soundingStretches(envelopeOf(sound, 48_000, fps, frames), Math.round((gapMs * fps) / 1000));
  const loudness = envelopeOf(await decodeSound(ffmpegPath, outPath, 'vowels'), 48_000, fps, frames);
  const mouth = await findMouth(ffmpegPath, outPath, fps, anchor);
  const opening = await readOpening(ffmpegPath, outPath, fps, mouth);
  const reach = Math.round((reachMs * fps) / 1000);
  return { lang, asked: texts.length, offsets: stretches.map((stretch) => lipOffset(opening, loudness, stretch, reach)) };
}

/** The model has the signal method's place only while it is better than it in every way that is seen, on speech that it never heard. */
function judgeFromSound(rows: readonly Comparison[]): Goal[] {
  return ['speakers', 'languages'].flatMap((what) => {
    const of = (method: string, figure: string): number =>
      Number(rows.find((row) => row['who'] === `all held-out ${what}` && row['method'] === method)?.[figure]);
    const better = (['frames right, %', 'jaw r', 'found, %'] as const).map((figure): Goal => {
      const [value, signal] = [of('model', figure), of('signal', figure)];
      return { what: `model, held-out ${what}: ${figure}`, value, limit: `> ${signal} (signal method)`, met: value > signal };
    });
    const offset = of('model', 'offset median, ms');
    return [
      ...better,
      { what: `model, held-out ${what}: offset median, ms`, value: offset, limit: '|offset| <= 33', met: Math.abs(offset) <= 33 },
    ];
  });
}

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const compared = await compareLips();
  console.table(compared);
  const fromSound = judgeFromSound(compared);
  if (args.includes('from-sound'))
    return { name: 'lips-from-sound', machine: describeMachine(), rows: compared, goals: fromSound, ok: fromSound.every(({ met }) => met) };
  const langs = (Object.keys(soundLines) as Lang[]).filter((lang) => args.length === 0 || args.includes(lang));
  const ffmpeg = await resolveFfmpeg();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'vanchor-lips-'));
  const results: Measured[] = [];
  try {
    for (const lang of langs) results.push(await measure(lang, ffmpeg.path, folder));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const all = results.flatMap(({ offsets }) => offsets);
  const worst = Math.max(...all.map(({ frames }) => Math.abs(frames)));
  const weakest = Math.min(...all.map(({ fit }) => fit));
  const lost = results.reduce((sum, { asked, offsets }) => sum + Math.abs(asked - offsets.length), 0);
  const goals: readonly Goal[] = [
    ...fromSound,
    { what: 'furthest line: lips against sound, frames', value: round(worst, 2), limit: '<= 1', met: worst <= 1 },
    { what: 'weakest correlation of opening with loudness', value: round(weakest, 2), limit: `>= ${leastFit}`, met: weakest >= leastFit },
    { what: 'lines not found in the file', value: lost, limit: '= 0', met: lost === 0 },
  ];
  return {
    name: 'lips',
    machine: describeMachine(),
    rows: results.map(({ lang, offsets }) => {
      const values = offsets.map(({ frames }) => frames).toSorted((a, b) => a - b);
      return {
        lang,
        lines: offsets.length,
        'offset median, frames': round(values[values.length >> 1] ?? Number.NaN, 2),
        'earliest lips': round(values[0] ?? Number.NaN, 2),
        'latest lips': round(values.at(-1) ?? Number.NaN, 2),
        'fit mean': round(offsets.reduce((sum, { fit }) => sum + fit, 0) / offsets.length, 2),
        'fit least': round(Math.min(...offsets.map(({ fit }) => fit)), 2),
      };
    }),
    goals,
    ok: goals.every((goal) => goal.met),
    notes: ['positive = lips after the sound; a frame is 33 ms; opening read from the pixels of the file, loudness from its sound'],
  };
}
