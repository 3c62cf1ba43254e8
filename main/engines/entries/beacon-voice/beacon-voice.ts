/** The beacon as a voice: finds the number of a clause, writes its tones, tells its marks. Speed, pitch and volume are ignored on purpose: a ruler does not stretch. */
import { beaconSampleRate, hashedBeaconNumber, hashedStart, numberedStart, parseBeaconText } from '../../../contract/beacon.ts';
import type { EngineOf, LoadedTts } from '../../child/types.ts';
import type { TtsSignature } from '../../contract/signature.ts';
import { synthesizeBeacon } from './synthesize-beacon.ts';

/** Every language: the tones do not care. */
const languages = ['*'] as const;

const signature: TtsSignature = {
  kind: 'tts',
  sampleRate: beaconSampleRate,
  channels: 1,
  voices: [{ id: 'dtmf', name: 'DTMF', languages }],
  languages,
  timings: 'phoneme',
  follows: { speed: false, pitch: false, volume: false },
};

export const beaconVoice: EngineOf<LoadedTts> = {
  async load() {
    return {
      signature,
      async *infer(request, out, signal) {
        signal.throwIfAborted();
        const told = parseBeaconText(request.text);
        const clause = told
          ? synthesizeBeacon(told, numberedStart)
          : synthesizeBeacon(hashedBeaconNumber(request.turnId, request.clauseId), hashedStart);
        yield { type: 'marks', marks: clause.marks };
        await out.write(clause.samples);
      },
      unload() {},
    };
  },
};
