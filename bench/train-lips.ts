/**
 * `npm run train:lips [-- --share 0.1] [--rounds 6] [--out FILE]`: speaks the training lines with the app's own voices, trains the lips' model on their
 * sound and times, writes resources/lips/lips.onnx (docs/adr/0012-lips-by-a-model.md). What it is worth is told by `npm run bench lips`, on voices and
 * languages that it never heard. `-- --calibrate [--share 0.3]` trains nothing: it finds how unwilling the lips should be to close.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createLogMel } from '../main/engines/child/lips/log-mel.ts';
import { loadVisemeNet, modelFile } from '../main/engines/child/lips/viseme-net.ts';
import { describeMachine, round, type BenchResult } from './lib/bench-result.ts';
import { calibrateClosures } from './lib/lips/calibrate-closures.ts';
import { labelFrames } from './lib/lips/label-frames.ts';
import { heldOut, trainingSpeech } from './lib/lips/speech-samples.ts';
import { trainNet, type LabelledSpeech } from './lib/lips/train-net.ts';
import { writeOnnx } from './lib/lips/write-onnx.ts';
import { openVoiceBooth } from './lib/sound/voice-booth.ts';

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const option = (name: string, usual: string): string => (args.includes(name) ? (args[args.indexOf(name) + 1] ?? usual) : usual);
  const share = Number(option('--share', '1'));
  const rounds = Number(option('--rounds', '8'));
  const out = path.resolve(option('--out', path.join('resources', modelFile)));
  if (args.includes('--calibrate')) return calibrate(out, share);
  const speech: LabelledSpeech[] = [];
  let seconds = 0;
  const booth = await openVoiceBooth();
  try {
    for await (const { samples, sampleRate, marks } of trainingSpeech(booth, share)) {
      const mel = createLogMel(sampleRate);
      const frames = [...mel.hear(samples), ...mel.end()];
      speech.push({ frames, labels: labelFrames(marks, frames.length) });
      seconds += samples.length / sampleRate;
      if (speech.length % 100 === 0) console.log(`${speech.length} lines, ${Math.round(seconds)} s of speech`);
    }
  } finally {
    await booth.close();
  }
  const rows: Record<string, number>[] = [];
  const layers = await trainNet(speech, {
    rounds,
    onRound(number, loss, right) {
      rows.push({ round: number + 1, loss: round(loss, 3), 'right, %': round(100 * right) });
      console.log(`round ${number + 1}: loss ${loss.toFixed(3)}, ${(100 * right).toFixed(1)} % of the frames right`);
    },
  });
  const model = writeOnnx(layers, `npm run train:lips: ${speech.length} lines, ${Math.round(seconds)} s, ${rounds} rounds`);
  mkdirSync(path.dirname(out), { recursive: true });
  writeFileSync(out, model);
  return {
    name: 'train-lips',
    machine: describeMachine(),
    rows,
    ok: rows.length === rounds,
    notes: [
      `${out}: ${model.length} bytes, sha256 ${createHash('sha256').update(model).digest('hex').slice(0, 16)}`,
      `${speech.length} lines, ${Math.round(seconds)} s of speech; never heard: ${heldOut.speakers.join(', ')}; ${heldOut.languages.join(', ')}`,
    ],
  };
}

async function calibrate(modelPath: string, share: number): Promise<BenchResult> {
  const net = await loadVisemeNet(modelPath);
  const booth = await openVoiceBooth();
  try {
    const { best, rows } = await calibrateClosures(net, trainingSpeech(booth, share));
    return {
      name: 'calibrate-lips',
      machine: describeMachine(),
      rows,
      ok: true,
      notes: [`best balance: entry ${best.entry}, bias ${best.bias}; they stand in main/engines/child/lips/viseme-path.ts`],
    };
  } finally {
    await booth.close();
    await net.close();
  }
}
