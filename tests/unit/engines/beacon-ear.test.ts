/** The beacon ear hears the clauses that were spoken, wherever they lie in the utterance, and nothing else. */
import { describe, expect, it } from 'vitest';
import { hashedStart, numberedStart } from '../../../main/contract/beacon.ts';
import { beaconSound, beaconSymbols } from '../../../main/contract/beacon-sound.ts';
import { asInstanceId, asShowId } from '../../../main/contract/ids.ts';
import { checkUtterance } from '../../../main/engines/child/check-utterance.ts';
import { longestUtteranceSamples, type AsrItem, type AsrRequest } from '../../../main/engines/contract/requests.ts';
import { createBeaconEar } from '../../../main/engines/entries/beacon-ear/create-beacon-ear.ts';
import { checkHearing } from '../../../main/swap/probe/check-hearing.ts';
import { compareSignatures } from '../../../main/swap/probe/compare-signatures.ts';

const spec = { showId: asShowId('s'), instanceId: asInstanceId('i'), engineId: 'beacon-ear', options: {}, resourcesDir: '' };
const request = (pcm: Int16Array): AsrRequest => ({ showId: asShowId('s'), epoch: 0, utteranceId: 'u', pcm });
const tones = (turn: number, clause: number, clauses: number, start: '*' | 'D' = numberedStart): Int16Array =>
  beaconSound(beaconSymbols({ turn, clause, clauses }, start), 16_000);

function join(...parts: Int16Array[]): Int16Array {
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function hear(pcm: Int16Array): Promise<readonly AsrItem[]> {
  const ear = await createBeaconEar().load(spec);
  const items: AsrItem[] = [];
  for await (const item of ear.infer(request(pcm), new AbortController().signal)) items.push(item);
  return items;
}

describe('the beacon ear', () => {
  it.each([0, 37, 80, 1234])('hears two clauses behind %d samples of quiet', async (quiet) => {
    const items = await hear(join(new Int16Array(quiet), tones(1234, 56, 0), new Int16Array(900), tones(9, 2, 3)));
    expect(items.at(-1)).toMatchObject({ type: 'final', text: 'Beacon #1234.56 Beacon #9.2/3' });
  });

  it('hears every symbol, repeated ones too', async () => {
    for (let turn = 0; turn < 10_000; turn += 1111) {
      const items = await hear(tones(turn, 11, 22));
      expect(items.at(-1)).toMatchObject({ text: `Beacon #${turn}.11/22` });
    }
  });

  it('hears no words in silence, in a cut clause, and in one that carries no number', async () => {
    for (const pcm of [new Int16Array(16_000), tones(1, 1, 1).subarray(0, 16_000), tones(1, 1, 1, hashedStart)])
      expect((await hear(pcm)).at(-1)).toMatchObject({ type: 'final', text: '' });
  });

  it('refuses options that it does not know', async () => {
    await expect(createBeaconEar().load({ ...spec, options: { holdMs: -1 } })).rejects.toMatchObject({ code: 'bad-options' });
  });
});

describe('the bounds of an utterance', () => {
  it('takes half a minute and not a sample more, no empty one, and only 16-bit sound', () => {
    const longest = request(new Int16Array(longestUtteranceSamples));
    expect(checkUtterance(longest)).toBe(longest);
    expect(() => checkUtterance(request(new Int16Array(longestUtteranceSamples + 1)))).toThrow();
    expect(() => checkUtterance(request(new Int16Array(0)))).toThrow();
    expect(() => checkUtterance({ ...longest, pcm: new Uint8Array(10) as unknown as Int16Array })).toThrow();
  });
});

describe('the trial of an ear', () => {
  const final = { type: 'final', text: 'hello', lang: 'en', fromMs: 0, untilMs: 900 } as const;
  it('takes one final at the end', () => {
    expect(checkHearing([{ type: 'partial', text: 'hel' }, final], 1000)).toBeNull();
    expect(checkHearing([{ ...final, text: '' }], 1000)).toBeNull();
  });

  it.each([
    ['nothing', []],
    ['no final', [{ type: 'partial', text: 'hel' }]],
    ['two finals', [final, final]],
    ['words after the final', [final, { type: 'partial', text: 'hel' }]],
    ['times beyond the sound', [{ ...final, untilMs: 60_000 }]],
    ['far too much text', [{ ...final, text: 'thank you '.repeat(20) }]],
    ['broken text', [{ ...final, text: '\uFFFD\uFFFD' }]],
  ] as const)('rejects %s', (_what, items) => {
    expect(checkHearing(items, 1000)).toMatchObject({ en: expect.any(String), zh: expect.any(String) });
  });

  it('compares languages with those of the present one, and wants the agreed rate', () => {
    const ear = (...languages: string[]) => ({ kind: 'asr', sampleRate: 16_000, languages }) as const;
    expect(compareSignatures(ear('en', 'zh'), ear('zh'))).toBeNull();
    expect(compareSignatures(ear('*'), ear('zh'))).toBeNull();
    expect(compareSignatures(ear('en'), undefined)).toBeNull();
    expect(compareSignatures(ear('en'), ear('zh'))).not.toBeNull();
    expect(compareSignatures(ear(), undefined)).not.toBeNull();
    expect(compareSignatures({ ...ear('en'), sampleRate: 8000 as unknown as 16_000 }, undefined)).not.toBeNull();
  });
});
