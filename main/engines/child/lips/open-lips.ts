/**
 * Who makes the lips of a voice without timings: the model, or, where it cannot run (no library for this system, a broken file), the signal method, which
 * is said in the voice's signature and once in its process's log. The show goes on either way.
 */
import { join } from 'node:path';
import { createLipsFromSound, type LipsFromSound } from '../lips-from-sound.ts';
import { createLipsFromModel } from './lips-from-model.ts';
import { loadVisemeNet, modelFile, type VisemeNet } from './viseme-net.ts';

export interface Lips {
  readonly method: 'model' | 'signal';
  /** For one clause. */
  listen(sampleRate: number): LipsFromSound;
  close(): Promise<void>;
}

export const signalLips: Lips = { method: 'signal', listen: createLipsFromSound, close: async () => undefined };

export async function openLips(
  resourcesDir: string,
  say: (words: string) => void = (words) => void process.stderr.write(`${words}\n`),
): Promise<Lips> {
  let net: VisemeNet;
  try {
    net = await loadVisemeNet(join(resourcesDir, modelFile));
  } catch (error) {
    say(
      `The lips' model cannot run here (${error instanceof Error ? error.message : String(error)}). The voice is heard as ever; its lips follow the sound by the simpler method, without closing for p, b and m. Installing the app again may bring the model back.`,
    );
    return signalLips;
  }
  return { method: 'model', listen: (sampleRate) => createLipsFromModel(net, sampleRate), close: () => net.close() };
}
