/**
 * A viewer from outside: `vanchor verify` in a process of its own, reading the stream through ffmpeg and measuring it as it comes. Nothing of the stream is
 * kept on disk, and nothing of the measuring counts as the studio's memory. A lost connection is noted and taken up again.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';

export interface ViewedConnection {
  readonly fromMs: number;
  /** null = nothing could be measured. */
  readonly report: VerifyReport | null;
}
export interface Viewer {
  /** A connection that ends from now on is not taken up again. */
  expectEnd(): void;
  /** Ends it at once; what was measured by then is reported. */
  interrupt(): void;
  /** After the stream has ended: resolves when all that was received has been measured, or with what was measured `patienceMs` later. */
  finish(patienceMs: number): Promise<readonly ViewedConnection[]>;
}

const retryMs = 300;
const longestSeconds = 24 * 3600;

export function startViewer({ url, dir, ffmpegPath }: { readonly url: string; readonly dir: string; readonly ffmpegPath: string }): Viewer {
  const connections: ViewedConnection[] = [];
  let state: 'viewing' | 'stopped' = 'viewing';
  let child: ChildProcess | null = null;

  const connect = (): Promise<void> =>
    new Promise((resolve) => {
      const fromMs = Date.now();
      const json = path.join(dir, `viewer-${connections.length + 1}.json`);
      const args = ['verify', url, '--seconds', String(longestSeconds), '--json', json, '--ffmpeg', ffmpegPath];
      // a group of its own: a Ctrl-C in the terminal is not meant for the viewer
      child = spawn(process.execPath, [path.resolve('dist/main/cli.js'), ...args], { stdio: 'ignore', detached: true });
      const over = (): void => {
        const report = existsSync(json) ? (JSON.parse(readFileSync(json, 'utf8')) as VerifyReport) : null;
        // a connection that gave nothing is no connection
        if (report !== null || state === 'stopped') connections.push({ fromMs, report });
        resolve();
      };
      child.once('error', over);
      child.once('close', over);
    });
  const viewing = (async () => {
    while (state === 'viewing') {
      await connect();
      if (state === 'viewing') await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  })();

  return {
    expectEnd() {
      state = 'stopped';
    },
    interrupt() {
      state = 'stopped';
      child?.kill('SIGINT');
    },
    async finish(patienceMs) {
      state = 'stopped';
      const impatience = setTimeout(() => child?.kill('SIGINT'), patienceMs);
      await viewing;
      clearTimeout(impatience);
      return connections;
    },
  };
}
