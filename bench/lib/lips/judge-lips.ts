/** Lips from sound against what the voice itself says of the same sound: frames, closures, how the jaw moves and how late. */
import type { Mark } from '../../../main/contract/speech.ts';
import { hopMs } from '../../../main/engines/child/lips/log-mel.ts';
import type { LipsFromSound } from '../../../main/engines/child/lips-from-sound.ts';
import { mouthFromMarks } from '../../../main/performance/mouth.ts';
import { percentile, round } from '../bench-result.ts';
import { countClosures } from './count-closures.ts';
import { labelFrames } from './label-frames.ts';
import type { SpeechSample } from './speech-samples.ts';

const frameMs = 1000 / 30;
const shiftStepMs = 5;
const mostShiftMs = 150;

export interface LipsJudge {
  /** Hears one clause by the method that is judged. */
  judge(sample: SpeechSample, lips: LipsFromSound): Promise<void>;
  figures(): Readonly<Record<string, number>>;
}

const jawTrack = (marks: readonly Mark[], durationMs: number): number[] =>
  Array.from({ length: Math.floor(durationMs / shiftStepMs) }, (_, at) => mouthFromMarks(marks, [], at * shiftStepMs, frameMs).jaw);

/** Correlation of `a` with `b` moved `shift` steps earlier. */
function correlation(a: readonly number[], b: readonly number[], shift: number): number {
  let [n, sa, sb, saa, sbb, sab] = [0, 0, 0, 0, 0, 0];
  for (let at = Math.max(0, -shift); at < a.length && at + shift < b.length; at += 1) {
    const x = a[at] as number;
    const y = b[at + shift] as number;
    [n, sa, sb, saa, sbb, sab] = [n + 1, sa + x, sb + y, saa + x * x, sbb + y * y, sab + x * y];
  }
  return (n * sab - sa * sb) / Math.sqrt(Math.max(1e-12, (n * saa - sa * sa) * (n * sbb - sb * sb)));
}

export function createLipsJudge(): LipsJudge {
  let [frames, right, closures, found, told, micros, seconds, jaw, lines] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  const offsets: number[] = [];
  return {
    async judge({ samples, sampleRate, marks }, lips) {
      const before = process.cpuUsage();
      const heard = [...(await lips.hear(samples)), ...(await lips.end())];
      const used = process.cpuUsage(before);
      micros += used.user + used.system;
      seconds += samples.length / sampleRate;
      const durationMs = (samples.length * 1000) / sampleRate;
      const count = Math.floor(durationMs / hopMs);
      const wanted = labelFrames(marks, count);
      const got = labelFrames(heard, count);
      frames += count;
      right += wanted.reduce((sum, label, at) => sum + (label === got[at] ? 1 : 0), 0);
      const counted = countClosures(marks, heard);
      closures += counted.said;
      found += counted.found;
      told += counted.told;
      const [truth, own] = [jawTrack(marks, durationMs), jawTrack(heard, durationMs)];
      let [best, bestShift] = [-1, 0];
      for (let shift = -mostShiftMs / shiftStepMs; shift <= mostShiftMs / shiftStepMs; shift += 1) {
        const fit = correlation(truth, own, shift);
        if (fit > best) [best, bestShift] = [fit, shift];
      }
      offsets.push(bestShift * shiftStepMs);
      jaw += correlation(truth, own, 0);
      lines += 1;
    },
    figures: () => ({
      lines,
      'frames right, %': round((100 * right) / frames),
      'jaw r': round(jaw / lines, 2),
      closures,
      'found, %': round((100 * found) / closures),
      'false, % of told': told === 0 ? 0 : round((100 * (told - found)) / told),
      'F1, %': round((200 * found) / Math.max(1, closures + told)),
      'offset median, ms': percentile(offsets, 50),
      'CPU, % of a core': round(micros / 1e4 / seconds, 2),
    }),
  };
}
