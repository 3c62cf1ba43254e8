/** Each engine that holds memory is in the bar once, and nothing that holds none. */
import { expect, it } from 'vitest';
import type { ModelSlotView } from '../../../main/api/contract/engines.ts';
import { memoryParts } from '../../../renderer/studio/features/models/memory-parts.ts';

const title = (name: string) => ({ en: name, zh: name });
const slot = (more: Partial<ModelSlotView>): ModelSlotView => ({
  slotId: 's',
  kind: 'llm',
  phase: 'idle',
  swapId: null,
  active: null,
  candidate: null,
  previous: null,
  warm: [],
  phases: [],
  watchEndsAtMs: null,
  pinned: false,
  ...more,
});

it('names them by their part in the show, the active ones first, the largest first', () => {
  const parts = memoryParts({
    slots: [
      slot({
        active: { choiceId: 'a', title: title('a'), instanceId: 'a-1', rssBytes: 10, state: 'ready' },
        candidate: { choiceId: 'b', title: title('b'), instanceId: 'b-1', rssBytes: 99 },
        previous: { choice: { choiceId: 'c', title: title('c') }, instanceId: 'c-1', rssBytes: 5 },
      }),
      slot({
        active: { choiceId: 'd', title: title('d'), instanceId: 'd-1', rssBytes: 20, state: 'ready' },
        candidate: { choiceId: 'e', title: title('e'), instanceId: null, rssBytes: null },
        warm: [{ choiceId: 'f', title: title('f'), instanceId: 'f-1', rssBytes: 7 }],
      }),
    ],
  });
  expect(parts.map(({ key, role }) => `${key} ${role}`)).toEqual(['d-1 active', 'a-1 active', 'b-1 candidate', 'c-1 previous', 'f-1 warm']);
});

it('is empty when nothing is loaded', () => expect(memoryParts({ slots: [slot({})] })).toEqual([]));
