/** The studio window: how it is made, shown and brought back after its renderer has died or hangs. */
import { join } from 'node:path';
import { BrowserWindow } from 'electron';
import type { Logger } from '../kernel/logger.ts';
import type { ShellPaths } from './shell-paths.ts';
import { studioPageUrl } from './studio-scheme.ts';
import { guardSession, guardWebContents } from './window-guards.ts';

const maxReloads = 5;
const reloadsDecayMs = 60_000;

export function createStudioWindow(
  paths: Pick<ShellPaths, 'preloadDir' | 'resourcesDir'>,
  mayListen: () => boolean,
  logger: Logger,
): BrowserWindow {
  const window = new BrowserWindow({
    title: 'Vanchor Studio',
    icon: join(paths.resourcesDir, 'icons', 'icon.png'),
    width: 1440,
    height: 900,
    minWidth: 1120,
    minHeight: 660,
    show: false,
    backgroundColor: '#0f1316',
    webPreferences: {
      preload: join(paths.preloadDir, 'studio.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      spellcheck: false,
      // The preview speaks as soon as the show is on air, without a click.
      autoplayPolicy: 'no-user-gesture-required',
    },
  });
  guardSession(window.webContents, mayListen, logger);
  guardWebContents(window.webContents, logger);
  reloadAfterCrash(window, logger);
  endWhenHung(window, logger);
  window.once('ready-to-show', () => window.show());
  return window;
}

export function openStudioPage(window: BrowserWindow): Promise<void> {
  return window.loadURL(studioPageUrl);
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

/** Nothing on air depends on the renderer, so a dead one is simply loaded again; a page that keeps dying is left alone. */
function reloadAfterCrash(window: BrowserWindow, logger: Logger): void {
  const reloads: number[] = [];
  window.webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return;
    const now = performance.now();
    while (reloads[0] !== undefined && reloads[0] < now - reloadsDecayMs) reloads.shift();
    logger.error('window renderer gone', { reason: details.reason, exitCode: details.exitCode, reloads: reloads.length });
    if (reloads.length >= maxReloads) return;
    reloads.push(now);
    setTimeout(() => {
      if (!window.isDestroyed()) window.webContents.reload();
    }, 250);
  });
}

/** A page that answers nobody is ended, and then loaded again as a dead one. With the developer tools open it may just stand at a breakpoint. */
function endWhenHung({ webContents }: BrowserWindow, logger: Logger): void {
  webContents.on('unresponsive', () => {
    if (webContents.isDevToolsOpened()) return;
    logger.error('window renderer hangs', { pid: webContents.getOSProcessId() });
    webContents.forcefullyCrashRenderer();
  });
}
