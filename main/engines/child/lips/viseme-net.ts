/** The lips' model in onnxruntime: rows of sound in, scores of the 15 visemes out. The runtime is loaded here and nowhere else, on first use: a voice that tells its sounds never pays for it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { visemeCount } from '../../../contract/visemes.ts';
import { rowSize } from './frame-context.ts';

/** Frames a run: always as many, so that the figures do not depend on how the sound was cut. */
export const rowsPerRun = 5;
export const modelFile = join('lips', 'lips.onnx');

export interface VisemeNet {
  /** `rowsPerRun` rows in; as many times 15 scores (logarithms) out. */
  run(rows: Float32Array): Promise<Float32Array>;
  close(): Promise<void>;
}

/** Rejects when the runtime has no library for this system, or the model is not the one that this code was written for. */
export async function loadVisemeNet(path: string): Promise<VisemeNet> {
  const model = await readFile(path);
  const { InferenceSession, Tensor } = await import('onnxruntime-node');
  // one thread: a run takes a fraction of a millisecond, and the show needs the rest of the processor
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  });

  async function run(rows: Float32Array): Promise<Float32Array> {
    const { scores } = await session.run({ rows: new Tensor('float32', rows, [rowsPerRun, rowSize]) });
    const data = scores?.data;
    if (!(data instanceof Float32Array) || data.length !== rowsPerRun * visemeCount || !data.every(Number.isFinite))
      throw new Error('the model of the lips gave no scores of 15 visemes');
    return data;
  }
  try {
    await run(new Float32Array(rowsPerRun * rowSize));
  } catch (error) {
    await session.release();
    throw error;
  }
  return { run, close: () => session.release() };
}
