/** Music under the speech: on or off, the files in their order, how far under the speech, and what is playing. */
import { useState } from 'react';
import { ActionIcon, Button, Slider, Switch, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { setMusic } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './quiet-time.module.css';

export function MusicForm() {
  const { quietTime } = useSnapshot();
  const { music } = quietTime;
  const { t } = useSpeech();
  const [, setReport] = useReport();
  const change = useAction(setMusic);
  const [path, setPath] = useState('');
  const paths = music.files.map((file) => file.path);

  const ask = async (wanted: Parameters<typeof change.run>[0]): Promise<boolean> => {
    const answer = await change.run(wanted);
    if (answer !== null) setReport(answer.done ? null : { level: 'error', message: answer.words });
    return answer?.done === true;
  };
  const add = async (): Promise<void> => {
    // a path that was copied in a file manager comes in quotes
    const clean = path.trim().replace(/^["'](.*)["']$/u, '$1');
    if (clean !== '' && (await ask({ paths: [...paths, clean] }))) setPath('');
  };

  return (
    <form
      className={classes['form']}
      data-testid="music-form"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h3 className={classes['title']}>{t('quiet-time.music.title')}</h3>
      <p className={classes['hint']}>{t('quiet-time.music.hint')}</p>
      <Switch
        label={t('quiet-time.music.on')}
        data-testid="music-switch"
        checked={music.state === 'on'}
        disabled={music.files.length === 0}
        onChange={(event) => void ask({ state: event.currentTarget.checked ? 'on' : 'off' })}
      />
      <p className={classes['hint']} role="status" data-testid="music-now" data-state={music.now.state}>
        {t(`quiet-time.music.now.${music.now.state}`, { title: music.now.title })}
      </p>
      <ul className={classes['files']} aria-label={t('quiet-time.music.files')}>
        {music.files.map((file) => (
          <li key={file.path} className={classes['file']} data-testid="music-file">
            <span
              className={`cut ${music.now.state === 'playing' && music.now.title === file.title ? (classes['playing'] ?? '') : ''}`}
              title={file.path}
            >
              {file.title}
            </span>
            <span className={classes['length']}>{clockOf(file.durationMs)}</span>
            <ActionIcon
              size="sm"
              variant="subtle"
              aria-label={t('quiet-time.music.remove', { title: file.title })}
              onClick={() => void ask({ paths: paths.filter((other) => other !== file.path) })}
            >
              <IconX size={13} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      <div className={classes['row']}>
        <TextInput
          label={t('quiet-time.music.path')}
          data-testid="music-path"
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="light"
          style={{ flex: '0 0 auto' }}
          data-testid="music-add"
          loading={change.state === 'pending'}
          disabled={path.trim() === ''}
        >
          {t('quiet-time.music.add')}
        </Button>
      </div>
      <Level
        key={`below ${music.belowDb}`}
        label={t('quiet-time.music.below')}
        testId="music-below"
        value={music.belowDb}
        onSet={(belowDb) => void ask({ belowDb })}
      />
      <Level
        key={`duck ${music.duckDb}`}
        label={t('quiet-time.music.duck')}
        testId="music-duck"
        value={music.duckDb}
        onSet={(duckDb) => void ask({ duckDb })}
      />
    </form>
  );
}

interface LevelProps {
  readonly label: string;
  readonly testId: string;
  readonly value: number;
  readonly onSet: (db: number) => void;
}

function Level({ label, testId, value, onSet }: LevelProps) {
  const [shown, setShown] = useState(value);
  return (
    <div className={classes['slider']}>
      <span>
        {label}: {shown} dB
      </span>
      <Slider aria-label={label} data-testid={testId} min={0} max={30} label={null} value={shown} onChange={setShown} onChangeEnd={onSet} />
    </div>
  );
}

function clockOf(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
