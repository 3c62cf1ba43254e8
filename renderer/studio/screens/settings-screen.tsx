/** Settings: language and theme, folders, the keys, what the machine can do, the licences. */
import { Appearance } from '../features/settings/appearance.tsx';
import { Folders } from '../features/settings/folders.tsx';
import { GlobalShortcuts } from '../features/settings/global-shortcuts.tsx';
import { Licences } from '../features/settings/licences.tsx';
import { MachineCheck } from '../features/settings/machine-check.tsx';
import { Shortcuts } from '../features/settings/shortcuts.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { Page } from '../ui/page.tsx';
import classes from '../features/settings/settings.module.css';

export function SettingsScreen() {
  const { t } = useSpeech();
  return (
    <Page title={t('settings.title')} text={t('settings.text')}>
      <div className="columns">
        <div className={classes['column']}>
          <Appearance />
          <Folders />
          <GlobalShortcuts />
          <Shortcuts />
        </div>
        <MachineCheck />
      </div>
      <Licences />
    </Page>
  );
}
