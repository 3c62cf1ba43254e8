/** Slots in order, language, leases, drain. Instances are hand-written fakes of the hosting type. */
import { describe, expect, it } from 'vitest';
import { asInstanceId, asSlotId } from '../../../main/contract/ids.ts';
import { createRouter } from '../../../main/routing/create-router.ts';
import { settle } from '../../fakes/fake-clock.ts';
import { fakeInstance } from './fake-instance.ts';

const [first, second] = [asSlotId('voice-1'), asSlotId('voice-2')];

function twoVoices() {
  const router = createRouter();
  const english = fakeInstance('tts', { languages: ['en'] });
  const many = fakeInstance('tts', { languages: ['en', 'zh'] });
  router.setSlot({ id: first, kind: 'tts', instance: english, options: { voice: 'slt', speed: 1.1, knowledgePath: 'x', pitch: 'high' } });
  router.setSlot({ id: second, kind: 'tts', instance: many });
  return { router, english, many };
}

describe('lease', () => {
  it('takes the first slot that speaks the language', () => {
    const { router, english, many } = twoVoices();
    expect(router.lease({ kind: 'tts', lang: 'en' })?.instance).toBe(english);
    expect(router.lease({ kind: 'tts', lang: 'zh' })?.instance).toBe(many);
    expect(router.lease({ kind: 'tts', lang: 'und' })?.instance).toBe(english);
    expect(router.lease({ kind: 'tts', lang: 'fr' })).toBeUndefined();
    expect(router.lease({ kind: 'llm' })).toBeUndefined();
  });

  it('passes over an engine that is not ready, and one that was tried', () => {
    const { router, english, many } = twoVoices();
    expect(router.lease({ kind: 'tts', lang: 'en', except: [first] })?.instance).toBe(many);
    english.set('restarting');
    expect(router.lease({ kind: 'tts', lang: 'en' })?.instance).toBe(many);
    many.set('failed');
    expect(router.lease({ kind: 'tts', lang: 'en' })).toBeUndefined();
    expect(router.canServe({ kind: 'tts', lang: 'en' })).toBe(true);
    expect(router.canServe({ kind: 'tts', lang: 'zh' })).toBe(false);
  });

  it("reads the slot's options and leaves the engine's own alone", () => {
    const { router } = twoVoices();
    expect(router.lease({ kind: 'tts', lang: 'en' })?.options).toEqual({ voice: 'slt', speed: 1.1 });
  });

  it('takes any language of an engine that says so', () => {
    const router = createRouter();
    router.setSlot({ id: first, kind: 'tts', instance: fakeInstance('tts', { languages: ['*'] }) });
    expect(router.canServe({ kind: 'tts', lang: 'tlh' })).toBe(true);
  });
});

describe('switching', () => {
  it('serves new leases from the new instance while the old ones run on, then drains', async () => {
    const { router, english } = twoVoices();
    const next = fakeInstance('tts', { languages: ['en'] });
    const lease = router.lease({ kind: 'tts', lang: 'en' });
    const again = router.lease({ kind: 'tts', lang: 'en' });
    expect(router.setActive(first, next)).toBe(english);
    expect(router.lease({ kind: 'tts', lang: 'en' })?.instance).toBe(next);
    expect(router.leases(english.id)).toBe(2);
    let state = 'held';
    const drained = router.whenDrained(english.id).then(() => (state = 'drained'));
    lease?.release();
    lease?.release();
    await settle();
    expect(state).toBe('held');
    again?.release();
    await drained;
    expect(router.leases(english.id)).toBe(0);
  });

  it('ends the wait for a drain when it is aborted, and at once when nobody holds it', async () => {
    const { router, english } = twoVoices();
    await router.whenDrained(asInstanceId('nobody'));
    router.lease({ kind: 'tts', lang: 'en' });
    const abort = new AbortController();
    const wait = router.whenDrained(english.id, abort.signal);
    abort.abort(new Error('deadline'));
    await expect(wait).rejects.toThrow('deadline');
  });

  it('refuses an engine of another kind and a slot that is not there', () => {
    const { router } = twoVoices();
    expect(() => router.setActive(first, fakeInstance('llm', {}))).toThrow(RangeError);
    expect(() => router.setActive(asSlotId('none'), undefined)).toThrow(RangeError);
    expect(() => router.setSlot({ id: first, kind: 'llm' })).toThrow(RangeError);
  });

  it('tells every change', () => {
    const { router } = twoVoices();
    const changes: string[] = [];
    router.onChange((id) => changes.push(id));
    router.setActive(second, undefined);
    expect(changes).toEqual(['voice-2']);
    expect(router.slots.map((slot) => [slot.id, slot.active?.manifest.kind])).toEqual([
      ['voice-1', 'tts'],
      ['voice-2', undefined],
    ]);
  });
});
