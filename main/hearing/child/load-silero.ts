/** Silero VAD (MIT) by onnxruntime: 32 ms of sound in, how likely it is speech out. Remembers what came before. */
import { readFile } from 'node:fs/promises';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** The model's own sizes at 16 kHz. */
export const sileroWindow = 512;
const contextSamples = 64;
const stateShape: readonly number[] = [2, 1, 128];

export interface Silero {
  /** `sileroWindow` samples, right after those before. */
  speech(window: Int16Array): Promise<number>;
  /** Forgets what came before: the next window is the first. */
  forget(): void;
  close(): Promise<void>;
}

export async function loadSilero(modelPath: string): Promise<Silero> {
  // one thread: a window takes a millisecond, and the show needs the rest of the processor
  const session = await InferenceSession.create(await readFile(modelPath), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
  });
  const rate = new Tensor('int64', BigInt64Array.from([16_000n]), []);
  const input = new Float32Array(contextSamples + sileroWindow);
  let state = emptyState();

  return {
    async speech(window) {
      input.copyWithin(0, sileroWindow);
      for (let index = 0; index < sileroWindow; index += 1) input[contextSamples + index] = (window[index] ?? 0) / 32_768;
      const outputs = await session.run({ input: new Tensor('float32', input, [1, input.length]), state, sr: rate });
      const { output, stateN } = outputs;
      const speech = Number(output?.data[0]);
      if (!stateN || !Number.isFinite(speech)) throw new Error('the model for speech gave no number');
      state = stateN;
      return speech;
    },
    forget() {
      state = emptyState();
      input.fill(0);
    },
    close: () => session.release(),
  };
}

function emptyState(): Tensor {
  return new Tensor('float32', new Float32Array(stateShape.reduce((product, side) => product * side, 1)), stateShape);
}
