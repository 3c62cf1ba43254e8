/** Mounts the studio window. */
import '@mantine/core/styles.css';
import './ui/fonts.css';
import './ui/studio.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MantineProvider } from '@mantine/core';
import { App } from './app.tsx';
import { StudioProvider } from './bridge/studio-context.tsx';
import { createStudioConnection } from './bridge/studio-connection.ts';
import { requestDoor } from './bridge/request-door.ts';
import { LanguageProvider } from './i18n/language.tsx';
import { theme } from './ui/theme.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
const connection = createStudioConnection(requestDoor);

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="dark">
      <LanguageProvider>
        <StudioProvider connection={connection}>
          <App />
        </StudioProvider>
      </LanguageProvider>
    </MantineProvider>
  </StrictMode>,
);
