/** Everything that must happen before Electron is ready: folders, one instance, switches, the scheme. */
import { existsSync, mkdirSync } from 'node:fs';
import { Menu, app } from 'electron';
import { childFlags } from '../processes/adapters/child-flags.ts';
import { declareStudioScheme } from './serve-studio-scheme.ts';
import { resolveShellPaths } from './shell-paths.ts';
import type { ShellPaths } from './shell-paths.ts';

export type Preparation =
  | { readonly state: 'prepared'; readonly paths: ShellPaths }
  /** Another instance has this user's data; it was asked to come to the front. */
  | { readonly state: 'second-instance' };

export function prepareApp(distDir: string): Preparation {
  app.setName('Vanchor Studio');
  const paths = resolveShellPaths(distDir);
  mkdirSync(paths.dataDir, { recursive: true });
  // Before the lock: the lock lives in this folder, so two folders may have two studios.
  app.setPath('userData', paths.dataDir);
  if (!app.requestSingleInstanceLock()) return { state: 'second-instance' };

  // As root the launcher has to pass --no-sandbox, and enableSandbox would take it away from the helper processes, which then refuse to start.
  if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();
  if (drawsInSoftware()) {
    // Without a GPU (most servers, Xvfb) Chromium looks for one for seconds and then draws nothing: say so from the start.
    app.commandLine.appendSwitch('disable-gpu');
    app.commandLine.appendSwitch('enable-unsafe-swiftshader');
    // GTK, which draws none of the window, would load Mesa and LLVM into this process: 30 MiB.
    process.env['GDK_GL'] ??= 'disable';
  }
  // the same for the window's page: what it shows is decoded outside V8's heap; 20 MiB less again where its own scripts are compiled for size
  app.commandLine.appendSwitch('js-flags', [...childFlags, '--optimize-for-size'].join(' '));
  declareStudioScheme();
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  return { state: 'prepared', paths };
}

function drawsInSoftware(): boolean {
  return process.env['VANCHOR_SOFTWARE_RENDERING'] === '1' || (process.platform === 'linux' && !existsSync('/dev/dri'));
}
