/** One installation of a pack at a time, over all processes (window and command line): a file with the pid of who installs, touched while it lives. */
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import process from 'node:process';

export interface InstallLock {
  /** Says that it lives: a pid alone may by now be another program's. */
  touch(): void;
  release(): void;
}

const staleAfterMs = 300_000;

/** undefined: another one is at it. A lock of a process that is gone is taken over. */
export function takeInstallLock(file: string): InstallLock | undefined {
  for (let tries = 0; tries < 3; tries += 1) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' });
      let touchedAtMs = Date.now();
      return {
        touch() {
          const nowMs = Date.now();
          if (nowMs - touchedAtMs < 10_000) return;
          touchedAtMs = nowMs;
          utimesSync(file, new Date(nowMs), new Date(nowMs));
        },
        release: () => rmSync(file, { force: true }),
      };
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'EEXIST') throw error;
      if (isHeld(file)) return undefined;
      rmSync(file, { force: true });
    }
  }
  return undefined;
}

function isHeld(file: string): boolean {
  try {
    if (Date.now() - statSync(file).mtimeMs > staleAfterMs) return false;
    const text = readFileSync(file, 'utf8');
    // between its creation and its first byte
    if (text === '') return true;
    process.kill(Number(text), 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: unknown }).code === 'EPERM';
  }
}
