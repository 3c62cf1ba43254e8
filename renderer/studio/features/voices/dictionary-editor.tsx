/** The pronunciation dictionary: add a word with its reading, take one out. What is wrong with an entry is said beside it. */
import { ActionIcon, Button, SegmentedControl, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import type { ReadingView } from '../../../../main/api/contract/voices.ts';
import { putReading, removeReading } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { useTell } from '../recording/use-tell.ts';
import classes from './voices.module.css';

interface DictionaryEditorProps {
  readonly entries: readonly ReadingView[];
  readonly onChanged: () => Promise<void>;
}

export function DictionaryEditor({ entries, onChanged }: DictionaryEditorProps) {
  const { t, say, language } = useSpeech();
  const tell = useTell();
  const put = useAction(putReading);
  const remove = useAction(removeReading);
  const [lang, setLang] = useState<'zh' | 'en'>(language);
  const [word, setWord] = useState('');
  const [reading, setReading] = useState('');
  const helpId = useId();
  const [problem, setProblem] = useState<UserMessage | null>(null);

  const add = async (): Promise<void> => {
    const answer = await put.run({ lang, word, reading });
    if (answer === null) return;
    setProblem(answer.done ? null : answer.words);
    if (!answer.done) return;
    setWord('');
    setReading('');
    await onChanged();
  };

  return (
    <Panel title={t('voices.words.title')}>
      <p className={classes['hint']}>{t('voices.words.hint')}</p>
      <form
        className={classes['entry']}
        data-testid="dictionary-form"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <SegmentedControl
          size="xs"
          aria-label={t('voices.words.lang')}
          data-testid="dictionary-lang"
          value={lang}
          onChange={(value) => {
            setLang(value);
            setProblem(null);
          }}
          data={(['zh', 'en'] as const).map((value) => ({ value, label: t(`voices.words.${value}`) }))}
        />
        <div className={classes['fields']}>
          <TextInput
            label={t('voices.words.word')}
            data-testid="dictionary-word"
            placeholder={lang === 'zh' ? '重庆' : 'nginx'}
            maxLength={60}
            required
            value={word}
            onChange={(event) => setWord(event.currentTarget.value)}
          />
          <TextInput
            label={t(`voices.words.reading.${lang}`)}
            data-testid="dictionary-reading"
            placeholder={lang === 'zh' ? 'chong2 qing4' : 'engine ex / EH1 N JH AH0 N'}
            maxLength={200}
            aria-describedby={helpId}
            required
            value={reading}
            onChange={(event) => setReading(event.currentTarget.value)}
          />
          <Button type="submit" data-testid="dictionary-add" loading={put.state === 'pending'}>
            {t('voices.words.add')}
          </Button>
        </div>
        <p id={helpId} className={classes['help']} data-testid="dictionary-help">
          {t(`voices.words.help.${lang}`)}
        </p>
        {problem !== null && (
          <p className={classes['problem']} role="alert" data-testid="dictionary-problem">
            {say(problem)}
          </p>
        )}
      </form>
      {entries.length === 0 ? (
        <p className={classes['hint']} data-testid="dictionary-empty">
          {t('voices.words.empty')}
        </p>
      ) : (
        <ul className={classes['list']} aria-label={t('voices.words.list')} data-testid="dictionary">
          {entries.map((entry) => (
            <li key={`${entry.lang} ${entry.word}`} className={classes['voice']}>
              <div className={classes['row']}>
                <span className={classes['words']}>
                  <span lang={entry.lang}>{entry.word}</span>
                  <span className={classes['note']}>{entry.phones ?? entry.reading}</span>
                </span>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  data-testid="dictionary-remove"
                  aria-label={t('voices.words.remove', { word: entry.word })}
                  onClick={() =>
                    void remove.run(entry).then((answer) => {
                      tell(answer);
                      return onChanged();
                    })
                  }
                >
                  <IconTrash size={16} aria-hidden />
                </ActionIcon>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
