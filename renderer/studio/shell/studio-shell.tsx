/** The frame of the window: navigation, status bar, one screen. A screen that was left keeps its state, and costs nothing until it is shown again. */
import { Activity, useEffect, useState } from 'react';
import type { ComponentType } from 'react';
import { AppShell } from '@mantine/core';
import type { ConnectionState } from '../bridge/studio-connection.ts';
import { useSnapshot } from '../bridge/studio-context.tsx';
import { ResumeBanner } from '../features/recording/resume-banner.tsx';
import { MicrophoneProvider } from '../features/hearing/microphone-context.tsx';
import { NoticeBanner } from '../features/notices/notice-banner.tsx';
import { SilenceProvider } from '../features/on-air/silence.tsx';
import { useSpeech } from '../i18n/language.tsx';
import { CastScreen } from '../screens/cast-screen.tsx';
import { DestinationsScreen } from '../screens/destinations-screen.tsx';
import { KnowledgeScreen } from '../screens/knowledge-screen.tsx';
import { ModelsScreen } from '../screens/models-screen.tsx';
import { MonitorScreen } from '../screens/monitor-screen.tsx';
import { OnAirScreen } from '../screens/on-air-screen.tsx';
import { SettingsScreen } from '../screens/settings-screen.tsx';
import { Navigation } from './navigation.tsx';
import { ScreenProvider, useScreens } from './screen-context.tsx';
import { screenNames } from './screen-names.ts';
import type { ScreenName } from './screen-names.ts';
import classes from './shell.module.css';
import { StatusBar } from './status-bar.tsx';

const screens: Readonly<Record<ScreenName, ComponentType>> = {
  'on-air': OnAirScreen,
  cast: CastScreen,
  models: ModelsScreen,
  destinations: DestinationsScreen,
  knowledge: KnowledgeScreen,
  monitor: MonitorScreen,
  settings: SettingsScreen,
};

export function StudioShell({ connection }: { readonly connection: ConnectionState }) {
  return (
    <ScreenProvider>
      <SilenceProvider>
        <MicrophoneProvider>
          <Frame connection={connection} />
        </MicrophoneProvider>
      </SilenceProvider>
    </ScreenProvider>
  );
}

function Frame({ connection }: { readonly connection: ConnectionState }) {
  const { t } = useSpeech();
  const { screen } = useScreens();
  useWindowTitle();
  return (
    <AppShell
      layout="alt"
      header={{ height: 52 }}
      navbar={{ width: 84, breakpoint: 0 }}
      transitionDuration={0}
      data-testid="studio"
      data-connection={connection}
      data-screen={screen}
    >
      <AppShell.Navbar className={classes['navbar'] ?? ''} aria-label={t('nav.label')}>
        <Navigation />
      </AppShell.Navbar>
      <AppShell.Header className={classes['header'] ?? ''}>
        <StatusBar />
      </AppShell.Header>
      <AppShell.Main className="main">
        {connection === 'lost' ? (
          <div className="lost" role="alert">
            <strong>{t('app.lost.title')}</strong> {t('app.lost.text')}
          </div>
        ) : (
          <div>
            <ResumeBanner />
            <NoticeBanner />
          </div>
        )}
        <Pages screen={screen} />
      </AppShell.Main>
    </AppShell>
  );
}

function Pages({ screen }: { readonly screen: ScreenName }) {
  const [visited, setVisited] = useState<ReadonlySet<ScreenName>>(new Set([screen]));
  if (!visited.has(screen)) setVisited(new Set([...visited, screen]));
  return (
    <div style={{ minHeight: 0 }}>
      {screenNames
        .filter((name) => visited.has(name))
        .map((name) => {
          const Screen = screens[name];
          return (
            <Activity key={name} mode={name === screen ? 'visible' : 'hidden'}>
              <Screen />
            </Activity>
          );
        })}
    </div>
  );
}

/** The task bar tells it, too. */
function useWindowTitle(): void {
  const { show } = useSnapshot();
  const { t } = useSpeech();
  const word = show.state === 'on-air' ? t(`air.phase.${show.air.phase}`) : t(`show.state.${show.state}`);
  useEffect(() => {
    document.title = show.state === 'off' ? 'Vanchor Studio' : `${word} · Vanchor Studio`;
  }, [show.state, word]);
}
