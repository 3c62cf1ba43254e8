import { describe, expect, it } from 'vitest';
import { StudioState } from '../../../main/app/studio-state.ts';
import { asClauseId, asDestinationId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { neutralExpression } from '../../../main/contract/speech.ts';
import { emptyModels, idleRecording, microphoneOff, restingQuietTime } from '../../fakes/fake-studio.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';

const showId = asShowId('show-1');
const nothing = {
  engines: [],
  processes: [],
  models: emptyModels,
  knowledge: { inUse: null, version: 0 },
  hearing: microphoneOff,
  recording: idleRecording,
  resumeOffer: null,
  quietTime: restingQuietTime,
  voiceOffer: null,
  health: { level: 'rest' as const, message: { en: 'x', zh: 'x' } },
};
type Unstamped<T> = T extends unknown ? Omit<T, 'showId' | 'atMs'> : never;

function folded(...events: Unstamped<ShowEvent>[]): ReturnType<StudioState['snapshot']> {
  const state = new StudioState();
  state.declareDestination('local', 'Local media server');
  events.forEach((event, index) => state.apply({ showId, atMs: 1000 + index, ...event }));
  return state.snapshot(nothing);
}

const turn = (id: number, state: 'queued' | 'ended' = 'queued'): Unstamped<ShowEvent> => ({
  type: 'turn',
  turnId: asTurnId(`t${id}`),
  epoch: 0,
  state,
  author: 'Ann',
  text: `line ${id}`,
});
const clause = (id: number, index: number, text: string, lang = 'en'): Unstamped<ShowEvent> => ({
  type: 'clause',
  turnId: asTurnId(`t${id}`),
  clauseId: asClauseId(`t${id}c${index}`),
  index,
  text,
  lang,
  expression: neutralExpression,
  voiced: true,
});

describe('studio state', () => {
  it('joins clauses to a reply, with spaces between Latin ones only', () => {
    expect(folded(turn(1), clause(1, 0, 'Hello,'), clause(1, 1, 'friend.')).turns[0]?.reply).toBe('Hello, friend.');
    expect(folded(turn(1), clause(1, 0, '你好，', 'zh'), clause(1, 1, '朋友。', 'zh')).turns[0]?.reply).toBe('你好，朋友。');
    const rest = { ...clause(1, 0, 'three four.'), clauseId: asClauseId('t1c0~1'), continues: asClauseId('t1c0') } as Unstamped<ShowEvent>;
    expect(folded(turn(1), clause(1, 0, 'one two three four.'), rest).turns[0]?.reply).toBe('one two three four.');
  });

  it('never shows what moderation held back', () => {
    const hidden = { ...clause(1, 0, 'a bad word'), reason: 'moderated', voiced: false } as Unstamped<ShowEvent>;
    expect(folded(turn(1), hidden).turns[0]?.reply).toBe('');
  });

  it('answers a turn that begins anew from its beginning', () => {
    expect(folded(turn(1), clause(1, 0, 'Hello.'), turn(1), clause(1, 0, 'Hello.')).turns[0]?.reply).toBe('Hello.');
  });

  it('keeps the reply and the time of a turn when its state changes', () => {
    const view = folded(turn(1), clause(1, 0, 'Hello.'), turn(1, 'ended')).turns[0];
    expect(view).toMatchObject({ state: 'ended', reply: 'Hello.', atMs: 1000 });
  });

  it('keeps the turns of two shows apart, whose ids are the same', () => {
    const state = new StudioState();
    for (const id of ['show-1', 'show-2'].map(asShowId)) {
      state.apply({ showId: id, atMs: 1, ...turn(1) });
      state.apply({ showId: id, atMs: 2, ...clause(1, 0, `Said in ${id}.`) });
    }
    expect(state.snapshot(nothing).turns.map(({ showId: of, reply }) => [of, reply])).toEqual([
      ['show-1', 'Said in show-1.'],
      ['show-2', 'Said in show-2.'],
    ]);
  });

  it('tells the words of what is being spoken, whether they came before its first sound or after it', () => {
    const words = [
      { at: 0, ms: 0 },
      { at: 7, ms: 400 },
    ];
    const told: Unstamped<ShowEvent> = { type: 'words', turnId: asTurnId('t1'), clauseId: asClauseId('t1c0'), words };
    const started: Unstamped<ShowEvent> = {
      type: 'speech-started',
      turnId: asTurnId('t1'),
      clauseId: asClauseId('t1c0'),
      frame: 5,
      heardAtMs: 990,
    };
    expect(folded(turn(1), clause(1, 0, 'Hello, friend.'), told, started).speaking).toMatchObject({ sinceMs: 990, words });
    expect(folded(turn(1), clause(1, 0, 'Hello, friend.'), started, told).speaking).toMatchObject({ sinceMs: 990, words });
    expect(folded(turn(1), clause(1, 0, 'Hello, friend.'), started).speaking?.words).toEqual([]);
    // names of clauses begin anew with each show
    const before = [turn(1), clause(1, 0, 'Hello, friend.'), told];
    expect(folded(...before, turn(1), clause(1, 0, 'Other words.'), started).speaking?.words).toEqual([]);
  });

  it('says what is being spoken, and stops saying so at the end, at a cancel and when the show ends', () => {
    const started: Unstamped<ShowEvent>[] = [
      turn(1),
      clause(1, 0, 'Hello.'),
      { type: 'speech-started', turnId: asTurnId('t1'), clauseId: asClauseId('t1c0'), frame: 5, heardAtMs: 1000 },
    ];
    expect(folded(...started).speaking?.text).toBe('Hello.');
    expect(
      folded(...started, { type: 'speech-ended', turnId: asTurnId('t1'), clauseId: asClauseId('t1c0'), frame: 9, complete: true }).speaking,
    ).toBeNull();
    expect(folded(...started, { type: 'cancelled', epoch: 1, silentAfterMs: 20 }).speaking).toBeNull();
    expect(folded(...started, { type: 'show', state: 'off' }).speaking).toBeNull();
  });

  it('counts air time from the first on-air, and forgets it with the show', () => {
    expect(
      folded({ type: 'show', state: 'starting' }, { type: 'show', state: 'on-air' }, { type: 'show', state: 'on-air' }).show.sinceMs,
    ).toBe(1001);
    expect(folded({ type: 'show', state: 'on-air' }, { type: 'show', state: 'off' }).show).toMatchObject({ sinceMs: null, showId: null });
  });

  it('ignores a destination that nobody declared and clears a healed one of its message', () => {
    const destinationId = asDestinationId('local');
    const message = { en: 'refused', zh: '被拒绝' };
    expect(
      folded({ type: 'destination', destinationId, state: 'failed', message }, { type: 'destination', destinationId, state: 'live' })
        .destinations,
    ).toEqual([{ destinationId: 'local', label: 'Local media server', state: 'live' }]);
    expect(folded({ type: 'destination', destinationId: asDestinationId('other'), state: 'live' }).destinations).toHaveLength(1);
  });

  it('stays bounded', () => {
    const many = Array.from({ length: 1000 }, (_, id) => turn(id));
    const notices = Array.from({ length: 1000 }, (_, id): Unstamped<ShowEvent> => ({
      type: 'notice',
      level: 'warn',
      message: { en: `n${id}`, zh: `n${id}` },
    }));
    const view = folded(...many, ...notices);
    expect(view.turns).toHaveLength(200);
    expect(view.turns.at(-1)?.text).toBe('line 999');
    expect(view.notices).toHaveLength(50);
  });

  it('says a repeated notice once', () => {
    const notice: Unstamped<ShowEvent> = { type: 'notice', level: 'warn', message: { en: 'disk', zh: '磁盘' } };
    expect(folded(notice, notice, notice).notices).toHaveLength(1);
  });

  it('knows how the picture is encoded while a show is on, and tells of changes but not of the start', () => {
    const words = { en: 'x264 encodes.', zh: '使用 x264。' };
    const encoding = (cause: 'start' | 'congested', videoKbps: number): Unstamped<ShowEvent> => ({
      type: 'encoding',
      encoder: 'x264',
      videoKbps,
      wantedVideoKbps: 3000,
      cause,
      message: cause === 'start' ? words : { en: 'Less.', zh: '降低。' },
    });
    const started = folded(encoding('start', 3000));
    expect(started.show.encoding).toMatchObject({ encoder: 'x264', why: words, videoKbps: 3000 });
    expect(started.notices).toEqual([]);
    const less = folded(encoding('start', 3000), encoding('congested', 2250));
    expect(less.show.encoding).toMatchObject({ why: words, videoKbps: 2250, wantedVideoKbps: 3000 });
    expect(less.notices).toMatchObject([{ level: 'warn', message: { en: 'Less.' } }]);
    expect(folded(encoding('start', 3000), { type: 'show', state: 'off' }).show.encoding).toBeNull();
  });

  it('knows which platforms start with a show', () => {
    const state = new StudioState();
    state.listDestinations([
      { id: 'a', label: 'a', presetId: 'twitch', title: 'A', wanted: 'on' },
      { id: 'b', label: 'b', presetId: 'youtube', title: 'B', wanted: 'off' },
    ]);
    expect(state.wantedPresets()).toEqual(['twitch']);
  });
});
