/** What the dictionary takes and what it refuses. */
import { describe, expect, it } from 'vitest';
import { checkReading } from '../../../main/voices/check-reading.ts';
import { readVoiceSettings } from '../../../main/voices/read-settings.ts';

const zh = (word: string, reading: string) => checkReading({ lang: 'zh', word, reading });
const en = (word: string, reading: string) => checkReading({ lang: 'en', word, reading });
const kept = (checked: ReturnType<typeof checkReading>) => (checked.fits ? checked.entry.reading : checked.field);

describe('pinyin', () => {
  it('is one syllable with a tone number per character, in one form', () => {
    expect(kept(zh(' 重庆 ', 'chong2 qing4'))).toBe('chong2 qing4');
    expect(kept(zh('重庆', 'Chong2Qing4'))).toBe('chong2 qing4');
    expect(kept(zh('绿的', 'lü4 de0'))).toBe('lv4 de5');
    expect(kept(zh('女', 'nu:3'))).toBe('nv3');
  });

  it.each([
    ['重庆', 'chong2'],
    ['重庆', 'chong qing'],
    ['重庆', 'chong2 qing6'],
    ['重庆', 'chong2 qxng4'],
    ['重庆', ''],
    ['重庆', '.* .*'],
  ])('refuses %s as %s', (word, reading) => expect(kept(zh(word, reading))).toBe('reading'));

  it.each(['', 'abc', '重a', '重\u0000', '重\u202e', '重'.repeat(13), '重庆。'])('refuses the word %j', (word) =>
    expect(kept(zh(word, 'chong2 qing4'))).toBe('word'),
  );
});

describe('a respelling', () => {
  it('is kept as it is said', () => {
    expect(kept(en('nginx', 'Engine-Ex'))).toBe('engine ex');
    expect(kept(en('GPT-4o', 'jee pee tee four oh'))).toBe('jee pee tee four oh');
  });

  it('is refused where the voice would read it as something else', () => {
    expect(kept(en('x-ray', 'nba'))).toBe('reading');
    expect(kept(en('please', 'pls'))).toBe('reading');
  });

  it.each(['', '[a-z', 'a\u0007b', '<break/>', '[[hello]]', '12', 'x'.repeat(81)])('refuses the reading %j', (reading) =>
    expect(kept(en('word', reading))).toBe('reading'),
  );

  it.each(['', '(a+)+$', 'a  b', 'a\nb', '\u0000', 'a'.repeat(41), '重', '123', '.*'])('refuses the word %j', (word) =>
    expect(kept(en(word, 'word'))).toBe('word'),
  );

  it('is refused quickly, however long it is', () => {
    expect(kept(en(`${'a '.repeat(50_000)}!`, 'word'))).toBe('word');
    expect(kept(en('word', `${'a '.repeat(50_000)}!`))).toBe('reading');
  });
});

describe('what was kept', () => {
  it('is read back without the entries that are none', () => {
    const read = readVoiceSettings({
      tunings: [
        { engineId: 'flite', voiceId: 'slt', speed: 1.5, pitch: 0, volume: 1 },
        { engineId: 'flite', voiceId: 'rms', speed: 99, pitch: 0, volume: 1 },
      ],
      defaults: { en: { engineId: 'flite', voiceId: 'rms', over: 'flite-slt' }, de: 'what' },
      anchors: { 'puppet-kai': { engineId: 'flite', voiceId: 'rms' }, other: null },
      dictionary: [{ lang: 'en', word: 'nginx', reading: 'engine ex' }, { lang: 'en', word: '(', reading: 'x' }, 7],
    });
    expect(read.tunings.map(({ voiceId }) => voiceId)).toEqual(['slt']);
    expect(Object.keys(read.defaults)).toEqual(['en']);
    expect(Object.keys(read.anchors)).toEqual(['puppet-kai']);
    expect(read.dictionary.map(({ word }) => word)).toEqual(['nginx']);
    expect(readVoiceSettings('broken')).toEqual({ tunings: [], defaults: {}, anchors: {}, dictionary: [] });
  });
});
