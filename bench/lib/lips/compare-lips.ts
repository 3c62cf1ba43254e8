/** The signal method and the model side by side, on speech that no training heard. */
import path from 'node:path';
import { createLipsFromModel } from '../../../main/engines/child/lips/lips-from-model.ts';
import { loadVisemeNet, modelFile } from '../../../main/engines/child/lips/viseme-net.ts';
import { createLipsFromSound } from '../../../main/engines/child/lips-from-sound.ts';
import { openVoiceBooth } from '../sound/voice-booth.ts';
import { createLipsJudge, type LipsJudge } from './judge-lips.ts';
import { heldOutSpeech } from './speech-samples.ts';

export type Comparison = Readonly<Record<string, number | string>>;

export async function compareLips(modelPath = path.resolve('resources', modelFile)): Promise<Comparison[]> {
  const net = await loadVisemeNet(modelPath);
  const judges = new Map<string, LipsJudge>();
  const judgeOf = (key: string): LipsJudge => {
    const judge = judges.get(key) ?? createLipsJudge();
    judges.set(key, judge);
    return judge;
  };
  const booth = await openVoiceBooth();
  try {
    for (const what of ['speakers', 'languages'] as const)
      for await (const { who, ...sample } of heldOutSpeech(booth, what))
        for (const key of [who, `all held-out ${what}`]) {
          await judgeOf(`${key}|signal`).judge(sample, createLipsFromSound(sample.sampleRate));
          await judgeOf(`${key}|model`).judge(sample, createLipsFromModel(net, sample.sampleRate));
        }
  } finally {
    await booth.close();
    await net.close();
  }
  return Array.from(judges, ([key, judge]) => {
    const [who = '', method = ''] = key.split('|');
    return { who, method, ...judge.figures() };
  });
}
