/** The one microphone of the window: it stays as it is whichever screen is shown. */
import { createContext, use, useCallback, useMemo, useRef } from 'react';
import type { ReactNode } from 'react';
import { ActionIcon, Tooltip } from '@mantine/core';
import { IconMicrophone } from '@tabler/icons-react';
import { useSpeech } from '../../i18n/language.tsx';
import { useMicrophone } from './use-microphone.ts';

type LevelListener = (level: number) => void;

interface SharedMicrophone extends ReturnType<typeof useMicrophone> {
  /** Ten times a second, 0 to 1. */
  readonly onLevel: (listener: LevelListener) => () => void;
}

const MicrophoneContext = createContext<SharedMicrophone | null>(null);

export function useSharedMicrophone(): SharedMicrophone {
  const microphone = use(MicrophoneContext);
  if (microphone === null) throw new Error('useSharedMicrophone outside of MicrophoneProvider');
  return microphone;
}

export function MicrophoneProvider({ children }: { readonly children: ReactNode }) {
  const listeners = useRef(new Set<LevelListener>());
  const tell = useCallback((level: number): void => listeners.current.forEach((listener) => listener(level)), []);
  const onLevel = useCallback((listener: LevelListener) => {
    listeners.current.add(listener);
    return () => void listeners.current.delete(listener);
  }, []);
  const { state, problem, turnOn, turnOff, press, release } = useMicrophone(tell);
  const shared = useMemo(
    () => ({ state, problem, turnOn, turnOff, press, release, onLevel }),
    [state, problem, turnOn, turnOff, press, release, onLevel],
  );
  return <MicrophoneContext value={shared}>{children}</MicrophoneContext>;
}

/** An open microphone is in sight on every screen, and closed from there. */
export function OpenMicrophoneMark() {
  const { state, turnOff } = useSharedMicrophone();
  const { t } = useSpeech();
  if (state !== 'on') return null;
  return (
    <Tooltip label={t('hearing.turn-off')}>
      <ActionIcon
        size={30}
        color="jade"
        variant="filled"
        aria-label={t('hearing.turn-off')}
        data-testid="microphone-open"
        onClick={() => void turnOff()}
      >
        <IconMicrophone size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
