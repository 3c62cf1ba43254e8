/** English or Chinese, in the header. */
import { SegmentedControl } from '@mantine/core';
import { useSpeech } from './language.tsx';

export function LanguageSwitch() {
  const { language, setLanguage, t } = useSpeech();
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('app.language')}
      data-testid="language-switch"
      value={language}
      onChange={setLanguage}
      data={[
        { value: 'en', label: 'EN' },
        { value: 'zh', label: '中文' },
      ]}
    />
  );
}
