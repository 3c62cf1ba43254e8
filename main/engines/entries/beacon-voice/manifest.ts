/** The beacon voice's manifest: a measuring instrument, hidden in the studio. */
import type { EngineManifest } from '../../contract/manifest.ts';

export const beaconVoiceManifest: EngineManifest = {
  id: 'beacon-voice',
  kind: 'tts',
  entry: 'engine-beacon-voice',
  title: { en: 'Beacon voice', zh: '信标语音' },
  summary: {
    en: 'Speaks the number of every clause as telephone tones, so that a received stream can be measured.',
    zh: '用电话双音报出每个分句的编号，以便对收到的直播流进行测量。',
  },
  license: 'Apache-2.0',
  test: true,
};
