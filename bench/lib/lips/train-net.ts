/**
 * Trains the lips' model: two hidden layers over a frame and its neighbours, cross entropy, Adam, by TensorFlow.js on WebAssembly, one thread. The same
 * seed and the same speech give the same model on the same machine. Frames are changed anew in every round: gain, tilt, noise, room, a narrow band.
 */
import * as tf from '@tensorflow/tfjs-core';
// their own entry, because a bundler shakes them away
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import path from 'node:path';
import { visemeCount } from '../../../main/contract/visemes.ts';
import { createLevelling, rowSize, writeRow } from '../../../main/engines/child/lips/frame-context.ts';
import { bandCount, silentLog } from '../../../main/engines/child/lips/log-mel.ts';
import { mulberry32 } from '../bootstrap.ts';

export interface LabelledSpeech {
  /** As `createLogMel` hears it. */
  readonly frames: readonly Float32Array[];
  /** One viseme index per frame. */
  readonly labels: Uint8Array;
}

export interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** inputs x outputs. */
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

export interface Training {
  readonly rounds: number;
  /** After every round: mean loss, share of frames that were told right while training. */
  readonly onRound: (round: number, loss: number, right: number) => void;
}

const hidden = [128, 64] as const;
const batchSize = 256;
const firstRate = 0.0015;
const lastRate = 0.0001;
/** How far the rarity of a viseme is made up for: 0 not at all, 1 entirely. */
const rarityPower = 0.35;
const seed = 4;

export async function trainNet(speech: readonly LabelledSpeech[], { rounds, onRound }: Training): Promise<Layer[]> {
  setWasmPaths(`${path.resolve('node_modules/@tensorflow/tfjs-backend-wasm/dist')}/`);
  setThreadsCount(1);
  await tf.setBackend('wasm');
  await tf.ready();
  const random = mulberry32(seed);
  const sizes = [rowSize, ...hidden, visemeCount];
  const weights = sizes.slice(1).map((outputs, at) => {
    const inputs = sizes[at] as number;
    const values = Float32Array.from({ length: inputs * outputs }, () => normal(random) * Math.sqrt(2 / inputs));
    return tf.variable(tf.tensor2d(values, [inputs, outputs]));
  });
  const biases = sizes.slice(1).map((outputs) => tf.variable(tf.zeros([outputs])));
  const forward = (rows: tf.Tensor2D): tf.Tensor2D => {
    let value: tf.Tensor2D = rows;
    weights.forEach((weight, at) => {
      value = tf.add(tf.matMul(value, weight as unknown as tf.Tensor2D), biases[at] as tf.Tensor);
      if (at < hidden.length) value = tf.relu(value);
    });
    return value;
  };
  const rarity = rarityOf(speech);
  const total = speech.reduce((sum, { labels }) => sum + labels.length, 0);
  const steps = Math.floor(total / batchSize) * rounds;
  const optimizer = tf.train.adam(firstRate);
  let step = 0;

  for (let round = 0; round < rounds; round += 1) {
    const changed = speech.map(({ frames }) => change(frames, random));
    const order = shuffled(
      speech.flatMap(({ labels }, at) => Array.from(labels, (_, frame) => at * 65_536 + frame)),
      random,
    );
    let [loss, right, seen] = [0, 0, 0];
    for (let from = 0; from + batchSize <= order.length; from += batchSize) {
      const rows = new Float32Array(batchSize * rowSize);
      const wanted = new Float32Array(batchSize * visemeCount);
      const labels: number[] = [];
      for (let at = 0; at < batchSize; at += 1) {
        const place = order[from + at] as number;
        const which = Math.floor(place / 65_536);
        const label = speech[which]?.labels[place % 65_536] ?? 0;
        writeRow(changed[which] ?? [], place % 65_536, rows, at * rowSize);
        wanted[at * visemeCount + label] = rarity[label] as number;
        labels.push(label);
      }
      setRate(optimizer, firstRate * (lastRate / firstRate) ** (step / steps));
      step += 1;
      const input = tf.tensor2d(rows, [batchSize, rowSize]);
      const target = tf.tensor2d(wanted, [batchSize, visemeCount]);
      let told: tf.Tensor2D | undefined;
      const cost = optimizer.minimize(() => {
        const scores = forward(input);
        told = tf.keep(scores.clone());
        return tf.neg<tf.Scalar>(tf.mean(tf.sum(tf.mul(tf.logSoftmax(scores), target), 1)));
      }, true);
      loss += cost?.dataSync()[0] ?? Number.NaN;
      const scores = told?.dataSync() ?? new Float32Array();
      for (let at = 0; at < batchSize; at += 1) {
        const row = scores.subarray(at * visemeCount, (at + 1) * visemeCount);
        if (row.indexOf(Math.max(...row)) === labels[at]) right += 1;
      }
      seen += batchSize;
      tf.dispose([input, target, cost, told].filter((tensor) => tensor !== undefined && tensor !== null));
    }
    onRound(round, (loss * batchSize) / seen, right / seen);
  }
  return sizes.slice(1).map((outputs, at) => ({
    inputs: sizes[at] as number,
    outputs,
    weights: Float32Array.from(weights[at]?.dataSync() ?? []),
    biases: Float32Array.from(biases[at]?.dataSync() ?? []),
  }));
}

/** Its learning rate is meant to be set by its owner, but the types keep it to themselves. */
function setRate(optimizer: tf.Optimizer, rate: number): void {
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}

function rarityOf(speech: readonly LabelledSpeech[]): number[] {
  const counts = Array.from({ length: visemeCount }, () => 1);
  for (const { labels } of speech) for (const label of labels) counts[label] = (counts[label] as number) + 1;
  const mean = counts.reduce((sum, count) => sum + count, 0) / visemeCount;
  return counts.map((count) => (mean / count) ** rarityPower);
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function shuffled(values: number[], random: () => number): number[] {
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = Math.floor(random() * (at + 1));
    [values[at], values[other]] = [values[other] as number, values[at] as number];
  }
  return values;
}

/** Another microphone, another room: on the logarithms of the bands' power, frame by frame, and then levelled as on air. */
function change(frames: readonly Float32Array[], random: () => number): Float32Array[] {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const gain = between(-2.5, 1.5);
  const tilt = between(-1.6, 1.6);
  const bends = Array.from({ length: 3 }, () => ({ at: between(0, bandCount), width: between(3, 9), height: between(-1.2, 1.2) }));
  const noise = random() < 0.6 ? between(-16, -8.5) : silentLog;
  const noiseTilt = between(-3, 1);
  const room = random() < 0.4 ? between(0.2, 0.68) : 0;
  const roomShare = between(0.05, 0.3);
  // A telephone's band, now and then.
  const lastBand = random() < 0.12 ? Math.round(between(20, 26)) : bandCount;
  const equal = Array.from({ length: bandCount }, (_, band) => {
    const bent = bends.reduce((sum, { at, width, height }) => sum + height * Math.exp(-(((band - at) / width) ** 2)), 0);
    return gain + tilt * (band / bandCount - 0.5) + bent;
  });
  const levelled = createLevelling();
  const tail = new Float64Array(bandCount);
  return frames.map((frame) =>
    levelled(
      frame.map((log, band) => {
        if (band >= lastBand) return silentLog;
        const power = Math.exp(log + (equal[band] as number));
        const echo = tail[band] as number;
        tail[band] = room * (echo + power);
        const hiss = Math.exp(noise + noiseTilt * (band / bandCount) + between(-0.8, 0.8));
        return Math.log(Math.max(Math.exp(silentLog), power + roomShare * echo + hiss));
      }),
    ),
  );
}
