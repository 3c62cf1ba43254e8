/**
 * How unwilling the path through the model's scores should be to close the lips: every pair of a grid is tried on speech of the voices it was
 * trained on, never on what it is judged by. Of those as good as the best balance of closures found and closures that were not said (F1, half for each
 * family of voices; half a point less is as good) the one with the fewest that were not said is taken.
 */
import type { Mark } from '../../../main/contract/speech.ts';
import { visemeCount, visemes } from '../../../main/contract/visemes.ts';
import { createLipsFromModel } from '../../../main/engines/child/lips/lips-from-model.ts';
import { hopMs } from '../../../main/engines/child/lips/log-mel.ts';
import type { VisemeNet } from '../../../main/engines/child/lips/viseme-net.ts';
import { createVisemePath, type ClosureCare } from '../../../main/engines/child/lips/viseme-path.ts';
import { round } from '../bench-result.ts';
import { countClosures } from './count-closures.ts';
import { labelFrames } from './label-frames.ts';
import type { SpeechSample } from './speech-samples.ts';

const entries = [0, 1, 2, 3, 4, 6];
const asGood = 0.005;
const biases = [0, 0.25, 0.5, 0.75, 1, 1.5, 2];

interface Scored {
  readonly family: string;
  readonly marks: readonly Mark[];
  readonly labels: Uint8Array;
  /** 15 a frame. */
  readonly scores: Float32Array;
}

export interface Calibration {
  readonly best: ClosureCare;
  readonly rows: ReadonlyArray<Readonly<Record<string, number>>>;
}

export async function calibrateClosures(
  net: VisemeNet,
  speech: AsyncIterable<SpeechSample & { readonly family: string }>,
): Promise<Calibration> {
  const scored: Scored[] = [];
  for await (const sample of speech) scored.push(await score(net, sample));
  const families = Array.from(new Set(scored.map(({ family }) => family)));
  const tried = entries.flatMap((entry) =>
    biases.map((bias) => {
      const figures = families.map((family) =>
        measure(
          scored.filter((line) => line.family === family),
          { entry, bias },
        ),
      );
      const balance = figures.reduce((sum, { f1 }) => sum + f1, 0) / figures.length;
      const row: Record<string, number> = { entry, bias, 'F1, %': round(100 * balance) };
      figures.forEach((of, at) => {
        row[`${families[at]}: frames, %`] = round(100 * of.right);
        row[`${families[at]}: found, %`] = round(100 * of.found);
        row[`${families[at]}: false, %`] = round(100 * of.wrong);
      });
      const wrong = figures.reduce((sum, of) => sum + of.wrong, 0) / figures.length;
      return { care: { entry, bias }, balance, wrong, row };
    }),
  );
  const most = Math.max(...tried.map(({ balance }) => balance));
  const best = tried
    .filter(({ balance }) => balance >= most - asGood)
    .reduce((fewest, next) => (next.wrong < fewest.wrong ? next : fewest));
  return { best: best.care, rows: tried.map(({ row }) => row) };
}

async function score(net: VisemeNet, { family, samples, sampleRate, marks }: SpeechSample & { readonly family: string }): Promise<Scored> {
  const runs: Float32Array[] = [];
  const kept: VisemeNet = {
    async run(rows) {
      const scores = await net.run(rows);
      runs.push(Float32Array.from(scores));
      return scores;
    },
    close: async () => undefined,
  };
  const lips = createLipsFromModel(kept, sampleRate);
  await lips.hear(samples);
  await lips.end();
  const count = Math.floor((samples.length * 1000) / sampleRate / hopMs);
  const scores = new Float32Array(count * visemeCount);
  runs.forEach((run, at) => {
    const from = at * run.length;
    if (from < scores.length) scores.set(run.subarray(0, scores.length - from), from);
  });
  return { family, marks, labels: labelFrames(marks, count), scores };
}

function measure(lines: readonly Scored[], care: ClosureCare): { right: number; found: number; wrong: number; f1: number } {
  let [frames, right, said, found, told] = [0, 0, 0, 0, 0];
  for (const { marks, labels, scores } of lines) {
    const path = createVisemePath(care);
    const got: number[] = [];
    for (let at = 0; at < labels.length; at += 1) {
      const viseme = path.push(scores.subarray(at * visemeCount, (at + 1) * visemeCount));
      if (viseme !== null) got.push(viseme);
    }
    got.push(...path.end());
    frames += labels.length;
    right += got.filter((viseme, at) => viseme === labels[at]).length;
    const counted = countClosures(
      marks,
      got.map((viseme, at) => ({ atMs: at * hopMs, durationMs: hopMs, phoneme: 'sound', viseme: visemes[viseme] ?? 'sil' })),
    );
    said += counted.said;
    found += counted.found;
    told += counted.told;
  }
  return { right: right / frames, found: found / said, wrong: (told - found) / Math.max(1, told), f1: (2 * found) / (said + told) };
}
