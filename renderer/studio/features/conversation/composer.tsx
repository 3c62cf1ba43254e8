/** The line to type. Enter sends; the arrows bring back what was sent; quick phrases are one click; what the studio refuses stays in the field, with the reason in words. */
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { ActionIcon, TextInput, Textarea, Tooltip } from '@mantine/core';
import { IconSend2 } from '@tabler/icons-react';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { sayLine } from '../../bridge/asks.ts';
import { useAction } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { keepAuthor, readAuthor } from './author.ts';
import classes from './conversation.module.css';
import { keptLines as kept } from './kept-lines.ts';
import { QuickPhrases } from './quick-phrases.tsx';
import { recallLine } from './recall-line.ts';
import { textAfter } from './text-after.ts';

export function Composer() {
  const { t, say } = useSpeech();
  const { run, state } = useAction(sayLine);
  const [author, setAuthor] = useState(readAuthor);
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<UserMessage | null>(null);
  const [history, setHistory] = useState(kept.history);
  /** How far back; null: at the line that is being typed. */
  const [back, setBack] = useState<number | null>(null);
  const [phrases, setPhrases] = useState(kept.phrases);
  const field = useRef<HTMLTextAreaElement>(null);

  const send = async (line = text): Promise<void> => {
    if (state === 'pending') return;
    const name = author.trim();
    const result = await run({ author: name === '' ? t('composer.author.default') : name, text: line });
    if (result === null) return;
    if (result.accepted) {
      setHistory(kept.remember(line));
      setBack(null);
      // `text` is what stood there when it was sent: a quick phrase leaves another line alone, and what was typed since stays
      if (line === text) setText((now) => textAfter(now, line));
      setRefusal(null);
    } else {
      setRefusal(result.reason);
    }
    field.current?.focus();
  };

  /** Through what was sent before, as in a terminal: only where the arrows have nothing else to do. */
  const recall = (event: KeyboardEvent, step: 1 | -1): void => {
    if (back === null && (step === -1 || text !== '')) return;
    const next = recallLine(history, back, step);
    if (next === undefined) return;
    event.preventDefault();
    setBack(next);
    setText(next === null ? '' : (history[next] ?? ''));
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowUp') return recall(event, 1);
    if (event.key === 'ArrowDown') return recall(event, -1);
    // Enter that ends a pinyin composition belongs to the input method.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className={classes['composer']}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {refusal !== null && (
        <p className={classes['refusal']} role="alert" data-testid="composer-refusal">
          {say(refusal)}
        </p>
      )}
      <QuickPhrases
        phrases={phrases}
        line={text.trim()}
        onSay={(phrase) => void send(phrase)}
        onChange={(next) => setPhrases(kept.keepPhrases(next))}
      />
      <div className={classes['fields']}>
        <TextInput
          className={classes['author-field']}
          aria-label={t('composer.author')}
          data-testid="composer-author"
          placeholder={t('composer.author.default')}
          maxLength={80}
          value={author}
          onChange={(event) => {
            setAuthor(event.currentTarget.value);
            keepAuthor(event.currentTarget.value);
          }}
        />
        <Textarea
          ref={field}
          className={classes['line-field']}
          aria-label={t('composer.line')}
          data-testid="composer-input"
          placeholder={t('composer.placeholder')}
          autosize
          minRows={1}
          maxRows={4}
          autoFocus
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setBack(null);
            if (refusal !== null) setRefusal(null);
          }}
          onKeyDown={onKeyDown}
        />
        <Tooltip label={t('composer.hint')}>
          <ActionIcon
            type="submit"
            size={36}
            variant="filled"
            aria-label={t('composer.send')}
            data-testid="composer-send"
            loading={state === 'pending'}
          >
            <IconSend2 size={18} />
          </ActionIcon>
        </Tooltip>
      </div>
    </form>
  );
}
