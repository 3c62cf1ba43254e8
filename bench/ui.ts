/**
 * `npm run bench ui -- [--seconds 60] [--turns 10000] [--only show|history]`: what the window costs. From the start to a window that takes a click; memory of the
 * window and of main, idle and on air; a show while the window is kept busy (a history of 5 000 turns scrolled, the monitor's charts open, minimised and loaded again): frames late while speaking;
 * and thousands of stored turns scrolled from their end to their beginning: the page's long tasks.
 */
import os from 'node:os';
import process from 'node:process';
import type { Page } from 'playwright-core';
import { describeMachine, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { driveApp, isEvent, type DrivenApp } from './lib/drive-app.ts';
import { chatLines } from './lib/lines.ts';
import { readProcesses, treeOf } from './lib/process-tree.ts';
import { traceTasks } from './lib/trace-tasks.ts';
import { withDisplay } from './lib/with-display.ts';
import { writePastShows } from './lib/write-past-shows.ts';

type Row = Readonly<Record<string, number | string>>;
const mebibyte = 2 ** 20;
const longTaskLimitMs = 50;
const turnsOfBusyShow = 5000;
/** Less than the list is high. */
const wheelPx = 300;
const mostScrollMs = 420_000;

/** What is used of a page's globals: these files are checked against Node's types. */
interface PageGlobals {
  readonly document: {
    querySelector(selector: string): unknown;
    querySelectorAll(selector: string): Iterable<{ readonly textContent: string | null }>;
  };
  readonly MutationObserver: new (told: () => void) => { observe(node: unknown, what: object): void };
}

const numberAfter = (args: readonly string[], name: string, usual: number): number => {
  const at = args.indexOf(name);
  return at < 0 ? usual : Number(args[at + 1]) || usual;
};

/** MiB of the window's page and of main, shared pages counted once over all sharers. */
function memoryOf(driven: DrivenApp): { readonly pageMiB: number; readonly mainMiB: number } {
  const processes = readProcesses(treeOf(driven.mainPid));
  const sum = (match: (command: string, pid: number) => boolean): number =>
    round(processes.filter(({ command, pid }) => match(command, pid)).reduce((total, { pssBytes }) => total + pssBytes, 0) / mebibyte);
  return { pageMiB: sum((command) => command.includes('--type=renderer')), mainMiB: sum((_command, pid) => pid === driven.mainPid) };
}

/** From now on every task of the page that takes longer than 50 ms is noted. */
const watchLongTasks = (page: Page): Promise<void> =>
  page.evaluate((kind) => {
    const tasks: number[] = [];
    Object.assign(globalThis, { longTasks: tasks });
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
      type: kind as 'function',
    });
    // Chromium's own; Node's types, which these files are checked against, do not know it
  }, 'longtask');
const longTasks = (page: Page): Promise<readonly number[]> =>
  page.evaluate(() => (globalThis as unknown as { longTasks?: number[] }).longTasks ?? []);

/** The window as a restless streamer uses it, for a while. */
async function keepBusy({ app, page }: DrivenApp, seconds: number): Promise<void> {
  const until = performance.now() + seconds * 1000;
  for (let turn = 0; performance.now() < until; turn++) {
    await page.getByTestId('nav-on-air').click();
    const line = chatLines[turn % chatLines.length];
    await page.getByTestId('composer-input').fill(line?.text ?? '');
    await page.getByTestId('composer-input').press('Enter');
    await page.getByTestId('turn-list').hover();
    for (let wheel = 0; wheel < 12; wheel++) await page.mouse.wheel(0, wheel % 2 === 0 ? -600 : 400);
    await page.getByTestId('nav-monitor').click();
    await page.waitForTimeout(2500);
    if (turn % 3 === 1) {
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
      await page.waitForTimeout(1500);
      await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.restore());
    }
    if (turn % 4 === 3) {
      await page.reload();
      await page.getByTestId('studio').waitFor({ timeout: 60_000 });
    }
  }
}

async function measureShow(seconds: number): Promise<{ readonly rows: Row[]; readonly goals: Goal[] }> {
  let startedAt = 0;
  const driven = await driveApp({
    rootDir: process.cwd(),
    prepare(dataDir) {
      writePastShows(dataDir, [turnsOfBusyShow]);
      startedAt = performance.now();
    },
  });
  try {
    const { page } = driven;
    await page.getByTestId('go-live').click({ trial: true, timeout: 60_000 });
    const interactiveMs = performance.now() - startedAt;
    await page.getByTestId('welcome-skip').click();
    await page.waitForTimeout(8000);
    const idle = memoryOf(driven);
    await page.getByTestId('go-live').click();
    await driven.waitForEvent(
      isEvent('show', (event) => event.state === 'on-air'),
      60_000,
    );
    await page.getByTestId('composer-input').fill(chatLines[0]?.text ?? '');
    await page.getByTestId('composer-input').press('Enter');
    await driven.waitForEvent(isEvent('speech-started'), 60_000);
    const before = Number(await page.getByTestId('frames-held').textContent());
    await keepBusy(driven, seconds);
    const onAir = memoryOf(driven);
    await page.getByTestId('nav-on-air').click();
    const late = Number(await page.getByTestId('frames-held').textContent()) - before;
    const spoken = driven.events().filter(({ type }) => type === 'speech-started').length;
    return {
      rows: [
        { what: 'start to a window that takes a click', figure: `${Math.round(interactiveMs)} ms` },
        { what: 'memory idle: page / main', figure: `${idle.pageMiB} / ${idle.mainMiB} MiB` },
        { what: 'memory on air: page / main', figure: `${onAir.pageMiB} / ${onAir.mainMiB} MiB` },
        { what: `busy window, ${seconds} s on air: clauses begun / frames late while speaking`, figure: `${spoken} / ${late}` },
      ],
      goals: [{ what: 'frames late while speaking, window busy', value: late, limit: '0', met: late === 0 }],
    };
  } finally {
    await driven.close();
  }
}

/** What of the history was in the page, and how much of it at once. Noted by the page itself, so that nothing between two looks is missed. */
const watchRows = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen = new Set<number>();
    const told = { seen, most: 0 };
    Object.assign(globalThis, { rowsSeen: told });
    const { document, MutationObserver } = globalThis as unknown as PageGlobals;
    const look = (): void => {
      const rows = Array.from(document.querySelectorAll('[data-testid=turn-item] p:first-of-type'));
      told.most = Math.max(told.most, rows.length);
      for (const row of rows) seen.add(Number.parseInt(row.textContent ?? '', 10));
    };
    look();
    new MutationObserver(look).observe(document.querySelector('[data-testid=turn-list]'), {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
const rowsSeen = (page: Page): Promise<{ readonly first: number; readonly last: number; readonly count: number; readonly most: number }> =>
  page.evaluate(() => {
    const { seen, most } = (globalThis as unknown as { rowsSeen: { seen: Set<number>; most: number } }).rowsSeen;
    const all = Array.from(seen);
    return { first: Math.min(...all), last: Math.max(...all), count: all.length, most };
  });

/** Whether a long task would be seen at all: one is made. */
async function seesLongTasks(page: Page): Promise<boolean> {
  // by a timer: what the debugger runs is no task of the page
  await page.evaluate((ms) => {
    setTimeout(() => {
      const until = performance.now() + ms;
      while (performance.now() < until);
    });
  }, longTaskLimitMs * 2);
  await page.waitForTimeout(500);
  const seen = (await longTasks(page)).length > 0;
  await page.evaluate(() => (globalThis as unknown as { longTasks: number[] }).longTasks.splice(0));
  return seen;
}

/** The stored history of two shows, in the real app, by a wheel from its end to its very first turn; then back with one key. */
async function measureHistory(turns: number): Promise<{ readonly rows: Row[]; readonly goals: Goal[] }> {
  const driven = await driveApp({
    rootDir: process.cwd(),
    prepare: (dataDir) => writePastShows(dataDir, [Math.floor(turns / 2), Math.ceil(turns / 2)]),
  });
  try {
    const { page } = driven;
    await page.getByTestId('studio').waitFor({ timeout: 60_000 });
    await page.getByTestId('welcome-skip').click();
    await page.getByTestId('turns-earlier').click();
    await page.getByText(new RegExp(`^${turns - 1}: `)).waitFor({ timeout: 60_000 });
    await page.getByTestId('turn-list').hover();
    // what a start takes is no part of scrolling
    await page.waitForTimeout(5000);
    await watchLongTasks(page);
    const judged = await seesLongTasks(page);
    await watchRows(page);
    const traced = await traceTasks(driven);
    const startedAt = performance.now();
    // as a hand at a wheel: less than a screenful at a time, until the first is there
    let reached = await rowsSeen(page);
    for (let still = 0; reached.first > 0 && still < 20 && performance.now() - startedAt < mostScrollMs;) {
      for (let wheel = 0; wheel < 10; wheel++) await page.mouse.wheel(0, -wheelPx);
      const now = await rowsSeen(page);
      still = now.first < reached.first ? 0 : still + 1;
      reached = now;
    }
    const seconds = round((performance.now() - startedAt) / 1000);
    await page.getByTestId('turn-list').press('End');
    const isBack = await page
      .getByText(new RegExp(`^${turns - 1}: `))
      .waitFor({ timeout: 10_000 })
      .then(
        () => true,
        () => false,
      );
    const tasks = await longTasks(page);
    const ofProcessor = await traced();
    const busiest = round(ofProcessor.reduce((most, ms) => Math.max(most, ms), 0));
    const skipped = turns - reached.count;
    return {
      rows: [
        {
          what: `${turns} stored turns, two shows, by the wheel to the first: seconds / tasks over ${longTaskLimitMs} ms / longest`,
          figure: `${seconds} / ${tasks.length} / ${round(Math.max(0, ...tasks))} ms`,
        },
        {
          what: `its ${ofProcessor.length} tasks by processor time alone: over ${longTaskLimitMs} ms / longest`,
          figure: `${ofProcessor.filter((ms) => ms > longTaskLimitMs).length} / ${busiest} ms`,
        },
        {
          what: 'load average of the machine',
          figure: os
            .loadavg()
            .map((load) => round(load))
            .join(' '),
        },
        {
          what: 'turns never drawn / most in the page at once / page, main',
          figure: `${skipped} / ${reached.most} / ${memoryWords(driven)}`,
        },
      ],
      goals: [
        { what: 'first turn reached by scrolling', value: reached.first, limit: '0', met: reached.first === 0 },
        { what: 'turns that were scrolled over and never drawn', value: skipped, limit: '0', met: skipped === 0 },
        { what: 'back at the last turn with one key', value: Number(isBack), limit: '1', met: isBack },
        { what: 'a task of 100 ms made to try the watch was seen', value: Number(judged), limit: '1', met: judged },
        {
          what: 'longest task by processor time, ms',
          value: busiest,
          limit: `${longTaskLimitMs}`,
          met: ofProcessor.length > 0 && busiest <= longTaskLimitMs,
        },
        {
          what: `tasks over ${longTaskLimitMs} ms while scrolling, waiting for a core included`,
          value: tasks.length,
          limit: '0',
          met: tasks.length === 0,
        },
      ],
    };
  } finally {
    await driven.close();
  }
}

const memoryWords = (driven: DrivenApp): string => {
  const { pageMiB, mainMiB } = memoryOf(driven);
  return `${pageMiB}, ${mainMiB} MiB`;
};

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const [seconds, turns] = [numberAfter(args, '--seconds', 60), numberAfter(args, '--turns', 10_000)];
  const only = args.includes('--only') ? args[args.indexOf('--only') + 1] : undefined;
  return withDisplay(async () => {
    const parts = [...(only === 'history' ? [] : [await measureShow(seconds)]), ...(only === 'show' ? [] : [await measureHistory(turns)])];
    const goals = parts.flatMap((part) => part.goals);
    return {
      name: 'ui',
      machine: describeMachine(),
      rows: parts.flatMap((part) => part.rows),
      goals,
      ok: goals.every(({ met }) => met),
    };
  });
}
