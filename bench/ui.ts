/**
 * `npm run bench ui -- [--seconds 60] [--turns 10000]`: what the window costs. From the start to a window that takes a click; memory of the window and of main, idle and
 * on air; a show while the window is kept busy (its history scrolled, the monitor's charts open, minimised and loaded again): frames late while speaking; and a history
 * of thousands of turns scrolled from its end to its beginning: the page's long tasks.
 */
import process from 'node:process';
import type { Page } from 'playwright-core';
import { describeMachine, round, type BenchResult, type Goal } from './lib/bench-result.ts';
import { buildFakeApp } from './lib/build-fake-app.ts';
import { driveApp, isEvent, type DrivenApp } from './lib/drive-app.ts';
import { chatLines } from './lib/lines.ts';
import { readProcesses, treeOf } from './lib/process-tree.ts';
import { withDisplay } from './lib/with-display.ts';

type Row = Readonly<Record<string, number | string>>;
const mebibyte = 2 ** 20;
const longTaskLimitMs = 50;

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
    await page.getByTestId('turn-item').first().hover();
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
  const startedAt = performance.now();
  const driven = await driveApp({ rootDir: process.cwd() });
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

async function measureHistory(turns: number): Promise<{ readonly rows: Row[]; readonly goals: Goal[] }> {
  const driven = await driveApp({ rootDir: process.cwd(), entry: await buildFakeApp() });
  try {
    const { app, page } = driven;
    await page.getByTestId('studio').waitFor({ timeout: 60_000 });
    await app.evaluate((_electron, count) => {
      const studio = (globalThis as unknown as { fakeStudio: { update(change: unknown): void } }).fakeStudio;
      studio.update({
        turns: Array.from({ length: count }, (_, index) => ({
          turnId: `t${index}`,
          author: `viewer ${index % 37}`,
          text: `Question ${index}: how much is the longjing, and do you ship it?`,
          state: 'ended',
          reply: 'The longjing is 68 for 100 grams. We ship within two days, and the first order goes without postage.',
          atMs: 1_700_000_000_000 + index * 4000,
        })),
      });
    }, turns);
    await page.getByText(`Question ${turns - 1}:`).waitFor({ timeout: 60_000 });
    await page.getByTestId('turn-item').last().hover();
    await page.waitForTimeout(2000);
    await watchLongTasks(page);
    const startedAt = performance.now();
    // as a hand at a wheel: many small turns, until no more turns come
    let reached = await page.getByTestId('turn-item').count();
    for (let still = 0; still < 20 && performance.now() - startedAt < 240_000;) {
      for (let wheel = 0; wheel < 10; wheel++) await page.mouse.wheel(0, -1500);
      const now = await page.getByTestId('turn-item').count();
      still = now > reached ? 0 : still + 1;
      reached = now;
    }
    const tasks = await longTasks(page);
    const longest = round(Math.max(0, ...tasks));
    return {
      rows: [
        {
          what: `${turns} turns scrolled to the first: put in / seconds / tasks over ${longTaskLimitMs} ms / longest`,
          figure: `${reached} / ${round((performance.now() - startedAt) / 1000)} / ${tasks.length} / ${longest} ms`,
        },
      ],
      goals: [
        { what: 'turns reached by scrolling', value: reached, limit: `${turns}`, met: reached === turns },
        { what: 'tasks over 50 ms while scrolling', value: tasks.length, limit: '0', met: tasks.length === 0 },
      ],
    };
  } finally {
    await driven.close();
  }
}

export async function run(args: readonly string[] = []): Promise<BenchResult> {
  const [seconds, turns] = [numberAfter(args, '--seconds', 60), numberAfter(args, '--turns', 10_000)];
  return withDisplay(async () => {
    const parts = [await measureShow(seconds), await measureHistory(turns)];
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
