/** Recording now, the last minutes, what is being finished, and what lies in the folder. */
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import { FinishingList } from './finishing-list.tsx';
import { LastMinutes } from './last-minutes.tsx';
import { RecordingList } from './recording-list.tsx';
import { RecordingNow } from './recording-now.tsx';
import classes from './recording.module.css';

export function RecordingPanel() {
  const { t } = useSpeech();
  return (
    <Panel title={t('recording.open')}>
      <div className={classes['panel']} data-testid="recording-panel">
        <RecordingNow />
        <LastMinutes />
        <FinishingList />
        <RecordingList />
      </div>
    </Panel>
  );
}
