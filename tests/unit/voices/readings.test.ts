/** The pronunciation dictionary in the text's own way to the voices: what is matched, what is said, and that every place stays the clause's. */
import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../main/contract/speech.ts';
import { splitSentences } from '../../../main/engines/entries/flite/split-sentences.ts';
import { normaliseClause } from '../../../main/engines/text/normalise-clause.ts';
import { findReadings } from '../../../main/engines/text/readings/find-readings.ts';
import { planSpeech } from '../../../packages/engine-espeak/src/plan-speech.ts';

const en = (word: string, reading: string): Reading => ({ lang: 'en', word, reading });
const zh = (word: string, reading: string): Reading => ({ lang: 'zh', word, reading });
const wordsOf = (clause: string, lang: string): string[] =>
  Array.from(new Intl.Segmenter(lang, { granularity: 'word' }).segment(clause))
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment);

describe('English entries', () => {
  it('are whole words, whatever their case, and the longest one wins', () => {
    const entries = [en('nginx', 'engine ex'), en('nginx plus', 'engine ex plus plus')];
    const found = (clause: string) => findReadings(clause, entries).english.map(({ start, end }) => clause.slice(start, end));
    expect(found('NGINX and nginx, but not nginxes or mynginx.')).toEqual(['NGINX', 'nginx']);
    expect(found('Get Nginx Plus now')).toEqual(['Nginx Plus']);
    expect(found("nginx's docs use nginx.")).toEqual(['nginx', 'nginx']);
    expect(found('用nginx吧')).toEqual(['nginx']);
  });

  it('leave addresses, names and tags alone', () => {
    for (const clause of ['https://nginx.org', 'see nginx.org', '@nginx', '#nginx', 'a/nginx/b', 'nginx://x'])
      expect({ clause, found: findReadings(clause, [en('nginx', 'engine ex')]).english }).toEqual({ clause, found: [] });
  });

  it('are said, and every sound still belongs to the word that is written', () => {
    const clause = 'Today we install nginx, for $5, quickly.';
    const [first, ...rest] = splitSentences(clause, [en('nginx', 'engine ex')]);
    const words = [first, ...rest].flatMap((sentence) => sentence?.words ?? []);
    const said = (written: string) => words.filter(({ wordIndex }) => wordsOf(clause, 'en')[wordIndex] === written).map(({ text }) => text);
    expect(said('nginx')).toEqual(['engine', 'ex']);
    expect(said('install')).toEqual(['install']);
    expect(said('5')).toEqual(['five', 'dollars']);
    expect(said('quickly')).toEqual(['quickly']);
    expect(splitSentences(clause).flatMap((sentence) => sentence.words.map(({ text }) => text))).not.toContain('engine');
  });

  it('do not break a line in capitals', () => {
    const { text } = normaliseClause('BUY SOME NGINX AND TEA NOW', 'en', [en('nginx', 'engine ex')]);
    expect(text).toBe('buy some engine ex and tea now');
  });

  it('are heard in a Chinese clause, and not in a German one', () => {
    expect(normaliseClause('我们用nginx', 'zh', [en('nginx', 'engine ex')]).text).toContain('engine ex');
    expect(normaliseClause('wir nehmen nginx', 'de', [en('nginx', 'engine ex')]).text).toContain('nginx');
  });
});

describe('Chinese entries', () => {
  const texts = (clause: string, readings: readonly Reading[]) =>
    planSpeech(clause, 'zh', undefined, readings)
      .map(({ text }) => text)
      .join(' ');

  it('take the longest match and say its syllables', () => {
    const entries = [zh('重庆', 'zhong4 qing4'), zh('重庆路', 'chong2 qing4 lu5')];
    expect(texts('我在重庆路', entries)).toContain('chong2qing4');
    expect(texts('我在重庆路', entries)).toContain('lu5');
    expect(texts('我在重庆', entries)).toContain('zhong4qing4');
    expect(texts('我在重庆', [])).toContain('chong2qing4');
  });

  it('keep the word of every syllable, beside prices and English', () => {
    const clause = '😀这款$5的行行茶，nginx也有。';
    const pieces = planSpeech(clause, 'zh', undefined, [zh('行行', 'hang2 hang2'), en('nginx', 'engine ex')]);
    const words = wordsOf(clause, 'zh');
    const wordAt = (said: string): string | undefined => {
      const piece = pieces.find(({ text }) => text.includes(said));
      return words[piece?.wordOf[piece.text.indexOf(said)] ?? -1];
    };
    expect(wordAt('hang2')).toMatch(/行/);
    expect(wordAt('engine')).toBe('nginx');
    expect(wordAt('ye3')).toMatch(/^也/);
  });

  it('read 儿 as it is given, and colour nothing that was given', () => {
    expect(texts('花儿', [zh('花儿', 'hua1 er2')])).toContain('hua1er2');
  });

  it('hold no pattern: an entry is text', () => {
    expect(findReadings('aaaa', [en('a.*', 'x'), en('(a+)+$', 'x')]).english).toEqual([]);
  });

  it('say the same as before where no entry is in the clause', () => {
    const clause = '这款茶25元一盒，iPhone也能下单吗？';
    expect(planSpeech(clause, 'zh', undefined, [zh('重庆', 'zhong4 qing4')])).toEqual(planSpeech(clause, 'zh'));
  });
});
