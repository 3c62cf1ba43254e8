/** The microphone above the line to type: on and off, how loud it is, how listening goes, and the button to hold where somebody wants one. */
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconMicrophone, IconMicrophoneOff } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { readAuthor } from '../conversation/author.ts';
import classes from './hearing.module.css';
import { useSharedMicrophone } from './microphone-context.tsx';
import { MicrophoneSettings } from './microphone-settings.tsx';
import type { ListeningSettings } from './use-microphone.ts';

type Kept = Omit<ListeningSettings, 'author'>;
const settingsKey = 'vanchor.microphone';
const usual: Kept = { mode: 'open', whileAnchorSpeaks: 'ignore', deviceId: '' };

export function MicrophoneBar() {
  const { t, say } = useSpeech();
  const { hearing } = useSnapshot();
  const meter = useRef<HTMLSpanElement>(null);
  const { state, problem, turnOn, turnOff, press, release, onLevel } = useSharedMicrophone();
  // ten times a second: past React
  useEffect(() => onLevel((level) => meter.current?.style.setProperty('--level', level.toFixed(3))), [onLevel]);
  const [settings, setSettings] = useState(readSettings);
  const [held, setHeld] = useState<'pressed' | 'released'>('released');
  const author = (): string => readAuthor().trim() || t('composer.author.default');

  const change = (patch: Partial<Kept>): void => {
    const next = { ...settings, ...patch };
    setSettings(next);
    localStorage.setItem(settingsKey, JSON.stringify(next));
    if (state !== 'off') void turnOn({ ...next, author: author() });
  };
  const hold = (): void => {
    if (held === 'pressed') return;
    setHeld('pressed');
    press();
  };
  const letGo = (): void => {
    if (held === 'released') return;
    setHeld('released');
    void release();
  };
  const isHoldKey = ({ key }: KeyboardEvent): boolean => key === ' ' || key === 'Enter';

  const on = state !== 'off';
  const shown = on ? hearing.state : 'off';
  const { last } = hearing;
  return (
    <div className={classes['bar']} data-testid="microphone" data-state={shown} data-session={state}>
      <Tooltip label={t(on ? 'hearing.turn-off' : 'hearing.turn-on')}>
        <ActionIcon
          size={36}
          variant={on ? 'filled' : 'light'}
          color={on ? 'jade' : 'gray'}
          aria-label={t(on ? 'hearing.turn-off' : 'hearing.turn-on')}
          aria-pressed={on}
          data-testid="microphone-switch"
          loading={state === 'opening'}
          onClick={() => void (on ? turnOff() : turnOn({ ...settings, author: author() }))}
        >
          {on ? <IconMicrophone size={18} /> : <IconMicrophoneOff size={18} />}
        </ActionIcon>
      </Tooltip>
      <div className={classes['told']}>
        <span ref={meter} className={classes['meter']} aria-hidden data-testid="microphone-level" />
        <span role="status" className={classes['state']} data-testid="hearing-state">
          {problem === null ? say(hearing.words) : t(problem)}
        </span>
        {last !== null && (on || last.words !== null) && (
          <span className={classes[last.words === null ? 'heard' : 'unheard']} dir="auto" data-testid="hearing-last">
            {last.words === null ? t('hearing.heard', { text: last.text ?? '' }) : say(last.words)}
          </span>
        )}
      </div>
      {state === 'on' && settings.mode === 'push' && (
        <Button
          size="compact-md"
          color={held === 'pressed' ? 'signal' : 'jade'}
          data-testid="hold-to-talk"
          aria-pressed={held === 'pressed'}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            hold();
          }}
          onPointerUp={letGo}
          onPointerCancel={letGo}
          onKeyDown={(event) => isHoldKey(event) && hold()}
          onKeyUp={(event) => isHoldKey(event) && letGo()}
          onBlur={letGo}
        >
          {t('hearing.hold')}
        </Button>
      )}
      <MicrophoneSettings settings={settings} onChange={change} />
    </div>
  );
}

/** What was kept by another version is not trusted. */
function readSettings(): Kept {
  try {
    const kept = JSON.parse(localStorage.getItem(settingsKey) ?? '{}') as Partial<Record<keyof Kept, unknown>>;
    return {
      mode: kept.mode === 'push' ? 'push' : usual.mode,
      whileAnchorSpeaks: kept.whileAnchorSpeaks === 'hear' ? 'hear' : usual.whileAnchorSpeaks,
      deviceId: typeof kept.deviceId === 'string' ? kept.deviceId : usual.deviceId,
    };
  } catch {
    return usual;
  }
}
