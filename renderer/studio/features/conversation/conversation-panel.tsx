/** The turns of this show and of those before it, and the line to type. */
import { useState } from 'react';
import { Button } from '@mantine/core';
import { IconHistory, IconMessageCircle } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { QuietTime } from '../quiet-time/quiet-time.tsx';
import { Panel } from '../../ui/panel.tsx';
import { MicrophoneBar } from '../hearing/microphone-bar.tsx';
import { Composer } from './composer.tsx';
import { TurnList } from './turn-list.tsx';
import { TurnQueue } from './turn-queue.tsx';
import { useTurnHistory } from './use-turn-history.ts';
import classes from './conversation.module.css';

export function ConversationPanel() {
  const { turns, show } = useSnapshot();
  const { t } = useSpeech();
  const history = useTurnHistory(turns);
  const [earlier, setEarlier] = useState<'closed' | 'open'>('closed');
  const lines = turns.filter(({ kind }) => kind !== 'idle').length;
  const isListed = history.rows.length > 0;
  return (
    <Panel
      title={t('conversation.title')}
      aside={
        <>
          {lines > 0 && <span className={classes['count']}>{t('conversation.count', { n: lines })}</span>}
          <QuietTime />
        </>
      }
      foot={
        <>
          <MicrophoneBar />
          <TurnQueue turns={turns} />
          <Composer />
        </>
      }
    >
      {isListed && (turns.length > 0 || earlier === 'open') ? (
        <TurnList history={history} />
      ) : (
        <div className="empty">
          <IconMessageCircle size={32} stroke={1.2} />
          <strong>{t('conversation.empty.title')}</strong>
          <span>{t(show.state === 'on-air' ? 'conversation.empty.on' : 'conversation.empty.off')}</span>
          {isListed && (
            <Button
              mt={8}
              size="compact-sm"
              variant="light"
              data-testid="turns-earlier"
              leftSection={<IconHistory size={14} aria-hidden />}
              onClick={() => setEarlier('open')}
            >
              {t('conversation.earlier')}
            </Button>
          )}
        </div>
      )}
    </Panel>
  );
}
