/** The keys that work in the window. */
import { Kbd } from '@mantine/core';
import { useSpeech } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/resources.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';

const command = navigator.userAgent.includes('Mac') ? '⌘' : 'Ctrl';
const shortcuts: readonly { readonly keys: readonly string[]; readonly what: MessageKey }[] = [
  { keys: [command, '1–7'], what: 'shortcuts.screens' },
  { keys: ['Esc'], what: 'shortcuts.silence' },
  { keys: ['Enter'], what: 'shortcuts.send' },
  { keys: ['Shift', 'Enter'], what: 'shortcuts.line' },
  { keys: ['↑', '↓'], what: 'shortcuts.history' },
];

export function Shortcuts() {
  const { t } = useSpeech();
  return (
    <Panel title={t('shortcuts.title')}>
      <dl className={classes['rows']}>
        {shortcuts.map(({ keys, what }) => (
          <div key={what} className={classes['pair']}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key} size="sm" mr={4}>
                  {key}
                </Kbd>
              ))}
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
