/**
 * Who makes the lips of a voice without timings: the model, or, where it cannot run (no file, a broken one, no library for this system, a failure in the
 * middle of a show), the signal method. Which one it is and why is told by `state` and `onChange`; the voice is heard either way.
 */
import { join } from 'node:path';
import type { LipsState } from '../../contract/signature.ts';
import { createLipsFromSound, type LipsFromSound } from '../lips-from-sound.ts';
import { createLipsFromModel } from './lips-from-model.ts';
import { createLipsWithSpare } from './lips-with-spare.ts';
import { LipsError, loadVisemeNet, modelFile, type VisemeNet } from './viseme-net.ts';

export interface Lips {
  readonly state: LipsState;
  /** For one clause. */
  listen(sampleRate: number): LipsFromSound;
  close(): Promise<void>;
}

export interface OpenLipsOptions {
  readonly resourcesDir: string;
  /** The model failed after it had been loaded: from here on it is the signal method. Once at most. */
  readonly onChange: (state: LipsState) => void;
  /** The reason in plain English, for the process's log. */
  readonly log: (words: string) => void;
  readonly load?: (path: string) => Promise<VisemeNet>;
}

/** Never rejects. */
export async function openLips({ resourcesDir, onChange, log, load = loadVisemeNet }: OpenLipsOptions): Promise<Lips> {
  let state: LipsState = { method: 'model' };
  let net: VisemeNet | undefined;

  function fail(error: unknown): void {
    if (state.method === 'signal') return;
    state = { method: 'signal', fault: error instanceof LipsError ? error.fault : 'model-failed' };
    log(`lips by the signal method: ${error instanceof Error ? error.message : String(error)}`);
    const gone = net;
    net = undefined;
    gone?.close().catch((cause: unknown) => log(`the model of the lips was not given back: ${String(cause)}`));
  }

  try {
    net = await load(join(resourcesDir, modelFile));
  } catch (error) {
    fail(error);
  }
  return {
    get state() {
      return state;
    },
    listen(sampleRate) {
      const signal = createLipsFromSound(sampleRate);
      const mine = net;
      if (!mine) return signal;
      return createLipsWithSpare(createLipsFromModel(mine, sampleRate), signal, (error) => {
        // a model that was closed with its voice has not failed
        if (net !== mine) return;
        fail(error);
        onChange(state);
      });
    },
    async close() {
      const gone = net;
      net = undefined;
      await gone?.close();
    },
  };
}
