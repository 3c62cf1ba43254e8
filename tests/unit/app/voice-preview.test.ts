/** What becomes of the engines of voices that are tried: each is ended after a while, also where another voice was asked for before it was ready. */
import { expect, it } from 'vitest';
import { createVoicePreviewer } from '../../../main/app/voice-preview.ts';
import { asSlotId } from '../../../main/contract/ids.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { createDeferred, type Deferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { voiceWords } from '../../../main/voices/voice-words.ts';
import { createFakeClock, settle } from '../../fakes/fake-clock.ts';

const slotId = asSlotId('tts');
const choice = (choiceId: string): EngineChoice => ({ choiceId, engineId: choiceId, title: { en: choiceId, zh: choiceId }, options: {} });

/** `ready`: choices that somebody else keeps warm; the engine of a choice is called like it. */
function scene(ready: readonly string[] = []) {
  const clock = createFakeClock();
  const prepared = new Map<string, Deferred<EngineInstance>>();
  const unloaded: string[] = [];
  const swaps = {
    view: () => ({ warm: ready.map((id) => ({ instanceId: id, choice: choice(id) })) }),
    prepare(_slotId: unknown, { choiceId }: EngineChoice) {
      const deferred = createDeferred<EngineInstance>();
      prepared.set(choiceId, deferred);
      return deferred.promise;
    },
    unload: async (id: string) => unloaded.push(id) > 0,
  };
  const previewer = createVoicePreviewer({ swaps: swaps as never, clock, logger: silentLogger });
  const speak = (id: string, signal?: AbortSignal) =>
    previewer.speak(
      {
        engineId: id,
        voiceId: 'v',
        lang: 'en',
        text: 'Hello.',
        tuning: { speed: 1, pitch: 0, volume: 1 },
        emotion: 'neutral',
        readings: [],
      },
      { slotId, choice: choice(id) },
      signal,
    );
  return { clock, prepared, unloaded, previewer, speak, becomesReady: (id: string) => prepared.get(id)?.resolve({ id } as EngineInstance) };
}

it('ends the engine of a voice that was replaced before it was ready', async () => {
  const { clock, unloaded, prepared, speak, becomesReady } = scene();
  const first = speak('A');
  const second = speak('B');
  expect(await first).toEqual({ done: false, words: voiceWords.replaced });
  becomesReady('A');
  await clock.advance(119_000);
  expect(unloaded).toEqual([]);
  await clock.advance(1000);
  expect(unloaded).toEqual(['A']);
  prepared.get('B')?.reject(new Error('no room'));
  expect(await second).toMatchObject({ done: false });
  await clock.advance(200_000);
  expect(unloaded).toEqual(['A']);
});

it('lets nothing be heard of one that was replaced and could not be made ready', async () => {
  const { clock, unloaded, prepared, speak } = scene();
  const first = speak('A');
  void speak('B');
  expect(await first).toMatchObject({ done: false });
  prepared.get('A')?.reject(new Error('no room'));
  await clock.advance(200_000);
  expect(unloaded).toEqual([]);
});

it('leaves one that somebody else keeps ready as it is', async () => {
  const { clock, unloaded, speak, becomesReady } = scene(['A']);
  const first = speak('A');
  void speak('B');
  await first;
  becomesReady('A');
  await clock.advance(200_000);
  expect(unloaded).toEqual([]);
});

it('begins no time that would outlive it', async () => {
  const { clock, previewer, speak, becomesReady } = scene();
  const first = speak('A');
  previewer.dispose();
  await first;
  becomesReady('A');
  await settle();
  expect(clock.waiting).toBe(0);
});

it('prepares nothing for a wish that was given up before', async () => {
  const { prepared, speak } = scene();
  await expect(speak('A', AbortSignal.abort(new Error('given up')))).rejects.toThrow('given up');
  expect(prepared.size).toBe(0);
});
