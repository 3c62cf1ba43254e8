/** What the anchor says by itself while nobody writes: off, a script, or what the language model makes of its knowledge; and after how long. */
import { useState } from 'react';
import { Button, NumberInput, SegmentedControl, Switch, Textarea, TextInput } from '@mantine/core';
import { setIdleTalk, talkNow } from '../../bridge/asks.ts';
import { useAction, useReport, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import classes from './quiet-time.module.css';

type Source = 'off' | 'script' | 'model';

export function IdleTalkForm() {
  const { quietTime, show } = useSnapshot();
  const { idle } = quietTime;
  const { t, language } = useSpeech();
  const [, setReport] = useReport();
  const save = useAction(setIdleTalk);
  const talk = useAction(talkNow);
  const [source, setSource] = useState<Source>(idle.source);
  const [script, setScript] = useState(idle.script);
  const [topic, setTopic] = useState(idle.topic);
  const [minSeconds, setMin] = useState(idle.minSeconds);
  const [maxSeconds, setMax] = useState(idle.maxSeconds);
  const [order, setOrder] = useState(idle.order);

  const keep = async (): Promise<void> => {
    const answer = await save.run({ source, script, topic, minSeconds, maxSeconds, order, lang: language });
    if (answer !== null) setReport(answer.done ? null : { level: 'error', message: answer.words });
  };
  const now = async (): Promise<void> => {
    const answer = await talk.run();
    if (answer !== null && !answer.done) setReport({ level: 'info', message: answer.words });
  };

  return (
    <form
      className={classes['form']}
      data-testid="idle-form"
      onSubmit={(event) => {
        event.preventDefault();
        void keep();
      }}
    >
      <h3 className={classes['title']}>{t('quiet-time.idle.title')}</h3>
      <p className={classes['hint']}>{t('quiet-time.idle.hint')}</p>
      <SegmentedControl
        aria-label={t('quiet-time.idle.title')}
        data-testid="idle-source"
        value={source}
        onChange={(value) => setSource(value)}
        data={(['off', 'script', 'model'] as const).map((value) => ({ value, label: t(`quiet-time.idle.source.${value}`) }))}
      />
      {source === 'script' && (
        <>
          <Textarea
            label={t('quiet-time.idle.script')}
            description={t('quiet-time.idle.script.hint')}
            data-testid="idle-script"
            autosize
            minRows={5}
            maxRows={14}
            value={script}
            onChange={(event) => setScript(event.currentTarget.value)}
          />
          <Switch
            label={t('quiet-time.idle.shuffled')}
            checked={order === 'shuffled'}
            onChange={(event) => setOrder(event.currentTarget.checked ? 'shuffled' : 'sequential')}
          />
        </>
      )}
      {source === 'model' && (
        <TextInput
          label={t('quiet-time.idle.topic')}
          description={t('quiet-time.idle.topic.hint')}
          maxLength={500}
          value={topic}
          onChange={(event) => setTopic(event.currentTarget.value)}
        />
      )}
      {source !== 'off' && (
        <div className={classes['row']}>
          <Seconds label={t('quiet-time.idle.min')} testId="idle-min" value={minSeconds} onChange={setMin} />
          <Seconds label={t('quiet-time.idle.max')} testId="idle-max" value={maxSeconds} onChange={setMax} />
        </div>
      )}
      <div className={classes['row']}>
        <Button type="submit" data-testid="idle-save" loading={save.state === 'pending'}>
          {t('quiet-time.save')}
        </Button>
        <Button
          variant="default"
          data-testid="idle-now"
          disabled={show.state !== 'on-air' || idle.source === 'off'}
          loading={talk.state === 'pending'}
          onClick={() => void now()}
        >
          {t('quiet-time.idle.now')}
        </Button>
      </div>
      {idle.source === 'script' && idle.linesLeft !== null && (
        <p className={classes['hint']} data-testid="idle-left">
          {t('quiet-time.idle.left', { left: idle.linesLeft, count: idle.lineCount })}
        </p>
      )}
    </form>
  );
}

interface SecondsProps {
  readonly label: string;
  readonly testId: string;
  readonly value: number;
  readonly onChange: (seconds: number) => void;
}

function Seconds({ label, testId, value, onChange }: SecondsProps) {
  return (
    <NumberInput
      label={label}
      data-testid={testId}
      min={1}
      max={86_400}
      allowDecimal={false}
      value={value}
      onChange={(next) => {
        if (typeof next === 'number') onChange(next);
      }}
    />
  );
}
