/** The turns of this show and the line to type. */
import { IconMessageCircle } from '@tabler/icons-react';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { QuietTime } from '../quiet-time/quiet-time.tsx';
import { Panel } from '../../ui/panel.tsx';
import { MicrophoneBar } from '../hearing/microphone-bar.tsx';
import { Composer } from './composer.tsx';
import { TurnList } from './turn-list.tsx';
import { TurnQueue } from './turn-queue.tsx';
import classes from './conversation.module.css';

export function ConversationPanel() {
  const { turns, show } = useSnapshot();
  const { t } = useSpeech();
  const lines = turns.filter(({ kind }) => kind !== 'idle').length;
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
      {turns.length === 0 ? (
        <div className="empty">
          <IconMessageCircle size={32} stroke={1.2} />
          <strong>{t('conversation.empty.title')}</strong>
          <span>{t(show.state === 'on-air' ? 'conversation.empty.on' : 'conversation.empty.off')}</span>
        </div>
      ) : (
        <TurnList turns={turns} />
      )}
    </Panel>
  );
}
