/**
 * `npm run bench sound [-- zh en …]`: 20 lines a language through the real voices in their processes, judged by ffmpeg's ebur128 as they are played:
 * integrated loudness of every line, true peak, the hardest join, time to the first sample. Goals: -16 LUFS +-1, <= -1 dBTP, no click.
 */
import { fliteVoices } from '../main/engines/entries/flite/voices.ts';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';
import { describeMachine, percentile, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { largestStepAtJoin, measureSound } from './lib/sound/measure-sound.ts';
import { soundLines } from './lib/sound/sound-lines.ts';
import { openVoiceBooth, type VoiceBooth } from './lib/sound/voice-booth.ts';

const targetLufs = -16;
const toleranceLu = 1;
const mostTruePeakDb = -1;
/** A step of a hundredth of full scale is not heard beside speech. */
const mostStepPercent = 1;

type Lang = keyof typeof soundLines;

interface VoiceRow {
  readonly voice: string;
  readonly lang: Lang;
  readonly lufs: readonly number[];
  readonly truePeakDb: number;
  readonly stepPercent: number;
  readonly firstSampleMs: readonly number[];
}

async function judge(booth: VoiceBooth, ffmpegPath: string, engine: string, voice: string, lang: Lang): Promise<VoiceRow> {
  const lufs: number[] = [];
  const peaks: number[] = [];
  const steps: number[] = [];
  const firsts: number[] = [];
  for (const line of soundLines[lang]) {
    const { samples, sampleRate, marks, firstSampleMs } = await booth.speak(engine, voice, lang, line);
    const measured = await measureSound(samples, sampleRate, ffmpegPath);
    lufs.push(measured.lufs);
    peaks.push(measured.truePeakDb);
    steps.push(largestStepAtJoin(samples, sampleRate, marks) * 100);
    firsts.push(firstSampleMs);
  }
  return {
    voice: `${engine} ${voice}`,
    lang,
    lufs,
    truePeakDb: Math.max(...peaks),
    stepPercent: Math.max(...steps),
    firstSampleMs: firsts,
  };
}

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const langs = (Object.keys(soundLines) as Lang[]).filter((lang) => args.length === 0 || args.includes(lang));
  const ffmpeg = await resolveFfmpeg();
  const booth = await openVoiceBooth();
  const rows: VoiceRow[] = [];
  try {
    for (const lang of langs) for (const voice of ['female', 'male']) rows.push(await judge(booth, ffmpeg.path, 'espeak', voice, lang));
    if (langs.includes('en')) for (const { id } of fliteVoices) rows.push(await judge(booth, ffmpeg.path, 'flite', id, 'en'));
  } finally {
    await booth.close();
  }
  const worstLu = Math.max(...rows.flatMap(({ lufs }) => lufs.map((value) => Math.abs(value - targetLufs))));
  const worstPeak = Math.max(...rows.map(({ truePeakDb }) => truePeakDb));
  const worstStep = Math.max(...rows.map(({ stepPercent }) => stepPercent));
  const goals: readonly Goal[] = [
    { what: 'furthest line from -16 LUFS, LU', value: round(worstLu, 2), limit: `<= ${toleranceLu}`, met: worstLu <= toleranceLu },
    { what: 'highest true peak, dBTP', value: round(worstPeak, 2), limit: `<= ${mostTruePeakDb}`, met: worstPeak <= mostTruePeakDb },
    {
      what: 'largest step at a join, % of full scale',
      value: round(worstStep, 2),
      limit: `<= ${mostStepPercent}`,
      met: worstStep <= mostStepPercent,
    },
  ];
  return {
    name: 'sound',
    machine: describeMachine(),
    rows: rows.map(({ voice, lang, lufs, truePeakDb, stepPercent, firstSampleMs }) => ({
      voice,
      lang,
      lines: lufs.length,
      'LUFS mean': round(lufs.reduce((sum, value) => sum + value, 0) / lufs.length, 2),
      'LUFS softest': round(Math.min(...lufs), 2),
      'LUFS loudest': round(Math.max(...lufs), 2),
      'true peak dBTP': round(truePeakDb, 2),
      'step at joins %': round(stepPercent, 2),
      'first sample p50 ms': round(percentile(firstSampleMs, 50), 0),
      'p95 ms': round(percentile(firstSampleMs, 95), 0),
    })),
    goals,
    ok: goals.every((goal) => goal.met),
    notes: [
      `furthest lines: ${furthest(rows).join(' | ')}`,
      `measured by ffmpeg ${ffmpeg.version} (ebur128), stereo at 48 kHz as the programme plays it`,
    ],
  };
}

function furthest(rows: readonly VoiceRow[]): string[] {
  return rows
    .flatMap(({ voice, lang, lufs }) =>
      lufs.map((value, index) => ({ value, text: `${voice} ${round(value, 1)} ${soundLines[lang][index] ?? ''}` })),
    )
    .toSorted((a, b) => Math.abs(b.value - targetLufs) - Math.abs(a.value - targetLufs))
    .slice(0, 5)
    .map(({ text }) => text);
}
