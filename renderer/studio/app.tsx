/** The window's layout, and what it shows before there is anything to show. */
import { Loader } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useStudioView } from './bridge/studio-context.tsx';
import { ConversationPanel } from './features/conversation/conversation-panel.tsx';
import { EnginesPanel } from './features/engines/engines-panel.tsx';
import { DestinationsPanel } from './features/destinations/destinations-panel.tsx';
import { HealthPanel } from './features/health/health-panel.tsx';
import { NoticeBanner } from './features/notices/notice-banner.tsx';
import { NoticeBell } from './features/notices/notice-bell.tsx';
import { LivePreview } from './features/on-air/live-preview.tsx';
import { NowSpeaking } from './features/on-air/now-speaking.tsx';
import { ShowControls } from './features/on-air/show-controls.tsx';
import { ShowState } from './features/on-air/show-state.tsx';
import { QuietTime } from './features/quiet-time/quiet-time.tsx';
import { LanguageSwitch } from './i18n/language-switch.tsx';
import { useSpeech } from './i18n/language.tsx';
import { ProductMark } from './ui/product-mark.tsx';

export function App() {
  const { connection, snapshot } = useStudioView();
  const { t } = useSpeech();
  if (snapshot === null) {
    return (
      <main className="empty" data-testid="studio-opening">
        {connection === 'lost' ? <Lost /> : <Loader size="sm" />}
        {connection !== 'lost' && t('app.loading')}
      </main>
    );
  }
  return (
    <div className="frame" data-testid="studio" data-connection={connection}>
      <header className="header">
        <ProductMark />
        <ShowState />
        <span className="header-space" />
        <QuietTime />
        <ShowControls />
        <NoticeBell />
        <LanguageSwitch />
      </header>
      {connection === 'lost' ? (
        <div className="lost" role="alert">
          <strong>{t('app.lost.title')}</strong> {t('app.lost.text')}
        </div>
      ) : (
        <NoticeBanner />
      )}
      <main className="body">
        <div className="left">
          <LivePreview />
          <NowSpeaking />
          <div className="strip">
            <EnginesPanel />
            <HealthPanel />
            <DestinationsPanel />
          </div>
        </div>
        <ConversationPanel />
      </main>
    </div>
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
