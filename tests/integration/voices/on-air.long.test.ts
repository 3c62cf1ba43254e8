/** Voices on a real show: a setting, a default and a try beside it, heard from the next clause on, and nothing that is said is lost by them. */
import { afterEach, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { studioOnAir, type StudioOnAir } from '../support/studio-on-air.ts';

let show: StudioOnAir | undefined;
afterEach(async () => {
  await show?.close();
  show = undefined;
});

const question = 'How much is the longjing tea?';

/** Milliseconds of sound for each character that was said; throws unless all of it was. */
async function pace(on: StudioOnAir): Promise<number> {
  const from = on.events.length;
  const turn = await on.speak(question);
  expect(turn.state).toBe('ended');
  const since = on.events.slice(from).filter((event) => 'turnId' in event && event.turnId === turn.turnId);
  const clauses = since.filter((event): event is Extract<ShowEvent, { type: 'clause' }> => event.type === 'clause');
  const ends = since.filter((event): event is Extract<ShowEvent, { type: 'speech-ended' }> => event.type === 'speech-ended');
  expect(clauses.length).toBeGreaterThan(0);
  expect(clauses.every(({ voiced, lang }) => voiced && lang === 'en')).toBe(true);
  expect(ends.map(({ clauseId }) => clauseId)).toEqual(clauses.map(({ clauseId }) => clauseId));
  expect(ends.every(({ complete }) => complete)).toBe(true);
  return ends.reduce((sum, { playedMs }) => sum + (playedMs ?? 0), 0) / clauses.reduce((sum, { text }) => sum + text.length, 0);
}

const speaksEnglish = (on: StudioOnAir) => on.studio.voices.list().languages.find(({ lang }) => lang === 'en')?.speaks;

describe('voices on air', () => {
  it('speak faster from the next clause on, are tried beside the show, and change by their language, each clause said once', async () => {
    show = await studioOnAir({ config: { ...defaultConfig, rtmpPort: 0, httpPort: 0 } });
    const on = show;
    const { voices } = on.studio;
    const first = speaksEnglish(on);
    if (!first) throw new Error('nobody speaks English');
    const usual = await pace(on);

    expect(voices.tune(first, { speed: 2, pitch: 0, volume: 1 })).toEqual({ done: true });
    const fast = await pace(on);
    console.log(`${first.voiceId}: ${usual.toFixed(1)} ms a character, at double speed ${fast.toFixed(1)}`);
    expect(fast).toBeLessThan(usual * 0.8);
    expect(voices.tune(first, { speed: 1, pitch: 0, volume: 1 })).toEqual({ done: true });

    const other = voices
      .list()
      .languages.find(({ lang }) => lang === 'en')
      ?.voices.find(({ engineId, voiceId }) => engineId === first.engineId && voiceId !== first.voiceId);
    if (!other) throw new Error('there is no other voice');
    const [spoken, tried] = await Promise.all([
      pace(on),
      voices.preview({ ...other, lang: 'en', text: 'Good evening, everyone.', emotion: 'happy' }),
    ]);
    expect(spoken).toBeGreaterThan(fast);
    if (!tried.done) throw new Error(tried.words.en);
    const wav = Buffer.from(tried.wavBase64, 'base64');
    const samples = new Int16Array(wav.buffer.slice(wav.byteOffset + 44, wav.byteOffset + wav.length - (wav.length % 2)));
    expect(Math.max(...samples.map(Math.abs))).toBeGreaterThan(2000);
    expect(tried.durationMs).toBeGreaterThan(500);

    expect(voices.setDefault('en', other)).toEqual({ done: true });
    expect(speaksEnglish(on)).toMatchObject({ ...other, by: 'default' });
    await pace(on);
    expect(voices.setDefault('en', null)).toEqual({ done: true });
    expect(speaksEnglish(on)).toMatchObject({ ...first, by: 'slot' });
    await pace(on);
  });
});
