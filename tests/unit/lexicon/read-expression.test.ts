import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asClauseId, asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { emotions, gestures } from '../../../main/contract/speech.ts';
import { createLexiconEngine } from '../../../main/engines/entries/lexicon/create-lexicon.ts';
import { readExpression } from '../../../main/engines/entries/lexicon/read-expression.ts';
import { english } from '../../../main/engines/entries/lexicon/words-en.ts';
import { chinese } from '../../../main/engines/entries/lexicon/words-zh.ts';

describe('real lines', () => {
  it.each<[string, string, string, string[]]>([
    // text, language, emotion, gestures that must be there
    ['Hello and welcome, nice to see you.', 'en', 'happy', ['nod']],
    ['I love this tea!', 'en', 'happy', []],
    ['This is absolutely wonderful!', 'en', 'happy', ['brow-raise']],
    ["I'm sorry, White Peony tea is sold out just now.", 'en', 'sad', ['shake']],
    ["I'm not happy about it.", 'en', 'sad', []],
    ["It's not bad at all.", 'en', 'relaxed', []],
    ["Don't worry,", 'en', 'relaxed', []],
    ['Take your time, no hurry.', 'en', 'relaxed', []],
    ['This is a ridiculous scam!', 'en', 'angry', []],
    ['Wow, can you believe it?!', 'en', 'surprised', ['tilt', 'brow-raise']],
    ['Which one do you mean?', 'en', 'neutral', ['tilt']],
    ['It takes 2 to 4 days to reach you,', 'en', 'neutral', []],
    ['Yes, of course,', 'en', 'neutral', ['nod']],
    ["Honestly, I don't know that one.", 'en', 'neutral', ['shake']],
    ['I was so lonely and I cried a lot.', 'en', 'sad', []],
    ['She loves smiling', 'en', 'happy', []],
    ['See you soon! 😊', 'en', 'happy', []],
    ['fine, I guess :(', 'en', 'sad', []],
    ['你好呀，欢迎来到晨雾茶铺。', 'zh', 'happy', ['nod']],
    ['太好了，以茶代酒，恭喜恭喜！', 'zh', 'happy', []],
    ['不好意思，白牡丹暂时卖完了。', 'zh', 'sad', ['shake']],
    ['我今天不开心。', 'zh', 'sad', []],
    ['我不太高兴', 'zh', 'sad', []],
    ['这款茶真不错。', 'zh', 'happy', []],
    ['别担心，路上碎了，我们包赔。', 'zh', 'relaxed', []],
    ['没关系，慢慢来。', 'zh', 'relaxed', []],
    ['你别生气', 'zh', 'relaxed', []],
    ['这也太过分了，简直是骗子！', 'zh', 'angry', []],
    ['哇，没想到这么便宜！', 'zh', 'surprised', ['brow-raise']],
    ['你想问哪一款？', 'zh', 'neutral', ['tilt']],
    ['下单之后，2到4天送到。', 'zh', 'neutral', []],
    ['这个问题，我还真不知道。', 'zh', 'neutral', ['shake']],
    ['当然可以，', 'zh', 'neutral', ['nod']],
    ['好难过啊', 'zh', 'sad', []],
    ['😭😭', 'und', 'sad', []],
    ['🎉', 'und', 'happy', []],
    ['Привет', 'ru', 'neutral', []],
    ['ありがとう😊', 'ja', 'happy', []],
  ])('%j (%s) is %s', (text, lang, emotion, moves) => {
    const reading = readExpression(text, lang);
    expect(reading.emotion).toBe(emotion);
    for (const gesture of moves) expect(reading.gestures).toContain(gesture);
    if (emotion === 'neutral') expect(reading.intensity).toBe(0);
    else expect(reading.intensity).toBeGreaterThan(0.15);
  });
});

describe('degrees', () => {
  const intensity = (text: string, lang: string): number => readExpression(text, lang).intensity;
  it.each([
    ["it's a bit good", "it's good", 'en'],
    ["it's good", "it's very good", 'en'],
    ["it's very good", "it's very good!!", 'en'],
    ['有点难过', '难过', 'zh'],
    ['难过', '非常难过', 'zh'],
    ['喜欢这款茶', '超级喜欢这款茶！', 'zh'],
  ])('%j is weaker than %j', (weaker, stronger, lang) => {
    expect(intensity(weaker, lang)).toBeLessThan(intensity(stronger, lang));
  });

  it('tells pleasant from unpleasant', () => {
    expect(readExpression('what a wonderful gift', 'en').valence).toBeGreaterThan(0.5);
    expect(readExpression('真讨厌，气死了', 'zh').valence).toBeLessThan(-0.5);
    expect(readExpression('the parcel is blue', 'en').valence).toBe(0);
  });

  it('does not reach over a comma', () => {
    expect(readExpression('不，我很喜欢', 'zh').emotion).toBe('happy');
    expect(readExpression('No, I love it', 'en').emotion).toBe('happy');
  });
});

describe('lists and bounds', () => {
  it('hold words enough', () => {
    const count = (source: typeof english): number =>
      [
        ...source.feelings.flatMap(([, , words]) => words.split(' ')),
        ...source.phrases.flatMap(([, , words]) => words.split('|')),
        ...source.negations.split(' '),
        ...source.boosters.split(' '),
        ...source.dampers.split(' '),
      ].length;
    expect(count(english)).toBeGreaterThanOrEqual(250);
    expect(count(chinese)).toBeGreaterThanOrEqual(200);
  });

  it('stays in bounds for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom('en', 'zh', 'und', 'ja'), (text, lang) => {
        const reading = readExpression(text, lang);
        expect(emotions).toContain(reading.emotion);
        expect(reading.intensity).toBeGreaterThanOrEqual(0);
        expect(reading.intensity).toBeLessThanOrEqual(1);
        expect(new Set(reading.gestures).size).toBe(reading.gestures.length);
        for (const gesture of reading.gestures) expect(gestures).toContain(gesture);
        expect(readExpression(text, lang)).toEqual(reading);
      }),
      { numRuns: 300 },
    );
  });
});

describe('engine', () => {
  const spec = { showId: asShowId('s'), instanceId: asInstanceId('i'), engineId: 'lexicon', options: {}, resourcesDir: '/nowhere' };
  const request = { showId: asShowId('s'), turnId: asTurnId('t'), epoch: 0, clauseId: asClauseId('c'), text: 'I love it!', lang: 'en' };

  it('yields exactly one expression', async () => {
    const engine = await createLexiconEngine().load(spec);
    const items = [];
    for await (const item of engine.infer(request, new AbortController().signal)) items.push(item);
    expect(items).toEqual([{ emotion: 'happy', intensity: 1, gestures: ['brow-raise'] }]);
    expect(engine.signature.languages).toEqual(['zh', 'en']);
  });

  it('refuses options and honours the abort', async () => {
    await expect(createLexiconEngine().load({ ...spec, options: { x: 1 } })).rejects.toMatchObject({ code: 'bad-options' });
    const engine = await createLexiconEngine().load(spec);
    const reason = new Error('cancelled');
    await expect(engine.infer(request, AbortSignal.abort(reason))[Symbol.asyncIterator]().next()).rejects.toBe(reason);
  });
});
