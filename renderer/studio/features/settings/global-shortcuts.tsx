/** Keys that work in every program: recorded by pressing them, refused in words where they will not do. */
import { useEffect, useState } from 'react';
import { ActionIcon, Button, Kbd } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { ShortcutAnswer, ShortcutsView } from '../../../../main/api/contract/settings.ts';
import { shortcutOfPress, suggestedShortcuts, type ShortcutAction } from '../../../../main/contract/shortcuts.ts';
import type { UserMessage } from '../../../../main/contract/failure.ts';
import { setShortcut, viewShortcuts } from '../../bridge/asks.ts';
import { useAction, useQuestion } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';

type Item = ShortcutsView['items'][number];

export function GlobalShortcuts() {
  const { t, say } = useSpeech();
  const [view, setView] = useState<ShortcutsView | null>(null);
  const [recording, setRecording] = useState<ShortcutAction | null>(null);
  const [problem, setProblem] = useState<{ readonly action: ShortcutAction; readonly words: UserMessage } | null>(null);
  const ask = useQuestion(viewShortcuts);
  const set = useAction(setShortcut);
  useEffect(() => {
    void ask().then((found) => found !== null && setView(found));
  }, [ask]);

  const put = async (action: ShortcutAction, accelerator: string | null): Promise<ShortcutAnswer | null> => {
    const answer = await set.run(action, accelerator);
    if (answer?.done) setView(answer.shortcuts);
    setProblem(answer?.done === false ? { action, words: answer.words } : null);
    return answer;
  };
  const suggest = async (): Promise<void> => {
    for (const [action, accelerator] of Object.entries(suggestedShortcuts)) {
      const answer = await put(action as ShortcutAction, accelerator);
      if (answer?.done !== true) return;
    }
  };
  const nameOf = ({ action, target }: Item): string => {
    const number = /^anchor-(\d)$/.exec(action)?.[1];
    if (number === undefined) return t(`shortcuts.action.${action as 'panic' | 'slate' | 'silence'}`);
    return `${t('shortcuts.action.anchor', { number })} (${target === null ? t('shortcuts.action.anchor.empty') : say(target)})`;
  };
  const row = (item: Item) => (
    <li key={item.action} data-testid={`shortcut-${item.action}`} data-state={item.state}>
      <span className={classes['what']} id={`keys-of-${item.action}`}>
        {nameOf(item)}
      </span>
      {recording === item.action ? (
        <Recorder
          onPress={(pressed) => {
            setRecording(null);
            void put(item.action, pressed);
          }}
          onLeave={() => setRecording(null)}
        />
      ) : (
        <Button
          size="compact-sm"
          variant="default"
          data-testid="record-keys"
          id={`keys-${item.action}`}
          aria-labelledby={`keys-of-${item.action} keys-${item.action}`}
          aria-description={t('shortcuts.global.set', { name: nameOf(item) })}
          onClick={() => {
            setProblem(null);
            setRecording(item.action);
          }}
        >
          {item.accelerator === null ? (
            <span className={classes['off']}>{t('shortcuts.global.off')}</span>
          ) : (
            item.accelerator.split('+').map((key) => (
              <Kbd key={key} size="xs" mr={3}>
                {key}
              </Kbd>
            ))
          )}
        </Button>
      )}
      {item.accelerator !== null && (
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          data-testid="clear-keys"
          aria-label={t('shortcuts.global.clear', { name: nameOf(item) })}
          onClick={() => void put(item.action, null)}
        >
          <IconX size={14} aria-hidden />
        </ActionIcon>
      )}
      {item.state === 'taken' && <p className={classes['problem']}>{t('shortcuts.global.taken')}</p>}
      {problem?.action === item.action && (
        <p className={classes['problem']} role="alert" data-testid="shortcut-problem">
          {say(problem.words)}
        </p>
      )}
    </li>
  );
  const items = view?.items ?? [];
  const anchors = items.filter(({ action }) => action.startsWith('anchor-'));
  return (
    <Panel title={t('shortcuts.global.title')}>
      <p className={classes['text']}>{t(view?.keys === 'none' ? 'shortcuts.global.none' : 'shortcuts.global.text')}</p>
      {view?.keys === 'there' && (
        <>
          <ul className={classes['keys']}>{items.filter(({ action }) => !action.startsWith('anchor-')).map(row)}</ul>
          {items.every(({ accelerator }) => accelerator === null) && (
            <Button
              className={classes['suggest'] ?? ''}
              size="compact-sm"
              variant="light"
              data-testid="suggest-keys"
              loading={set.state === 'pending'}
              onClick={() => void suggest()}
            >
              {t('shortcuts.global.suggest')}
            </Button>
          )}
          <details className={classes['more']} open={anchors.some(({ accelerator }) => accelerator !== null)}>
            <summary>{t('shortcuts.action.more')}</summary>
            <ul className={classes['keys']}>{anchors.map(row)}</ul>
          </details>
        </>
      )}
    </Panel>
  );
}

/** Takes the next combination that is pressed, wherever the focus is. */
function Recorder({ onPress, onLeave }: { readonly onPress: (pressed: string) => void; readonly onLeave: () => void }) {
  const { t } = useSpeech();
  return (
    <Button
      size="compact-sm"
      variant="light"
      color="yellow"
      data-testid="recording-keys"
      autoFocus
      onBlur={onLeave}
      onKeyDown={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (event.code === 'Escape') {
          onLeave();
          return;
        }
        const pressed = shortcutOfPress(event);
        if (pressed !== null) onPress(pressed);
      }}
    >
      {t('shortcuts.global.press')}
    </Button>
  );
}
