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
  for (const [name, value] of graphicsSwitches()) app.commandLine.appendSwitch(name, value);
  // the same for the window's page: what it shows is decoded outside V8's heap
  app.commandLine.appendSwitch('js-flags', childFlags.join(' '));
  declareStudioScheme();
  if (process.platform !== 'darwin') Menu.setApplicationMenu(null);
  return { state: 'prepared', paths };
}

/** Without a GPU (most servers, Xvfb) Chromium looks for one for seconds and then draws nothing: say so from the start. */
function graphicsSwitches(): readonly (readonly [name: string, value?: string])[] {
  const software = process.env['VANCHOR_SOFTWARE_RENDERING'] === '1' || (process.platform === 'linux' && !existsSync('/dev/dri'));
  return software ? [['disable-gpu'], ['enable-unsafe-swiftshader']] : [];
}
