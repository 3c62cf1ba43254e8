/** The app's entry: the shell around the real studio, its children as Electron utility processes. */
import { join, resolve } from 'node:path';
import { createStudio } from './app/create-studio.ts';
import { systemClock } from './kernel/clock.ts';
import { chooseFolder } from './shell/choose-folder.ts';
import { globalKeys } from './shell/global-keys.ts';
import { createPictureLooker } from './shell/looker/create-picture-looker.ts';
import { openLookerPage } from './shell/looker/open-looker-page.ts';
import { microphoneAccess } from './shell/microphone-access.ts';
import { createOsKeychain } from './shell/os-keychain.ts';
import { revealFile } from './shell/reveal-file.ts';
import { startShell } from './shell/start-shell.ts';
import { createUtilityProcessAdapter } from './shell/utility-process-adapter.ts';
import { createLogger } from './telemetry/create-logger.ts';
import { createFileSink } from './telemetry/file-sink.ts';
import { createRedactor } from './telemetry/redactor.ts';

const redactor = createRedactor();

void startShell({
  distDir: resolve(import.meta.dirname, '..'),
  createLogger: ({ dataDir }) => createLogger({ sink: createFileSink(join(dataDir, 'logs', 'vanchor.log')), redactor }),
  createStudio: ({ entriesDir, rendererDir, resourcesDir, dataDir, recordingsDir }, logger) =>
    createStudio({
      adapter: createUtilityProcessAdapter(),
      entriesDir,
      resourcesDir,
      dataDir,
      recordingsDir,
      logger,
      redactor,
      cipher: createOsKeychain(),
      rememberSlots: true,
      revealFile,
      chooseFolder,
      globalKeys,
      microphoneAccess,
      pictureLooker: createPictureLooker({
        openPage: (finds) => openLookerPage(rendererDir, finds, logger),
        clock: systemClock,
        logger,
      }),
    }),
  onReady(studio) {
    // the preview runs at once; nothing leaves this machine until a destination is set
    if (process.env['VANCHOR_AUTO_START'] === '0') return;
    // first somebody says whether the show that was cut off goes on
    if (studio.snapshot().resumeOffer) return;
    // a failed start is told by a notice in the window
    studio.startShow({ preset: '720p', record: false, destinations: [] }).catch(() => {});
  },
});
