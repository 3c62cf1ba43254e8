/** Language and theme. */
import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { LanguageSwitch } from '../../i18n/language-switch.tsx';
import { useSpeech } from '../../i18n/language.tsx';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';

const schemes = ['dark', 'light', 'auto'] as const;

export function Appearance() {
  const { t } = useSpeech();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Panel title={t('settings.look')}>
      <div className={classes['rows']}>
        <span>{t('app.language')}</span>
        <LanguageSwitch />
        <span>{t('settings.theme')}</span>
        <SegmentedControl
          size="xs"
          aria-label={t('settings.theme')}
          data-testid="theme-switch"
          value={colorScheme}
          onChange={(value) => setColorScheme(schemes.find((scheme) => scheme === value) ?? 'auto')}
          data={schemes.map((scheme) => ({ value: scheme, label: t(`settings.theme.${scheme}`) }))}
        />
      </div>
    </Panel>
  );
}
