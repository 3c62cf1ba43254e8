/** What a slot is called everywhere in the window: by its kind, and voices by their rank, of which there are several. */
import { useCallback } from 'react';
import type { ModelSlotView } from '../../../main/api/contract/engines.ts';
import { useSpeech } from '../i18n/language.tsx';
import { useSnapshot } from './studio-context.tsx';

export function useSlotName(): (slot: Pick<ModelSlotView, 'slotId' | 'kind'>) => string {
  const { slots } = useSnapshot().models;
  const { t } = useSpeech();
  return useCallback(
    ({ slotId, kind }) => {
      const voices = slots.filter((slot) => slot.kind === 'tts');
      if (kind !== 'tts' || voices.length < 2) return t(`engines.kind.${kind}`);
      const rank = voices.findIndex((voice) => voice.slotId === slotId);
      if (rank > 1) return t('engines.voice.nth', { n: rank + 1 });
      return t(rank === 0 ? 'engines.voice.main' : 'engines.voice.second');
    },
    [slots, t],
  );
}
