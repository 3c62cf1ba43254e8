/** What the dictionary takes and what it refuses. */
import { describe, expect, it } from 'vitest';
import { checkReading } from '../../../main/voices/check-reading.ts';
import { normaliseEnglish } from '../../../main/engines/text/english/normalise-english.ts';
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

describe('phones', () => {
  const checked = (word: string, reading: string) => {
    const found = checkReading({ lang: 'en', word, reading });
    return found.fits ? { reading: found.entry.reading, phones: found.entry.phones } : found.field;
  };

  it('are kept apart from respellings, in one form, with about the same in letters', () => {
    const tomato = { reading: 'tuhmahtoh', phones: 'T AH0 M AA1 T OW0' };
    expect(checked('tomato', 'T AH0 M AA1 T OW0')).toEqual(tomato);
    expect(checked('tomato', ' /t ah0  m aa1 t ow0/ ')).toEqual(tomato);
    // a vowel without a digit is unstressed
    expect(checked('tomato', '/T AH M AA1 T OW/')).toEqual(tomato);
    expect(checked('nginx', 'engine ex')).toEqual({ reading: 'engine ex', phones: undefined });
  });

  it('leave the word as it is for other voices where the letters are another word', () => {
    expect(normaliseEnglish('ur').text).not.toBe('ur');
    expect(checked('err', 'ER1')).toEqual({ reading: 'err', phones: 'ER1' });
  });

  it.each(['T M T', 'T AH0 M AA0', '/t ah m aa t/'])('%s has no stressed vowel', (reading) => {
    const found = checkReading({ lang: 'en', word: 'tomato', reading });
    expect(found).toMatchObject({ fits: false, field: 'reading' });
  });

  it.each([
    ['no phone of the set', 'T AH0 QX AA1', '"QX"'],
    ['a stress that is none', 'T AH3', '"AH3"'],
    ['a consonant with a stress', 'T1 AH0', '"T1"'],
    ['nothing between slashes', '//', '""'],
    ['half a pair of slashes', '/T AH1', '"/T"'],
    ['two pairs', '/T AH1/ /T AH1/', '"/T"'],
    ['what eSpeak would read as its own', "/[[t@m'A:toU]] AH1/", `"[[T@M'A:TOU`],
    ['what would end a line of a lexicon', '/T" nil AH1/', '"T""'],
    ['a respelling with a digit', 'gee pee tee 4', '"GEE"'],
    ['a name that every object has', 'constructor 1', '"CONSTRUCTOR'],
  ])('%s is refused, in both languages, and named', (_what, reading, named) => {
    const found = checkReading({ lang: 'en', word: 'tomato', reading });
    if (found.fits) throw new Error(`kept as ${found.entry.phones}`);
    expect(found.field).toBe('reading');
    expect(found.words.en).toContain(named);
    expect(found.words.zh).toMatch(/\p{Script=Han}/u);
  });

  it('are bounded, and refused quickly however long they are', () => {
    expect(checked('word', Array.from({ length: 40 }, () => 'AA1').join(' '))).toMatchObject({ phones: expect.any(String) as string });
    expect(checked('word', Array.from({ length: 41 }, () => 'AA1').join(' '))).toBe('reading');
    expect(checked('word', `/${'AA1 '.repeat(50_000)}/`)).toBe('reading');
    expect(checked('word', `${'/'.repeat(50_000)}1`)).toBe('reading');
  });

  it('are for English words only', () => {
    expect(kept(zh('重庆', 'T AH0 M AA1'))).toBe('reading');
    expect(checked('重', 'T AH0 M AA1')).toBe('word');
  });

  it('are read back as they were kept, beside entries from before there were any', () => {
    const { dictionary } = readVoiceSettings({
      dictionary: [
        { lang: 'en', word: 'nginx', reading: 'engine ex' },
        { lang: 'en', word: 'tomato', reading: 'tuhmahtoh', phones: 'T AH0 M AA1 T OW0' },
        { lang: 'en', word: 'broken', reading: 'broken', phones: 'T AH9' },
        { lang: 'zh', word: '重庆', reading: 'chong2 qing4' },
      ],
    });
    expect(dictionary).toEqual([
      { lang: 'en', word: 'nginx', reading: 'engine ex' },
      { lang: 'en', word: 'tomato', reading: 'tuhmahtoh', phones: 'T AH0 M AA1 T OW0' },
      { lang: 'zh', word: '重庆', reading: 'chong2 qing4' },
    ]);
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
