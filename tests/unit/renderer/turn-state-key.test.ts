import { expect, it } from 'vitest';
import { turnStateKey } from '../../../renderer/studio/features/conversation/turn-state-key.ts';

it('calls an answer that stands there already next, and thinks only of one that does not', () => {
  expect(turnStateKey({ state: 'thinking', reply: '' })).toBe('turn.state.thinking');
  expect(turnStateKey({ state: 'thinking', reply: 'It is 168 yuan.' })).toBe('turn.state.next');
  expect(turnStateKey({ state: 'ended', reply: 'It is 168 yuan.' })).toBe('turn.state.ended');
});
