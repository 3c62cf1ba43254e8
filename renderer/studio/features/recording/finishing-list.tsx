/** Files that are being made seekable or saved, with how far each is. Nothing is shown when there is none. */
import { Progress } from '@mantine/core';
import type { RecordingView } from '../../../../main/api/contract/recording.ts';
import { useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import type { MessageKey } from '../../i18n/resources.ts';
import classes from './recording.module.css';

const phaseKeys = {
  waiting: 'recording.phase.waiting',
  reading: 'recording.phase.reading',
  joining: 'recording.phase.joining',
  checking: 'recording.phase.checking',
} as const satisfies Record<RecordingView['finishing'][number]['phase'], MessageKey>;

export function FinishingList() {
  const { finishing } = useSnapshot().recording;
  const { t } = useSpeech();
  if (finishing.length === 0) return null;
  return (
    <section className={classes['section']} aria-label={t('recording.finishing')} data-testid="recording-finishing">
      <strong>{t('recording.finishing')}</strong>
      <p className={classes['hint']}>{t('recording.finishing.hint')}</p>
      {finishing.map(({ file, phase, percent }) => (
        <div key={file} className={classes['entry']}>
          <div className="cut" title={file}>
            {file}
          </div>
          <Progress value={percent} aria-label={file} mt={4} />
          <div className={`${classes['hint']} figure`}>
            {t(phaseKeys[phase])} · {percent} %
          </div>
        </div>
      ))}
    </section>
  );
}
