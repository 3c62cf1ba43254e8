/** Runs `body` with a display of its own (Xvfb on Linux), so that a figure never depends on what the user's screen shows. `size`: 'WIDTHxHEIGHT' of that display; default 1600x900. */
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';

interface DisplayModule {
  readonly openDisplay: (options: { always: boolean; size?: string }) => Promise<{ env: NodeJS.ProcessEnv; stop: () => void }>;
}

export async function withDisplay<T>(body: () => Promise<T>, size?: string): Promise<T> {
  // the set-up scripts are plain modules outside the build
  const file = pathToFileURL(path.join(process.cwd(), 'scripts/setup/display.mjs')).href;
  const { openDisplay } = (await import(/* @vite-ignore */ file)) as DisplayModule;
  const display = await openDisplay({ always: true, ...(size === undefined ? {} : { size }) });
  Object.assign(process.env, display.env);
  try {
    return await body();
  } finally {
    display.stop();
  }
}
