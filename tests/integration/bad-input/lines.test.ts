/** Lines that nobody should send, one after the other in one running show with the real voices: each gets words or an answer, and nothing dies of it. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import { startViewer, studioOnAir } from '../support/studio-on-air.ts';
import type { StudioOnAir, Viewer } from '../support/studio-on-air.ts';

let show: StudioOnAir;
let viewer: Viewer;
let pids: Record<string, number | null>;

const living = (): Record<string, number | null> =>
  Object.fromEntries(show.studio.snapshot().processes.map(({ name, pid }) => [name, pid]));

beforeAll(async () => {
  const { slots, look } = defaultConfig;
  show = await studioOnAir({ config: { slots, look }, show: { record: false } });
  viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
  pids = living();
});
afterAll(async () => {
  await viewer?.stop();
  await show?.close();
});

/** Everybody lives, as the same process as before, and the player has its one connection. */
function expectUnharmed(): void {
  expect(living()).toEqual(pids);
  expect(Object.values(pids)).not.toContain(null);
  expect(viewer.ended, 'the player lost its connection').toBeUndefined();
  expect(show.studio.snapshot().show).toMatchObject({ state: 'on-air', source: 'live' });
}

const refusalOf = (text: string): { readonly en: string; readonly zh: string } => {
  const result = show.studio.say({ author: 'somebody', text });
  if (result.accepted) throw new Error('it was accepted');
  return result.reason;
};

describe('a line that is refused', () => {
  it.each([
    ['empty', ''],
    ['only spaces, tabs and line breaks', ' \t \n\r\n \u3000\u00a0 '],
    ['only control characters', '\u0000\u0001\u0007\u001b\u007f\u0085'],
    ['only marks that nobody sees', '\u200b\u200e\u202e\u2066\u2069\ufeff\u00ad'],
  ])('%s: says that there is nothing to answer', (_name, text) => {
    const reason = refusalOf(text);
    expect(reason.en).toContain('no words');
    expect(reason.zh).toContain('没有任何内容');
    expectUnharmed();
  });

  it('of 25 000 characters: says how many are taken, and is seen as a refused turn of readable size', () => {
    const reason = refusalOf('tea '.repeat(6250));
    expect(reason.en).toMatch(/25000 .*20000/);
    expect(reason.zh).toMatch(/25000.*20000/);
    const turn = show.studio.snapshot().turns.at(-1);
    expect(turn).toMatchObject({ state: 'refused', reason });
    expect(turn?.text.length).toBeLessThanOrEqual(500);
    expectUnharmed();
  });
});

describe('a line that is answered', () => {
  it.each([
    ['of 20 000 characters', 'How much is the longjing? '.repeat(800).slice(0, 20_000)],
    ['of 20 000 characters without a space', '龙'.repeat(20_000)],
    ['of emoji only', '😀🎉👨‍👩‍👧‍👦🇨🇳❤️‍🔥'],
    ['with control characters, escapes and half a character', 'How\u0000 much\u001b[31m is\u0007 the\r\n longjing\ud83d?\u009b'],
    ['with both directions mixed', 'كم سعر \u202elongjing\u202c؟ \u2067מחיר\u2069 how much?'],
    ['that looks like markup and code', '<script>alert(1)</script> {shipping} ${process.exit(1)} \'; DROP TABLE turns; --'],
  ])('%s', async (_name, text) => {
    const turn = await show.speak(text);
    expect(turn).toMatchObject({ state: 'ended' });
    const clauses = show.events.filter((event) => event.type === 'clause' && event.turnId === turn.turnId);
    expect(clauses.length).toBeGreaterThan(0);
    expect(show.events.some((event) => event.type === 'speech-started' && event.turnId === turn.turnId)).toBe(true);
    // what is shown of it has no direction tricks, no control characters and a readable size
    expect(turn.text).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    expect(turn.text.length).toBeLessThanOrEqual(500);
    expectUnharmed();
  });

  it('says so when it is answered on its beginning only', () => {
    const long = show.events.find((event) => event.type === 'turn' && event.state === 'queued' && event.text.startsWith('How much is the longjing? How'));
    expect(long).toMatchObject({ reason: { en: expect.stringContaining('first'), zh: expect.stringContaining('前') } });
  });
});
