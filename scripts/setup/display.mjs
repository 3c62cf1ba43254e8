/** A display to draw on: the user's, or an Xvfb of our own that ends with this process. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { hasDisplay } from './system-libraries.mjs';
import { SetupError } from './step.mjs';

/**
 * @param {{ always?: boolean, size?: string }} [options] always: use Xvfb even where there is a display (tests, demo); size: of that Xvfb, 'WIDTHxHEIGHT'
 * @returns {Promise<{ env: NodeJS.ProcessEnv, virtual: boolean, stop: () => void }>}
 */
export async function openDisplay({ always = false, size = '1600x900' } = {}) {
  if (process.platform !== 'linux' || (hasDisplay() && !always)) return { env: process.env, virtual: false, stop: () => {} };
  // a group of its own: Ctrl-C must end the app first, then its display
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const stop = () => {
    for (const [event, listener] of endings) process.off(event, listener);
    xvfb.kill('SIGTERM');
  };
  /** @type {Map<string, () => void>} */
  const endings = new Map([['exit', stop]]);
  // a signal that nobody hears ends a process without an 'exit'; who hears one ends what is on the display first, and then comes to an 'exit'
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    endings.set(signal, () => {
      if (process.listenerCount(signal) > 1) return;
      stop();
      process.kill(process.pid, signal);
    });
  for (const [event, listener] of endings) process.on(event, listener);
  const number = await new Promise((resolve, reject) => {
    xvfb.once('error', () =>
      reject(
        new SetupError(
          'There is no display and Xvfb is not installed. Type this one command, then run yours again:\n\n  sudo apt-get install -y xvfb xauth',
        ),
      ),
    );
    xvfb.once('exit', (code) => reject(new SetupError(`Xvfb ended at once (${code}).`)));
    let text = '';
    xvfb.stdio[3].on('data', (chunk) => {
      text += chunk;
      if (text.includes('\n')) resolve(text.trim());
    });
  });
  return { env: { ...process.env, DISPLAY: `:${number}`, XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: '' }, virtual: true, stop };
}
