/**
 * The life of the app: one instance, ready, studio, window, and an orderly end within its time budget.
 * How the studio is made comes in from outside, so that other entries (a demo, a test) live the same life.
 */
import { app, dialog } from 'electron';
import type { Principal } from '../access/principal.ts';
import { describeFailure } from '../api/describe-failure.ts';
import type { StudioPort } from '../api/studio-port.ts';
import type { UserMessage } from '../contract/failure.ts';
import type { Disposable } from '../kernel/disposable.ts';
import { endProcess } from '../kernel/end-process.ts';
import type { Logger } from '../kernel/logger.ts';
import { announceAddresses } from './announce-addresses.ts';
import { createShell } from './create-shell.ts';
import type { Shell } from './create-shell.ts';
import { prepareApp } from './prepare-app.ts';
import type { ShellPaths } from './shell-paths.ts';

/** From the wish to quit to the exit, whatever happens. */
const quitBudgetMs = 5000;

export type HostedStudio = StudioPort & Disposable;

export interface StartShellOptions<S extends HostedStudio> {
  /** The folder that holds main/, preload/ and renderer/. */
  readonly distDir: string;
  createLogger(paths: ShellPaths): Logger;
  createStudio(paths: ShellPaths, logger: Logger): Promise<S>;
  /** Runs when the window has its door, after `studio ready` was printed. */
  onReady?(studio: S, shell: Shell): void;
  readonly principal?: Principal;
}

export async function startShell<S extends HostedStudio>(options: StartShellOptions<S>): Promise<void> {
  const preparation = prepareApp(options.distDir);
  if (preparation.state === 'second-instance') {
    tell({
      en: 'Vanchor Studio is already running; its window was brought to the front. Nothing else was started.',
      zh: 'Vanchor Studio 已在运行，已将其窗口切换到前台，没有重复启动。',
    });
    app.exit(0);
    return;
  }

  const { paths } = preparation;
  const logger = options.createLogger(paths);
  // One faulty listener must not take the show off air; Electron's own answer would be a dialog over the window.
  process.on('uncaughtException', (error) => logger.error('uncaught exception', { error }));
  process.on('unhandledRejection', (error) => logger.error('unhandled rejection', { error }));

  let shell: Shell | undefined;
  let studio: S | undefined;
  app.on('second-instance', () => shell?.focus());
  app.on('window-all-closed', () => app.quit());
  // Chromium's own handling of these ends the process before the show has ended
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  endInOrder(logger, async () => {
    if (studio !== undefined) {
      if (studio.snapshot().show.state !== 'off')
        await studio.stopShow().catch((error: unknown) => logger.error('show did not stop', { error }));
      await studio.dispose();
    }
    await shell?.dispose();
  });

  try {
    await app.whenReady();
    studio = await options.createStudio(paths, logger);
    shell = createShell({
      studio,
      paths,
      logger,
      ...(options.principal === undefined ? {} : { principal: options.principal }),
    });
    await shell.ready;
  } catch (error) {
    logger.error('start failed', { error });
    const { message } = describeFailure(error);
    tell(message);
    // Without somebody to press the button a dialog would stand for ever.
    if (process.env['VANCHOR_UNATTENDED'] !== '1') await showFailure(message);
    await studio?.dispose();
    await endProcess(() => app.exit(1));
    return;
  }
  process.stdout.write('studio ready\n');
  announceAddresses(studio);
  options.onReady?.(studio, shell);
}

/** The first wish to quit starts the end; nothing shortens or repeats it. */
function endInOrder(logger: Logger, end: () => Promise<void>): void {
  let ending = false;
  app.on('before-quit', (event) => {
    event.preventDefault();
    if (ending) return;
    ending = true;
    const timeUp = setTimeout(() => {
      logger.error('quit: time budget used up', { quitBudgetMs });
      void endProcess(() => app.exit(1));
    }, quitBudgetMs);
    void end()
      .catch((error: unknown) => logger.error('quit: not everything was given back', { error }))
      .then(() => {
        clearTimeout(timeUp);
        return endProcess(() => app.exit(0));
      });
  });
}

function tell(message: UserMessage): void {
  process.stderr.write(`${message.en}\n${message.zh}\n`);
}

async function showFailure(message: UserMessage): Promise<void> {
  const chinese = app.getLocale().startsWith('zh');
  await dialog.showMessageBox({
    type: 'error',
    title: 'Vanchor Studio',
    message: chinese ? '演播室无法启动' : 'The studio could not start',
    detail: chinese ? message.zh : message.en,
    buttons: [chinese ? '退出' : 'Quit'],
  });
}
