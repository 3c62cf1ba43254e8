/** What each task of the page's main thread took of the processor itself, by Chromium's own trace: on a busy machine a task that waits for a core looks long and is not. */
import { readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { DrivenApp } from './drive-app.ts';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  /** Of the thread, in microseconds. */
  readonly tdur?: number;
}

/** From now until the function that it gives back is called: the processor time of every task, in ms. */
export async function traceTasks({ app }: DrivenApp): Promise<() => Promise<readonly number[]>> {
  const pid = await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({ included_categories: ['toplevel'], excluded_categories: ['*'] }),
  );
  return async () => {
    const file = await app.evaluate(
      ({ contentTracing }, to) => contentTracing.stopRecording(to),
      path.join(os.tmpdir(), `vanchor-trace-${process.pid}.json`),
    );
    try {
      const { traceEvents } = JSON.parse(readFileSync(file, 'utf8')) as { readonly traceEvents: readonly TraceEvent[] };
      // the first thread of a page's process is its main thread
      const own = traceEvents.filter(
        ({ name, pid: of, tid, tdur }) => of === pid && tid === pid && name.endsWith('RunTask') && tdur !== undefined,
      );
      return own.map(({ tdur = 0 }) => tdur / 1000);
    } finally {
      rmSync(file, { force: true });
    }
  };
}
