/** Lines that nobody should send, one after the other in running shows with the real voices: each gets words or an answer, and nothing dies of it. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../main/app/studio-config.ts';
import type { SlotConfig } from '../../../main/app/studio-config.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { startViewer, studioOnAir } from '../support/studio-on-air.ts';
import type { StudioOnAir, Viewer } from '../support/studio-on-air.ts';

type Pids = Readonly<Record<string, number | null>>;

let show: StudioOnAir;
let viewer: Viewer;
let pids: Pids;

const living = (): Pids => Object.fromEntries(show.studio.snapshot().processes.map(({ name, pid }) => [name, pid]));

/** One show for a whole describe: the default engines, with another language model where one is named. */
function onAir(llm?: SlotConfig): void {
  beforeAll(async () => {
    const slots = defaultConfig.slots.map((slot) => (slot.slotId === 'llm' && llm ? llm : slot));
    show = await studioOnAir({ config: { slots, look: defaultConfig.look } });
    viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    pids = living();
    expect(Object.values(pids)).not.toContain(null);
  });
  afterAll(async () => {
    await viewer?.stop();
    await show?.close();
  });
}

/** Everybody lives, as the same process as before, and the player has its one connection. */
function expectUnharmed(): void {
  expect(living()).toEqual(pids);
  expect(viewer.ended, 'the player lost its connection').toBeUndefined();
  expect(show.studio.snapshot().show).toMatchObject({ state: 'on-air', source: 'live' });
}

const eventsOf = <T extends ShowEvent['type']>(type: T, turnId: string): Extract<ShowEvent, { type: T }>[] =>
  show.events.filter(
    (event): event is Extract<ShowEvent, { type: T }> => event.type === type && 'turnId' in event && event.turnId === turnId,
  );

function refusalOf(text: string): { readonly en: string; readonly zh: string } {
  const result = show.studio.say({ author: 'somebody', text });
  if (result.accepted) throw new Error('it was accepted');
  return result.reason;
}

/** Direction tricks, control characters, halves of characters. */
const unshowable = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;

describe('a line', () => {
  onAir();

  it.each([
    ['nothing', ''],
    ['spaces, tabs and line breaks', ' \t \n\r\n \u3000\u00a0 '],
    ['control characters', '\u0000\u0001\u0007\u001b\u007f\u0085'],
    ['marks that nobody sees', '\u200b\u200e\u202e\u2066\u2069\ufeff\u00ad'],
  ])('with %s only is refused: there is nothing to answer', (_name, text) => {
    const reason = refusalOf(text);
    expect(reason.en).toContain('no words');
    expect(reason.zh).toContain('没有任何内容');
    expectUnharmed();
  });

  it('of 25 000 characters is refused with what is allowed, and kept at a readable size', () => {
    const reason = refusalOf('tea '.repeat(6250));
    expect(reason.en).toMatch(/25000 .*20000/);
    expect(reason.zh).toMatch(/25000.*20000/);
    const turn = show.studio.snapshot().turns.at(-1);
    expect(turn).toMatchObject({ state: 'refused', reason });
    expect(turn?.text.length).toBeLessThanOrEqual(500);
    expectUnharmed();
  });

  it.each([
    ['with spaces', 'How much is the longjing? '.repeat(800).slice(0, 20_000)],
    ['without one', '龙'.repeat(20_000)],
  ])('of 20 000 characters %s is answered on its beginning, and says so', async (_name, text) => {
    const turn = await show.speak(text);
    expect(turn.state).toBe('ended');
    expect(turn.text.length).toBeLessThanOrEqual(500);
    const [queued] = eventsOf('turn', turn.turnId);
    expect(queued).toMatchObject({ reason: { en: expect.stringContaining('first'), zh: expect.stringContaining('只回答前') } });
    expect(eventsOf('speech-started', turn.turnId).length).toBeGreaterThan(0);
    expectUnharmed();
  });

  it('of emoji only is answered', async () => {
    const turn = await show.speak('😀🎉👨‍👩‍👧‍👦🇨🇳❤️‍🔥');
    expect(turn.state).toBe('ended');
    expect(eventsOf('speech-started', turn.turnId).length).toBeGreaterThan(0);
    expectUnharmed();
  });
});

describe('an answer that repeats the line, through voices and captions,', () => {
  onAir({ slotId: 'llm', engineId: 'echo', options: {} });

  it.each([
    ['of emoji', '😀🎉👨‍👩‍👧‍👦🇨🇳❤️‍🔥', 'shown'],
    ['of punctuation', '?!… —— 。。。 ((( ))) ///', 'shown'],
    ['with control characters, escapes and half a character', 'How\u0000 much\u001b[31m is\u0007 the\r\n tea\ud83d?\u009b', 'spoken'],
    ['with both directions mixed', 'كم السعر \u202eevil\u202c؟ \u2067מחיר\u2069. How much?', 'spoken'],
    ['of marks piled upon a letter', `z${'\u0335\u0301\u0348'.repeat(120)}algo is here`, 'spoken'],
    ['that looks like markup and code', '<script>alert(1)</script> {shipping} ${x} %s \\N{0} <speak>tea</speak>', 'spoken'],
    ['in a language without a voice', 'สวัสดีครับ', 'shown'],
  ] as const)('%s', async (_name, text, how) => {
    const turn = await show.speak(text);
    const clauses = eventsOf('clause', turn.turnId);
    expect(turn.state).toBe('ended');
    expect(clauses.length).toBeGreaterThan(0);
    for (const clause of clauses) {
      expect(clause.text).not.toMatch(unshowable);
      if (!clause.voiced) expect(['no-voice-for-language', 'nothing-to-say']).toContain(clause.reason);
    }
    expect(eventsOf('speech-started', turn.turnId).length > 0 ? 'spoken' : 'shown').toBe(how);
    expectUnharmed();
  });
});
