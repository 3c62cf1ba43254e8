/** The line to type. Enter sends; what the studio refuses stays in the field, with the reason in words. */
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

export function Composer() {
  const { t, say } = useSpeech();
  const { run, state } = useAction(sayLine);
  const [author, setAuthor] = useState(readAuthor);
  const [text, setText] = useState('');
  const [refusal, setRefusal] = useState<UserMessage | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);

  const send = async (): Promise<void> => {
    if (state === 'pending') return;
    const name = author.trim();
    const result = await run({ author: name === '' ? t('composer.author.default') : name, text });
    if (result === null) return;
    if (result.accepted) {
      setText('');
      setRefusal(null);
    } else {
      setRefusal(result.reason);
    }
    field.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
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
