/** What the window shows before there is anything to show; then the shell. */
import { Loader } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useStudioView } from './bridge/studio-context.tsx';
import { useSpeech } from './i18n/language.tsx';
import { StudioShell } from './shell/studio-shell.tsx';

export function App() {
  const { connection, snapshot } = useStudioView();
  const { t } = useSpeech();
  if (snapshot !== null) return <StudioShell connection={connection} />;
  return (
    <main className="empty" data-testid="studio-opening">
      {connection === 'lost' ? <Lost /> : <Loader size="sm" />}
      {connection !== 'lost' && t('app.loading')}
    </main>
  );
}

function Lost() {
  const { t } = useSpeech();
  return (
    <>
      <IconPlugConnectedX size={40} stroke={1.2} />
      <strong>{t('app.lost.title')}</strong>
      <span style={{ maxWidth: '50ch' }}>{t('app.lost.text')}</span>
    </>
  );
}
