/** Who speaks what: defaults, anchors' voices and how voices are set, as the next clause on air is asked for; and what of it is kept and refused. */
import { describe, expect, it } from 'vitest';
import { createVoice } from '../../../main/app/engine-ports/create-voice.ts';
import { createVoiceDesk } from '../../../main/app/voice-desk.ts';
import type { VoicePreviewer } from '../../../main/app/voice-preview.ts';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { asClauseId, asShowId, asSlotId, asTurnId } from '../../../main/contract/ids.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import type { EngineManifest } from '../../../main/engines/contract/manifest.ts';
import type { TtsItem, TtsRequest } from '../../../main/engines/contract/requests.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { fakeInstance } from '../routing/fake-instance.ts';

async function* spoken(): AsyncGenerator<TtsItem> {
  yield { type: 'audio', samples: 1600 };
  yield { type: 'end', samples: 1600, durationMs: 100 };
}
const choice = (choiceId: string, engineId: string, options: Record<string, unknown> = {}): EngineChoice => ({
  choiceId,
  engineId,
  title: { en: choiceId, zh: choiceId },
  options,
});
const slt = choice('flite-slt', 'flite', { voice: 'slt' });
const rms = choice('flite-rms', 'flite', { voice: 'rms' });
const espeak = choice('espeak', 'espeak');
const mira = choice('mira', 'puppet');
const kai = choice('kai', 'puppet');

function studio(kept?: unknown) {
  const router = createRouter();
  const flite = fakeInstance('tts', { engineId: 'flite', languages: ['en'], voices: ['slt', 'rms'], script: spoken });
  const many = fakeInstance('tts', { engineId: 'espeak', languages: ['zh', 'en'], voices: ['female', 'male'], script: spoken });
  const face = fakeInstance('face', { engineId: 'puppet' });
  const slots = { tts: asSlotId('tts'), more: asSlotId('tts-more'), face: asSlotId('face') };
  router.setSlot({ id: slots.tts, kind: 'tts', instance: flite, choice: slt });
  router.setSlot({ id: slots.more, kind: 'tts', instance: many, choice: espeak });
  router.setSlot({ id: slots.face, kind: 'face', instance: face, choice: mira });
  const manifests = new Map([flite, many, face].map(({ manifest }) => [manifest.id, manifest satisfies EngineManifest]));
  const told: UserMessage[] = [];
  const keptNow: unknown[] = [];
  const previewer: VoicePreviewer = { speak: () => Promise.reject(new Error('not asked for here')), dispose() {} };
  const desk = createVoiceDesk({
    router,
    faceSlot: slots.face,
    manifests,
    choices: () => [slt, rms, espeak, mira, kai],
    previewer,
    kept,
    keep: (settings) => keptNow.push(settings),
    onChange() {},
    tell: (_level, message) => told.push(message),
  });
  const voice = createVoice({
    router,
    showId: asShowId('show'),
    sinkPath: () => '/run/sink',
    logger: silentLogger,
    readyWithinMs: 0,
    cast: desk.cast,
  });
  let count = 0;
  /** What the voice was asked for that spoke it. */
  async function say(lang: string, text = 'Hello'): Promise<TtsRequest & { readonly engine: string }> {
    count += 1;
    const before = [flite.requests.length, many.requests.length] as const;
    const expression = { emotion: 'neutral', intensity: 0, gestures: [] } as const;
    const items = voice.speak(
      { turnId: asTurnId(`t${count}`), epoch: 1 },
      { clauseId: asClauseId(`c${count}`), text, lang, expression },
      new AbortController().signal,
    );
    for await (const item of items) void item;
    const asked = [...flite.requests.slice(before[0]), ...many.requests.slice(before[1])] as TtsRequest[];
    // each clause is asked for once
    expect(asked).toHaveLength(1);
    return { ...(asked[0] as TtsRequest), engine: flite.requests.length > before[0] ? 'flite' : 'espeak' };
  }
  return { router, slots, desk, say, told, keptNow, flite, many, face };
}

const speaks = (desk: ReturnType<typeof studio>['desk'], lang: string) => desk.list().languages.find((language) => language.lang === lang);

describe('without any setting', () => {
  it('speaks as the slots say', async () => {
    const { say, desk } = studio();
    expect(await say('en')).toMatchObject({ engine: 'flite', voice: 'slt', speed: 1 });
    expect(await say('zh')).toMatchObject({ engine: 'espeak' });
    expect((await say('zh')).voice).toBeUndefined();
    expect(speaks(desk, 'en')).toMatchObject({ wantedState: 'none', speaks: { engineId: 'flite', voiceId: 'slt', by: 'slot' } });
    expect(speaks(desk, 'zh')?.speaks).toMatchObject({ engineId: 'espeak', voiceId: 'female' });
  });
});

describe('the default of a language', () => {
  it('speaks from the next clause on, also from a later slot, and leaves the other languages alone', async () => {
    const { say, desk } = studio();
    desk.setDefault('en', { engineId: 'espeak', voiceId: 'male' });
    expect(await say('en')).toMatchObject({ engine: 'espeak', voice: 'male' });
    expect((await say('zh')).voice).toBeUndefined();
    desk.setDefault('en', { engineId: 'flite', voiceId: 'rms' });
    expect(await say('en')).toMatchObject({ engine: 'flite', voice: 'rms' });
    desk.setDefault('en', null);
    expect(await say('en')).toMatchObject({ engine: 'flite', voice: 'slt' });
  });

  it('gives way to a voice that is put into its slot later, and comes back when that is taken back', async () => {
    const { say, desk, router, slots, flite } = studio();
    desk.setDefault('en', { engineId: 'flite', voiceId: 'rms' });
    router.setActive(slots.tts, flite, choice('flite-awb', 'flite', { voice: 'awb' }));
    expect((await say('en')).voice).toBe('awb');
    expect(speaks(desk, 'en')?.wantedState).toBe('switched');
    router.setActive(slots.tts, flite, slt);
    expect((await say('en')).voice).toBe('rms');
  });

  it('falls back where its engine is not there, and says so', async () => {
    const { say, desk, flite } = studio();
    desk.setDefault('en', { engineId: 'flite', voiceId: 'rms' });
    flite.set('failed');
    expect(await say('en')).toMatchObject({ engine: 'espeak' });
    expect(speaks(desk, 'en')).toMatchObject({ wantedState: 'not-loaded', speaks: { engineId: 'espeak' } });
  });

  it('is refused in words for a voice of another language or none', () => {
    const { desk } = studio();
    expect(desk.setDefault('zh', { engineId: 'flite', voiceId: 'slt' })).toMatchObject({ done: false });
    expect(desk.setDefault('en', { engineId: 'flite', voiceId: 'nobody' })).toMatchObject({ done: false });
    expect(speaks(desk, 'zh')?.wanted).toBeNull();
  });
});

describe("an anchor's voice", () => {
  it('comes with the face in the same switch, says so, and goes with it', async () => {
    const { say, desk, router, slots, face, told } = studio();
    desk.setDefault('en', { engineId: 'espeak', voiceId: 'female' });
    desk.setAnchorVoice('kai', { engineId: 'flite', voiceId: 'rms' });
    expect((await say('en')).voice).toBe('female');
    router.setActive(slots.face, face, kai);
    expect(await say('en')).toMatchObject({ engine: 'flite', voice: 'rms' });
    expect(told.at(-1)?.en).toMatch(/kai speaks with the voice flite-rms/);
    // a language that it does not speak goes on as before
    expect(await say('zh')).toMatchObject({ engine: 'espeak' });
    router.setActive(slots.face, face, mira);
    expect((await say('en')).voice).toBe('female');
  });

  it('gives way to a voice that is put on air after it', async () => {
    const { say, desk, router, slots, face, flite } = studio();
    desk.setAnchorVoice('kai', { engineId: 'flite', voiceId: 'rms' });
    router.setActive(slots.face, face, kai);
    router.setActive(slots.tts, flite, choice('flite-awb', 'flite', { voice: 'awb' }));
    expect((await say('en')).voice).toBe('awb');
    router.setActive(slots.tts, flite, slt);
    expect((await say('en')).voice).toBe('rms');
  });

  it('that is not loaded is said, and the present voice goes on', async () => {
    const { say, desk, router, slots, face, flite, told } = studio();
    desk.setAnchorVoice('kai', { engineId: 'flite', voiceId: 'rms' });
    flite.set('failed');
    router.setActive(slots.face, face, kai);
    expect(told.at(-1)?.en).toMatch(/not loaded/);
    expect(await say('en')).toMatchObject({ engine: 'espeak' });
  });

  it('whose engine is in no slot is offered for the slot where it silences nobody, and speaks once it is there', async () => {
    const { say, desk, router, slots, face, flite, many } = studio();
    desk.setAnchorVoice('kai', { engineId: 'flite', voiceId: 'rms' });
    router.setActive(slots.tts, many, espeak);
    expect(desk.offer()).toBeNull();
    router.setActive(slots.face, face, kai);
    expect(desk.offer()).toEqual({ anchor: kai.title, voice: rms.title, slotId: 'tts', choiceId: 'flite-rms' });
    router.setActive(slots.tts, flite, rms);
    expect(desk.offer()).toBeNull();
    expect(await say('en')).toMatchObject({ engine: 'flite', voice: 'rms' });
    router.setActive(slots.face, face, mira);
    expect(desk.offer()).toBeNull();
  });
});

describe('how a voice is set', () => {
  it('is asked for at the next clause, of that voice alone, and can be taken back', async () => {
    const { say, desk, keptNow } = studio();
    desk.tune({ engineId: 'flite', voiceId: 'slt' }, { speed: 1.5, pitch: -2, volume: 0.5 });
    expect(await say('en')).toMatchObject({ speed: 1.5, pitch: -2, volume: 0.5 });
    expect(await say('zh')).toMatchObject({ speed: 1, pitch: 0, volume: 1 });
    expect(
      studio(keptNow.at(-1))
        .desk.list()
        .voices.find(({ voiceId }) => voiceId === 'slt')?.tuning.speed,
    ).toBe(1.5);
    desk.tune({ engineId: 'flite', voiceId: 'slt' }, { speed: 1, pitch: 0, volume: 1 });
    expect(await say('en')).toMatchObject({ speed: 1, pitch: 0, volume: 1 });
  });
});

describe('the dictionary', () => {
  it('goes along with the clauses that hold its words, and with no other', async () => {
    const { say, desk } = studio();
    expect(desk.putReading({ lang: 'en', word: 'nginx', reading: 'engine-ex' })).toEqual({ done: true });
    const asked = await say('en', 'Now NGINX starts');
    expect(asked).toMatchObject({ text: 'Now NGINX starts', readings: [{ lang: 'en', word: 'nginx', reading: 'engine ex' }] });
    expect((await say('en', 'Nothing here')).readings).toBeUndefined();
  });

  it('holds a word once, gives it back after a restart, and refuses what is none', () => {
    const { desk, keptNow } = studio();
    desk.putReading({ lang: 'zh', word: '重庆', reading: 'chong2 qing4' });
    desk.putReading({ lang: 'zh', word: '重庆', reading: 'zhong4 qing4' });
    expect(desk.putReading({ lang: 'zh', word: '.*', reading: 'a1' })).toMatchObject({ done: false });
    expect(studio(keptNow.at(-1)).desk.list().dictionary).toEqual([{ lang: 'zh', word: '重庆', reading: 'zhong4 qing4' }]);
    expect(desk.removeReading({ lang: 'zh', word: '重庆' })).toEqual({ done: true });
    expect(desk.removeReading({ lang: 'zh', word: '重庆' })).toMatchObject({ done: false });
    for (let index = 0; index < 500; index += 1) desk.putReading({ lang: 'en', word: `word ${index}`, reading: 'a word' });
    expect(desk.putReading({ lang: 'en', word: 'one more', reading: 'a word' })).toMatchObject({ done: false });
    expect(desk.putReading({ lang: 'en', word: 'word 7', reading: 'seven' })).toEqual({ done: true });
  });
});
