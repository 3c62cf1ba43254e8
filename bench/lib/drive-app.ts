/** The whole app in real Electron, driven as a user would: through the window. Figures are read from outside (/proc) and from the show's event log. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import type { ShowEvent } from '../../main/contract/show-events.ts';

export interface DrivenApp {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly mainPid: number;
  readonly dataDir: string;
  /** All events of the current (latest) show so far. */
  events(): ShowEvent[];
  /** Resolves with the first event that `match` accepts; looks again every 50 ms. */
  waitForEvent<T extends ShowEvent>(match: (event: ShowEvent) => event is T, timeoutMs: number): Promise<T>;
  close(): Promise<void>;
}

export async function driveApp(options: {
  readonly rootDir: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Puts into the data folder what is to be there before the start. */
  readonly prepare?: (dataDir: string) => void;
  /** Switches for Chromium. */
  readonly switches?: readonly string[];
}): Promise<DrivenApp> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-app-'));
  options.prepare?.(dataDir);
  const app = await _electron.launch({
    args: [...(options.switches ?? []), options.rootDir],
    cwd: options.rootDir,
    env: {
      ...(process.env as Record<string, string>),
      VANCHOR_DATA_DIR: dataDir,
      VANCHOR_AUTO_START: '0',
      VANCHOR_SOFTWARE_RENDERING: '1',
      ...options.env,
    },
  });
  const page = await app.firstWindow();
  const mainPid = app.process().pid ?? 0;

  const events = (): ShowEvent[] => {
    const shows = path.join(dataDir, 'shows');
    if (!existsSync(shows)) return [];
    const latest = readdirSync(shows).sort().at(-1);
    const file = latest ? path.join(shows, latest, 'events.jsonl') : '';
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => JSON.parse(line) as ShowEvent);
  };

  return {
    app,
    page,
    mainPid,
    dataDir,
    events,
    async waitForEvent(match, timeoutMs) {
      const deadline = performance.now() + timeoutMs;
      for (;;) {
        const found = events().find(match);
        if (found) return found;
        if (performance.now() > deadline)
          throw new Error(`no such event within ${timeoutMs} ms; the last ones were ${JSON.stringify(events().slice(-5))}`);
        await page.waitForTimeout(50);
      }
    },
    async close() {
      await app.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

export type EventOf<T extends ShowEvent['type']> = Extract<ShowEvent, { type: T }>;
export const isEvent =
  <T extends ShowEvent['type']>(type: T, also: (event: EventOf<T>) => boolean = () => true) =>
  (event: ShowEvent): event is EventOf<T> =>
    event.type === type && also(event as EventOf<T>);
