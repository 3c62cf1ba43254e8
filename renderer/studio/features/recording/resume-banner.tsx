/** A show that was cut off, offered again: said once, on top of everything, until somebody answers. */
import { Button } from '@mantine/core';
import { IconRotateClockwise2 } from '@tabler/icons-react';
import { acceptResume, declineResume } from '../../bridge/asks.ts';
import { useAction, useSnapshot } from '../../bridge/studio-context.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { formatTime } from '../../ui/format.ts';
import classes from './recording.module.css';

export function ResumeBanner() {
  const { resumeOffer: offer, show } = useSnapshot();
  const { t } = useSpeech();
  const accept = useAction(acceptResume);
  const decline = useAction(declineResume);
  if (offer === null || show.state !== 'off') return null;
  const destinations =
    offer.destinations.length === 0
      ? t('resume.no-destinations')
      : t('resume.destinations', { names: offer.destinations.map(({ title }) => title).join(', ') });
  return (
    <div className={classes['resume']} role="alert" data-testid="resume-banner">
      <IconRotateClockwise2 size={18} aria-hidden />
      <span className={classes['words']}>
        <strong>{t('resume.title', { time: formatTime(offer.cutOffAtMs) })}</strong>{' '}
        {t('resume.same', { destinations, record: t(offer.record ? 'resume.record.on' : 'resume.record.off') })}
        {offer.leftOut.length > 0 && ` ${t('resume.left-out', { names: offer.leftOut.join(', ') })}`}
      </span>
      <Button size="compact-sm" data-testid="resume-accept" loading={accept.state === 'pending'} onClick={() => void accept.run()}>
        {t('resume.accept')}
      </Button>
      <Button size="compact-sm" variant="default" data-testid="resume-decline" onClick={() => void decline.run()}>
        {t('resume.decline')}
      </Button>
    </div>
  );
}
