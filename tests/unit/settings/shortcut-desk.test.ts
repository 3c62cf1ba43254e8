/** Keys in every program: kept, unique, given by the system or not, and what each does. */
import { describe, expect, it } from 'vitest';
import { createShortcutDesk, type GlobalKeys, type ShortcutTargets } from '../../../main/app/shortcut-desk.ts';
import type { UserMessage } from '../../../main/contract/failure.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';

/** A system whose other programs hold `taken`. */
function fakeKeys(taken: readonly string[] = []) {
  const held = new Map<string, () => void>();
  const keys: GlobalKeys = {
    register(accelerator, onPress) {
      if (taken.includes(accelerator) || held.has(accelerator)) return false;
      held.set(accelerator, onPress);
      return true;
    },
    unregister: (accelerator) => void held.delete(accelerator),
  };
  return { keys, held };
}

const face = (choiceId: string, missingPack: string | null = null) => ({
  choiceId,
  engineId: 'puppet',
  kind: 'face' as const,
  title: { en: choiceId, zh: choiceId },
  summary: { en: '', zh: '' },
  license: 'Apache-2.0',
  expectedBytes: null,
  own: false,
  missingPack,
});

function open({ kept, taken, slate = null }: { kept?: unknown; taken?: readonly string[]; slate?: 'back-soon' | null } = {}) {
  const { keys, held } = fakeKeys(taken);
  const did: unknown[][] = [];
  const notices: UserMessage[] = [];
  let stored = kept;
  const refusal = { en: 'not on air', zh: '未开播' };
  const answers = { panic: true };
  const targets: ShortcutTargets = {
    async panic() {
      did.push(['panic']);
      return answers.panic ? { done: true } : { done: false, words: refusal };
    },
    async slate(wanted) {
      did.push(['slate', wanted]);
      return { done: true };
    },
    silence: async () => did.push(['silence']),
    air: () => ({ phase: slate ? 'slate' : 'live', slate }),
    models: () => ({
      slots: [
        {
          slotId: 'face',
          kind: 'face',
          phase: 'idle',
          swapId: null,
          active: { choiceId: 'mira', title: { en: 'Mira', zh: 'Mira' }, instanceId: 'i', rssBytes: null, state: 'ready' },
          candidate: null,
          previous: null,
          warm: [],
          phases: [],
          watchEndsAtMs: null,
          pinned: false,
        },
      ],
      choices: [face('mira'), face('packed', 'some-pack'), face('kai')],
    }),
    swap(slotId, choiceId) {
      did.push(['swap', slotId, choiceId]);
      return { accepted: true };
    },
  };
  const desk = createShortcutDesk({
    keys,
    settings: { get: () => stored, set: (_name, value) => (stored = value) },
    targets,
    notice: (message) => notices.push(message),
    logger: silentLogger,
  });
  return { desk, held, did, notices, stored: () => stored, answers };
}
const stateOf = (desk: ReturnType<typeof open>['desk'], action: string) => desk.view().items.find((item) => item.action === action);

describe('the keys', () => {
  it('are all off at first: nothing is taken from other programs', () => {
    const { desk, held } = open();
    expect(held.size).toBe(0);
    expect(new Set(desk.view().items.map(({ state }) => state))).toEqual(new Set(['off']));
    expect(desk.view().items).toHaveLength(12);
  });

  it('are registered, kept in one spelling, and given back', async () => {
    const { desk, held, stored, did } = open();
    expect(desk.set('panic', 'alt+ctrl+p')).toMatchObject({ done: true });
    expect(stored()).toEqual({ panic: 'Ctrl+Alt+P' });
    held.get('Ctrl+Alt+P')?.();
    await Promise.resolve();
    expect(did).toEqual([['panic']]);
    desk.set('panic', 'Ctrl+Alt+O');
    expect([...held.keys()]).toEqual(['Ctrl+Alt+O']);
    desk.set('panic', null);
    expect(held.size).toBe(0);
    expect(stored()).toEqual({});
  });

  it('come back with the next start, without those that were kept wrong', () => {
    const { desk, held } = open({ kept: { panic: 'Ctrl+Alt+P', slate: 'P', silence: 'Ctrl+Alt+P', 'anchor-2': 7, burn: 'Ctrl+Alt+B' } });
    expect([...held.keys()]).toEqual(['Ctrl+Alt+P']);
    expect(stateOf(desk, 'slate')?.state).toBe('off');
  });

  it('refuse a combination that another action has, and name it; the old one stays', () => {
    const { desk, held } = open({ kept: { panic: 'Ctrl+Alt+P', slate: 'Ctrl+Alt+S' } });
    const answer = desk.set('slate', 'Ctrl+Alt+P');
    expect(answer).toMatchObject({
      done: false,
      words: { en: expect.stringContaining('emergency'), zh: expect.stringContaining('紧急静音') },
    });
    expect([...held.keys()]).toEqual(['Ctrl+Alt+P', 'Ctrl+Alt+S']);
  });

  it('refuse one that another program has; the old one goes on working', () => {
    const { desk, held, stored } = open({ kept: { panic: 'Ctrl+Alt+P' }, taken: ['Ctrl+Alt+X'] });
    expect(desk.set('panic', 'Ctrl+Alt+X')).toMatchObject({ done: false, words: { en: expect.stringContaining('Another program') } });
    expect([...held.keys()]).toEqual(['Ctrl+Alt+P']);
    expect(stored()).toEqual({ panic: 'Ctrl+Alt+P' });
  });

  it('say at the start which of them another program took meanwhile, and are had as soon as it is gone', () => {
    const { desk, notices, held } = open({ kept: { panic: 'Ctrl+Alt+P' }, taken: ['Ctrl+Alt+P'] });
    expect(stateOf(desk, 'panic')?.state).toBe('taken');
    expect(notices).toHaveLength(1);
    expect(desk.set('panic', 'Ctrl+Alt+O')).toMatchObject({ done: true });
    expect([...held.keys()]).toEqual(['Ctrl+Alt+O']);
    expect(stateOf(desk, 'panic')?.state).toBe('on');
  });

  it('are given back at the end', async () => {
    const { desk, held } = open({ kept: { panic: 'Ctrl+Alt+P', 'anchor-1': 'F13' } });
    await desk.dispose();
    expect(held.size).toBe(0);
  });
});

describe('what they do', () => {
  it('puts the slate on, or takes it away where one is on', async () => {
    const off = open();
    await off.desk.press('slate');
    expect(off.did).toEqual([['slate', 'back-soon']]);
    const on = open({ slate: 'back-soon' });
    await on.desk.press('slate');
    expect(on.did).toEqual([['slate', null]]);
  });

  it('is silent', async () => {
    const { desk, did } = open();
    await desk.press('silence');
    expect(did).toEqual([['silence']]);
  });

  it('puts the nth face that could come on on air, and names it in the list', async () => {
    const { desk, did } = open();
    expect(stateOf(desk, 'anchor-2')?.target?.en).toBe('kai');
    await desk.press('anchor-2');
    expect(did).toEqual([['swap', 'face', 'kai']]);
  });

  it('does nothing where that face is on already, and says where there is none', async () => {
    const { desk, did, notices } = open();
    await desk.press('anchor-1');
    await desk.press('anchor-9');
    expect(did).toEqual([]);
    expect(notices.map(({ en }) => en)).toEqual([expect.stringContaining('no face 9')]);
  });

  it('tells a refusal in a notice: nobody may be looking at the window', async () => {
    const { desk, answers, notices } = open();
    answers.panic = false;
    await desk.press('panic');
    expect(notices[0]).toMatchObject({ en: expect.stringContaining('not on air'), zh: expect.stringContaining('未开播') });
  });
});

it('has none without a desktop, and says so', () => {
  const desk = createShortcutDesk({
    settings: { get: () => undefined, set: () => {} },
    targets: {} as ShortcutTargets,
    notice: () => {},
    logger: silentLogger,
  });
  expect(desk.view().keys).toBe('none');
  expect(desk.set('panic', 'Ctrl+Alt+P')).toMatchObject({ done: false });
});
