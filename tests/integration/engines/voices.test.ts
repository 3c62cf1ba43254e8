/** Both embedded voices in their real processes: what the programme hears, what the marks say, and how the two agree. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visemes } from '../../../main/contract/visemes.ts';
import { findSound } from '../../../main/engines/child/shape-speech.ts';
import type { TtsSignature } from '../../../main/engines/contract/signature.ts';
import type { EngineInstance } from '../../../main/engines/hosting/engine-instance.ts';
import { measureLoudness, medianPitchHz, openSink, removeSockets, speak, startEngine, ttsRequest } from './support.ts';
import type { Sink, Spoken } from './support.ts';

let sink: Sink;
const engines: Record<'flite' | 'espeak', EngineInstance> = {} as never;

beforeAll(async () => {
  sink = await openSink();
  engines.flite = startEngine('flite');
  engines.espeak = startEngine('espeak');
  await Promise.all([engines.flite.whenReady(), engines.espeak.whenReady()]);
});
afterAll(async () => {
  await Promise.all(Object.values(engines).map((engine) => engine.dispose()));
  await sink.close();
  removeSockets();
});

const lines = [
  ['flite', 'en', 'Hello there friend.'],
  ['flite', 'en', 'Welcome to our studio, today we will talk about the weather. It costs $1,299.50 only!'],
  ['espeak', 'zh', '大家好，欢迎来到直播间，今天只要¥129！'],
  ['espeak', 'zh', '这款iPhone 15很好用。'],
  ['espeak', 'en', 'How are you doing today, my friends?'],
  ['espeak', 'ja', 'こんにちは、ようこそ。'],
  ['espeak', 'ja', '今日は天気がいい、この商品は1,980円です。'],
  ['espeak', 'en', 'I love 火锅 and こんにちは, really.'],
  ['espeak', 'ko', '안녕하세요 여러분'],
  ['espeak', 'yue', '早晨，大家好'],
  ['espeak', 'de', 'Guten Abend, meine Freunde.'],
  ['espeak', 'fr', 'Bonjour à tous, merci.'],
  ['espeak', 'es', 'Hola amigos, buenos días.'],
  ['espeak', 'ru', 'Привет, друзья.'],
] as const;

/** What is true of every spoken clause. */
function expectSound(spoken: Spoken): void {
  const { stream, end, marks, items } = spoken;
  expect(items[0]).toEqual({ type: 'format', sampleRate: stream.sampleRate });
  expect(end.samples).toBe(stream.samples.length);
  expect(items.reduce((sum, item) => sum + (item.type === 'audio' ? item.samples : 0), 0)).toBe(end.samples);
  const heardMs = (stream.samples.length * 1000) / stream.sampleRate;
  expect(Math.abs(end.durationMs - heardMs)).toBeLessThan(heardMs * 0.02);
  expect(stream.samples.every((sample) => Math.abs(sample) < 32_700)).toBe(true);

  const { from, to } = findSound(stream.samples, stream.sampleRate, { before: 0, after: 0 });
  expect((from * 1000) / stream.sampleRate).toBeLessThanOrEqual(30);
  expect(((stream.samples.length - to) * 1000) / stream.sampleRate).toBeLessThanOrEqual(30);

  let last = 0;
  let covered = 0;
  for (const mark of marks) {
    expect(mark.atMs).toBeGreaterThanOrEqual(last - 1e-6);
    expect(mark.durationMs).toBeGreaterThan(0);
    expect(visemes).toContain(mark.viseme);
    last = mark.atMs + mark.durationMs;
    covered += mark.durationMs;
  }
  expect(last).toBeLessThanOrEqual(heardMs + 1);
  expect(Math.abs(covered - heardMs)).toBeLessThan(heardMs * 0.02 + 20);
}

describe.each(lines)('%s %s %s', (id, lang, text) => {
  it('sounds, ends and marks its sound', async () => {
    const spoken = await speak(engines[id], sink, text, lang);
    expectSound(spoken);
    const loudness = await measureLoudness(spoken.stream);
    expect(loudness.meanDb).toBeGreaterThan(-35);
    expect(loudness.maxDb).toBeGreaterThan(-15);
    expect(loudness.maxDb).toBeLessThan(0);
    expect(new Set(spoken.marks.map((mark) => mark.viseme)).size).toBeGreaterThan(3);
  });
});

describe('words', () => {
  it.each([
    ['flite', 'en', 'We sell red shoes for $12 today.', 7],
    ['espeak', 'en', 'We sell red shoes to friends today.', 7],
    ['espeak', 'zh', '银行行长喜欢红色的鞋子。', undefined],
  ] as const)('%s %s: marks name every word, in order', async (id, lang, text, count) => {
    const { marks } = await speak(engines[id], sink, text, lang);
    const words = Array.from(new Intl.Segmenter(lang, { granularity: 'word' }).segment(text)).filter((segment) => segment.isWordLike);
    const named = marks.flatMap((mark) => mark.wordIndex ?? []);
    expect(Array.from(new Set(named))).toEqual(words.map((_, index) => index));
    if (count) expect(words).toHaveLength(count);
    expect(named).toEqual(named.toSorted((a, b) => a - b));
  });
});

describe.each([
  ['flite', 'en', 'Hello there my dear friends, how are you doing today?', 'slt'],
  ['flite', 'en', 'Hello there my dear friends, how are you doing today?', 'rms'],
  ['espeak', 'en', 'Hello there my dear friends, how are you doing today?', 'female'],
  ['espeak', 'zh', '大家好欢迎来到我们的直播间', 'male'],
] as const)('%s %s %s %s follows', (id, lang, text, voice) => {
  const say = (more: object): Promise<Spoken> => speak(engines[id], sink, text, lang, { voice, ...more });

  it('speed', async () => {
    const [slow, fast] = [await say({ speed: 0.8 }), await say({ speed: 1.25 })];
    expect(slow.end.durationMs / fast.end.durationMs).toBeGreaterThan(1.3);
    expectSound(fast);
  });
  it('pitch', async () => {
    const [low, high] = [await say({ pitch: -3 }), await say({ pitch: 3 })];
    expect(medianPitchHz(high.stream) / medianPitchHz(low.stream)).toBeGreaterThan(1.2);
    expect(Math.abs(high.end.durationMs / low.end.durationMs - 1)).toBeLessThan(0.08);
    expectSound(high);
  });
  it('volume', async () => {
    const [soft, loud] = [
      await measureLoudness((await say({ volume: 0.5 })).stream),
      await measureLoudness((await say({ volume: 1 })).stream),
    ];
    expect(loud.meanDb - soft.meanDb).toBeGreaterThan(4);
    const most = await say({ volume: 2 });
    expectSound(most);
  });
});

describe('languages', () => {
  it.each(['slt', 'rms', 'awb', 'kal16'])('flite speaks with %s', async (voice) =>
    expectSound(await speak(engines.flite, sink, 'A new voice for the evening show.', 'en', { voice })),
  );

  it('espeak speaks every language of its signature', async () => {
    const greetings: Record<string, string> = {
      zh: '你好',
      yue: '你好',
      ja: 'こんにちは',
      ko: '안녕하세요',
      ru: 'привет',
      uk: 'привіт',
      el: 'γειά σου',
      hi: 'नमस्ते',
    };
    for (const lang of (engines.espeak.signature as TtsSignature).languages)
      expectSound(await speak(engines.espeak, sink, greetings[lang] ?? 'hola amigo', lang));
  });

  it.each([
    ['flite', 'zh', '你好', 'unsupported-language'],
    ['flite', 'en', '🎉🎉 你好', 'nothing-to-say'],
    ['espeak', 'xx', 'hello', 'unsupported-language'],
    ['espeak', 'zh', '🎉🎉！！', 'nothing-to-say'],
  ] as const)('%s %s %s -> %s, and lives on', async (id, lang, text, code) => {
    const request = ttsRequest(sink, text, lang);
    await expect(async () => {
      for await (const item of engines[id].infer('tts', request)) expect(item.type).toBe('format');
    }).rejects.toMatchObject({ code });
    expect(sink.streams.has(request.sink.streamId)).toBe(false);
    expect(engines[id].state).toBe('ready');
  });
});

describe('what cannot be said well', () => {
  it.each([
    ['flite', 'en'],
    ['espeak', 'zh'],
    ['espeak', 'en'],
    ['espeak', 'ja'],
  ] as const)('%s %s: markup, emoji, mixed scripts and nonsense do not stop it', async (id, lang) => {
    for (const text of [
      '<speak><prosody rate="x-fast">Hello</prosody> 你好 <break time="3s"/></speak>',
      '😀😀 OK 👍🏽 [[h@]] 안녕 مرحبا สวัสดี привет',
      'Xqzrtpfg bcdfghjklm ㊙ ½ ∑ ℵ \u0000\u202e ok',
      'ok'.repeat(500),
    ])
      expectSound(await speak(engines[id], sink, text, lang));
    expect(engines[id].state).toBe('ready');
  });

  it.each([
    ['flite', 'en', 'This is one line of a very long text, '],
    ['espeak', 'zh', '这是很长的一段话，价格99.9元，'],
    ['espeak', 'ja', '今日はとても長い文章を読みます、'],
  ] as const)('%s %s begins to speak 20 000 characters soon, can be stopped, and keeps its memory', async (id, lang, part) => {
    const engine = engines[id];
    const before = (await engine.rssBytes()) ?? 0;
    const abort = new AbortController();
    const request = ttsRequest(sink, part.repeat(Math.ceil(20_000 / part.length)), lang);
    let audio = 0;
    await expect(async () => {
      for await (const item of engine.infer('tts', request, { signal: abort.signal })) {
        if (item.type === 'audio') audio += 1;
        if (audio === 5) abort.abort(new Error('enough'));
      }
    }).rejects.toThrow('enough');
    expect(((await engine.rssBytes()) ?? 0) - before).toBeLessThan(220 * 2 ** 20);
    expectSound(await speak(engine, sink, part, lang));
  });
});

describe('abort', () => {
  it.each([
    ['flite', 'en', 'This is one sentence of a very long story. '],
    ['espeak', 'zh', '这是一个很长的故事里的一句话。'],
  ] as const)('%s stops in mid-clause and closes its stream', async (id, lang, sentence) => {
    const abort = new AbortController();
    const request = ttsRequest(sink, sentence.repeat(300), lang);
    let audio = 0;
    await expect(async () => {
      for await (const item of engines[id].infer('tts', request, { signal: abort.signal })) {
        if (item.type === 'audio') audio += 1;
        if (audio === 2) abort.abort(new Error('enough'));
      }
    }).rejects.toThrow('enough');
    const stream = await sink.heard(request.sink.streamId, 'closed');
    const { end } = await speak(engines[id], sink, sentence, lang);
    expect(stream.samples.length).toBeLessThan(end.samples * 150);
  });
});

describe('the programme', () => {
  it.each([
    ['flite', 'en', 'Hello there.'],
    ['espeak', 'zh', '你好。'],
  ] as const)('%s keeps one connection, and makes a new one when the programme was replaced', async (id, lang, text) => {
    const first = await openSink();
    await speak(engines[id], first, text, lang);
    await speak(engines[id], first, text, lang);
    expect(first.connections).toHaveLength(1);
    await first.close();
    const second = await openSink(first.path);
    expectSound(await speak(engines[id], second, text, lang));
    await second.close();
  });

  it('says that the sink was lost when nobody listens', async () => {
    const gone = await openSink();
    await gone.close();
    await expect(speak(engines.flite, gone, 'Hello there.', 'en')).rejects.toMatchObject({ code: 'sink-lost' });
    expectSound(await speak(engines.flite, sink, 'Hello again.', 'en'));
  });

  it('holds a voice back while it does not read, and loses nothing', async () => {
    const slow = await openSink();
    const request = ttsRequest(slow, 'This is one sentence of a very long story. '.repeat(60), 'en');
    const reading = engines.flite.infer('tts', request);
    let announced = 0;
    for await (const item of reading) {
      if (item.type === 'audio') {
        if (announced === 0) slow.connections[0]?.pause();
        announced += item.samples;
        slow.connections[0]?.resume();
      }
    }
    const stream = await slow.heard(request.sink.streamId, 'closed');
    expect(stream.samples.length).toBe(announced);
    await slow.close();
  });
});

it('refuses bad options in words', async () => {
  const engine = startEngine('flite', { voice: 'nobody' });
  await expect(engine.whenReady()).rejects.toMatchObject({ code: 'bad-options', message: expect.stringContaining('slt') as string });
  expect(engine.state).toBe('failed');
  expect(engine.message?.zh).toMatch(/加载失败/);
  await engine.dispose();
});
