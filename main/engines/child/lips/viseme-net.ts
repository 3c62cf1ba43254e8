/** The lips' model in onnxruntime: rows of sound in, scores of the 15 visemes out. The runtime is loaded here and nowhere else, on first use: a voice that tells its sounds never pays for it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { visemeCount } from '../../../contract/visemes.ts';
import type { LipsFault } from '../../contract/signature.ts';
import { rowSize } from './frame-context.ts';

/** Frames a run: always as many, so that the figures do not depend on how the sound was cut. */
export const rowsPerRun = 5;
export const modelFile = join('lips', 'lips.onnx');

export interface VisemeNet {
  /** `rowsPerRun` rows in; as many times 15 scores (logarithms) out. Rejects with LipsError 'model-failed' on anything else, and after `close`. */
  run(rows: Float32Array): Promise<Float32Array>;
  /** Gives the session back, once a run that is going on has ended. */
  close(): Promise<void>;
}

export class LipsError extends Error {
  readonly fault: LipsFault;

  constructor(fault: LipsFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'LipsError';
    this.fault = fault;
  }
}

const step = async <T>(fault: LipsFault, what: string, work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    throw new LipsError(fault, `${what}: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
};

/** Rejects with LipsError when the file is not there, the runtime has no library for this system, or the model is not the one that this code was written for. */
export async function loadVisemeNet(path: string): Promise<VisemeNet> {
  const model = await step('model-missing', 'the model of the lips cannot be read', () => readFile(path));
  const { InferenceSession, Tensor } = await step('runtime-missing', 'onnxruntime cannot be loaded', () => import('onnxruntime-node'));
  // one thread: a run takes a fraction of a millisecond, and the show needs the rest of the processor
  const session = await step('model-damaged', 'the model of the lips cannot be opened', () =>
    InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1, executionMode: 'sequential', logSeverityLevel: 3 }),
  );
  let state: 'open' | 'closed' = 'open';
  let running: Promise<unknown> = Promise.resolve();

  async function infer(rows: Float32Array): Promise<Float32Array> {
    const { scores } = await session.run({ rows: new Tensor('float32', rows, [rowsPerRun, rowSize]) });
    const data = scores?.data;
    if (!(data instanceof Float32Array) || data.length !== rowsPerRun * visemeCount || !data.every(Number.isFinite))
      throw new Error('it gave no scores of 15 visemes');
    return data;
  }

  const net: VisemeNet = {
    async run(rows) {
      if (state === 'closed') throw new LipsError('model-failed', 'the model of the lips is closed');
      const result = step('model-failed', 'the model of the lips failed', () => infer(rows));
      running = result.catch(() => undefined);
      return result;
    },
    async close() {
      if (state === 'closed') return;
      state = 'closed';
      await running;
      await session.release();
    },
  };
  try {
    await net.run(new Float32Array(rowsPerRun * rowSize));
  } catch (error) {
    await net.close();
    throw new LipsError('model-damaged', error instanceof Error ? error.message : String(error), error);
  }
  return net;
}
