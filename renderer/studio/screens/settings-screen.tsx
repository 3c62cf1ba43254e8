/** Settings: language and theme, the keys, the licences. */
import { Appearance } from '../features/settings/appearance.tsx';
import { Licences } from '../features/settings/licences.tsx';
import { Shortcuts } from '../features/settings/shortcuts.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';

export function SettingsScreen() {
  const { t } = useSpeech();
  return (
    <Page title={t('settings.title')} text={t('settings.text')}>
      <div className="columns">
        <Appearance />
        <Shortcuts />
      </div>
      <Licences />
    </Page>
  );
}
