/** Keeps processor cores busy with threads of its own, so that the process itself goes on answering. */
import process from 'node:process';
import { Worker } from 'node:worker_threads';

/** Floating-point work that no compiler can leave out; looks at the flag every so often. */
const calculate = `
  const { workerData } = require('node:worker_threads');
  const stop = new Int32Array(workerData.stop);
  let x = 0.5;
  while (Atomics.load(stop, 0) === 0) for (let i = 0; i < 100_000; i++) x = 3.9 * x * (1 - x);
  if (x === 2) throw new Error('never');
`;

export interface Burning {
  /** Resolves when every thread has ended. */
  stop(): Promise<void>;
}

export function burn(threads: number): Burning {
  const stop = new SharedArrayBuffer(4);
  const workers = Array.from({ length: threads }, () => new Worker(calculate, { eval: true, workerData: { stop } }));
  const ended = workers.map((worker) => new Promise<void>((resolve) => worker.once('exit', () => resolve())));
  // a thread that cannot be had is weight that is missing, not a fault of the engine
  for (const worker of workers) worker.on('error', (error) => process.stderr.write(`a burning thread failed: ${String(error)}\n`));
  return {
    async stop() {
      Atomics.store(new Int32Array(stop), 0, 1);
      await Promise.all(ended);
    },
  };
}
