/** Destinations: every way the picture goes out, and how each is. */
import { DestinationsPanel } from '../features/destinations/destinations-panel.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';

export function DestinationsScreen() {
  const { t } = useSpeech();
  return (
    <Page title={t('destinations.title')} text={t('destinations.text')}>
      <DestinationsPanel />
    </Page>
  );
}
