/** Silencing the anchor from anywhere in the window: one button, Esc, and how long it took. */
import { createContext, use, useCallback, useEffect, useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import { Button, Kbd, Tooltip } from '@mantine/core';
import { IconVolumeOff } from '@tabler/icons-react';
import { cancelSpeech } from '../../bridge/asks.ts';
import { useAction, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';

const feedbackMs = 4000;
/**
 * An open dialog, menu or list has the first right to Escape, as has an input method that is composing. The list of a drop-down lies
 * elsewhere in the page: its field has the focus, and says that it is open.
 */
const firstRight = '[role="dialog"],[role="menu"],[role="listbox"],[data-mantine-stop-propagation],input[aria-expanded="true"]';

interface Silence {
  readonly cancel: () => Promise<void>;
  readonly state: 'idle' | 'pending';
  /** Told for some seconds after it was silent. */
  readonly silentAfterMs: number | null;
}

const SilenceContext = createContext<Silence | null>(null);

export function useSilence(): Silence {
  const silence = use(SilenceContext);
  if (silence === null) throw new Error('useSilence outside of SilenceProvider');
  return silence;
}

export function SilenceProvider({ children }: { readonly children: ReactNode }) {
  const { show } = useSnapshot();
  const { run, state } = useAction(cancelSpeech);
  const [silentAfterMs, setSilentAfterMs] = useState<number | null>(null);
  const onAir = show.state === 'on-air';

  const cancel = useCallback(async () => {
    const result = await run();
    if (result !== null) setSilentAfterMs(Math.round(result.silentAfterMs));
  }, [run]);

  useEffect(() => {
    if (!onAir) return undefined;
    let right: 'ours' | 'theirs' = 'ours';
    // Decided on the way down: on the way up the list has closed, and nothing tells that the key was for it.
    const onKeyDown = (event: KeyboardEvent): void => {
      right = event.target instanceof Element && event.target.closest(firstRight) !== null ? 'theirs' : 'ours';
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || event.isComposing || event.repeat || right === 'theirs') return;
      void cancel();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      window.removeEventListener('keydown', onKey);
    };
  }, [onAir, cancel]);

  useEffect(() => {
    if (silentAfterMs === null) return undefined;
    const timer = setTimeout(() => setSilentAfterMs(null), feedbackMs);
    return () => clearTimeout(timer);
  }, [silentAfterMs]);

  const silence = useMemo(() => ({ cancel, state, silentAfterMs }), [cancel, state, silentAfterMs]);
  return <SilenceContext value={silence}>{children}</SilenceContext>;
}

export function SilenceButton() {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const { cancel, state } = useSilence();
  return (
    <Tooltip label={t('show.cancel.hint')}>
      <Button
        size="compact-sm"
        h={30}
        variant="default"
        data-testid="cancel-speech"
        disabled={show.state !== 'on-air'}
        loading={state === 'pending'}
        leftSection={<IconVolumeOff size={15} aria-hidden />}
        rightSection={
          <Kbd size="xs" visibleFrom="lg">
            Esc
          </Kbd>
        }
        onClick={() => void cancel()}
      >
        {t('show.cancel')}
      </Button>
    </Tooltip>
  );
}
