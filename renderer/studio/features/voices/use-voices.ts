/** The voices as the studio lists them: asked for again when what fills a slot changes, and after every change made here. */
import { useCallback, useEffect, useState } from 'react';
import type { VoicesView } from '../../../../main/api/contract/voices.ts';
import { listVoices } from '../../bridge/asks.ts';
import { useQuestion, useSnapshot } from '../../bridge/studio-context.tsx';

export interface Voices {
  readonly state: 'loading' | 'failed' | 'there';
  readonly view: VoicesView | null;
  readonly refresh: () => Promise<void>;
}

export function useVoices(): Voices {
  const { models } = useSnapshot();
  const ask = useQuestion(listVoices);
  const [view, setView] = useState<VoicesView | null>(null);
  const [state, setState] = useState<Voices['state']>('loading');
  const filled = models.slots.map(({ slotId, active }) => `${slotId} ${active?.choiceId} ${active?.state}`).join();
  const known = models.choices.length;

  const take = useCallback((listed: VoicesView | null) => {
    if (listed) setView(listed);
    setState(listed ? 'there' : 'failed');
  }, []);
  const refresh = useCallback(async () => take(await ask()), [ask, take]);
  useEffect(() => {
    // named so that a change of what fills a slot asks anew
    const asked = { filled, known, left: false };
    void ask().then((listed) => {
      if (!asked.left) take(listed);
    });
    return () => {
      asked.left = true;
    };
  }, [ask, take, filled, known]);
  return { state, view, refresh };
}
