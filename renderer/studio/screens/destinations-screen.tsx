/** Outputs: every way the picture goes out and how each is, and what is recorded. */
import { DestinationsPanel } from '../features/destinations/destinations-panel.tsx';
import { RecordingPanel } from '../features/recording/recording-panel.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';

export function DestinationsScreen() {
  const { t } = useSpeech();
  return (
    <Page title={t('nav.destinations')} text={t('destinations.text')}>
      <div className="columns">
        <DestinationsPanel />
        <RecordingPanel />
      </div>
    </Page>
  );
}
