/**
 * The real studio in the real Electron: one show with a player at its RTMP address, from going live to the death of main. The specs
 * follow each other in that show. The deaths of its other processes: `who-may-die.long`.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveApp } from '../../bench/lib/drive-app.ts';
import type { DrivenApp } from '../../bench/lib/drive-app.ts';
import { treeOf } from '../../bench/lib/process-tree.ts';
import { isTerminalTurn } from '../../main/contract/show-events.ts';
import { expectUnbroken, isAlive, packetTimes, playableSeconds, rootDir, waitUntil } from '../integration/support/studio-on-air.ts';
import type { Viewer } from '../integration/support/studio-on-air.ts';
import { joinShow, typeLine } from './support/at-the-show.ts';
import { runSecondInstance } from './support/launch-studio.ts';
import { spreadOf, watchMouth } from './support/mouth.ts';
import { markShow, pidOf } from './support/show-log.ts';
import { silences } from './support/sound.ts';

const longLine = 'Hi! What are you selling today?';

let studio: DrivenApp;
let rtmpUrl = '';

beforeAll(async () => {
  studio = await driveApp({ rootDir, env: { VANCHOR_UNATTENDED: '1' } });
  await studio.page.getByTestId('studio').waitFor();
});
afterAll(() => studio?.close());

const type = (text: string): Promise<void> => typeLine(studio, text);
const join = (): Promise<Viewer> => joinShow(studio, rtmpUrl);

/** What an expression gives in the window; Playwright does not follow a page into its next renderer. A page that just dies gives nothing. */
function readWindow(expression: string): Promise<unknown> {
  return studio.app.evaluate(({ BrowserWindow }, wanted) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed()) return undefined;
    return Promise.race([contents.executeJavaScript(wanted), new Promise((giveUp) => setTimeout(giveUp, 1000))]);
  }, expression);
}

describe('the studio', () => {
  it('refuses a line off air in words, and goes live with a recording', async () => {
    const { page } = studio;
    expect(await page.getByTestId('show-state').getAttribute('data-state')).toBe('off');
    await type('hello?');
    expect(await page.getByTestId('composer-refusal').innerText()).toMatch(/off air|尚未开播/);
    await page.getByTestId('record-switch').check({ force: true });
    await page.getByTestId('go-live').click();
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
    await page.locator('[data-testid=preview-video][data-state=playing]').waitFor();
    await page.getByTestId('nav-destinations').click();
    rtmpUrl = await page.getByTestId('rtmp-url').innerText();
    await page.getByTestId('nav-on-air').click();
    const engines = page.getByTestId('engine-item');
    await expect
      .poll(() => engines.evaluateAll((items) => items.map((item) => item.getAttribute('data-state'))))
      .toEqual(Array(5).fill('ready'));
    expect(studio.events().findLast((event) => event.type === 'recording')).toMatchObject({ state: 'recording' });
  });

  it('answers a typed line: the words are shown, the mouth moves, the turn ends', async () => {
    const { page } = studio;
    const still = await watchMouth(page, 30);
    const show = markShow(studio);
    await type('How much is the longjing?');
    const speech = await show.next('speech-started');
    const clause = show.all('clause').find((event) => event.clauseId === speech.clauseId);
    await page
      .getByTestId('now-speaking')
      .filter({ hasText: clause?.text ?? 'no clause' })
      .waitFor();
    const speaking = await watchMouth(page, 60);
    const turn = await show.next('turn', (event) => event.turnId === speech.turnId && isTerminalTurn(event.state));
    expect(turn.state).toBe('ended');
    expect(spreadOf(speaking)).toBeGreaterThan(2 * spreadOf(still) + 60);
    const shown = page.locator('[data-testid=turn-item][data-state=ended]').last();
    await shown.waitFor();
    for (const { text } of show.all('clause')) expect(await shown.innerText()).toContain(text);
  });

  it('is silent at once when the button is pressed, stays so, and answers the next line', async () => {
    const { page } = studio;
    const viewer = await join();
    const show = markShow(studio);
    await type(longLine);
    await type('And what else do you have?');
    const speech = await show.next('speech-started');
    // in the middle of the answer: at the beginning of its second clause
    const middle = await show.next('speech-started', (event) => event.clauseId !== speech.clauseId);
    await page.getByTestId('cancel-speech').click();
    const cancelled = await show.next('cancelled');
    expect(cancelled.silentAfterMs).toBeGreaterThanOrEqual(0);
    const cut = await show.next('speech-ended', (event) => event.clauseId === middle.clauseId);
    expect(cut.complete).toBe(false);
    await expect.poll(() => show.all('turn').filter((event) => event.state === 'cancelled').length).toBe(2);
    await page
      .getByTestId('now-speaking')
      .filter({ hasText: String(Math.round(cancelled.silentAfterMs)) })
      .waitFor();

    const heard = (): number => packetTimes(viewer.file).audio.at(-1) ?? 0;
    const since = heard();
    await waitUntil('four more seconds of the stream', () => heard() > since + 4);
    const after = markShow(studio);
    await type('How much is the longjing?');
    expect((await after.next('turn', ({ state }) => isTerminalTurn(state))).state).toBe('ended');
    await viewer.stop();

    const quiet = silences(viewer.file, 0.2);
    const firstSound = quiet[0]?.to ?? Number.NaN;
    const gap = quiet.find((span) => span.from >= firstSound && span.to - span.from > 3.5);
    if (gap === undefined) throw new Error(`the sound went on: ${JSON.stringify(quiet)}`);
    // From the frames at which it began and was cut, by the stream's own clock; AAC smears a sound over two of its frames.
    expect(gap.from).toBeLessThanOrEqual(firstSound + (cut.frame - speech.frame) / 30 + 2 * (1024 / 48_000));
    expect(gap.to, 'the next line was not heard').toBeLessThan(Infinity);
  });

  it('talks on when Escape closes a list, and is silent at the next Escape', async () => {
    const { page } = studio;
    const show = markShow(studio);
    await type(longLine);
    await type('And what else do you have?');
    await show.next('speech-started');
    await page.getByTestId('recording-open').click();
    await page.getByTestId('replay-minutes').click();
    await page.getByRole('option').first().waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor({ state: 'hidden' });
    const closed = markShow(studio);
    await closed.next('speech-started');
    expect(show.all('cancelled')).toEqual([]);
    await page.keyboard.press('Escape');
    await closed.next('cancelled');
    await page.getByTestId('nav-on-air').click();
  });

  it('is one: another start with the same data says so in both languages and goes', async () => {
    const second = await runSecondInstance(studio.dataDir, 'app');
    expect(second.code).toBe(0);
    expect(second.stderr).toContain('already running');
    expect(second.stderr).toContain('已在运行');
    expect(isAlive(studio.mainPid)).toBe(true);
    expect(await studio.page.getByTestId('show-state').getAttribute('data-state')).toBe('on-air');
  });

  it('goes on while the window is minimised, hidden and loaded again; the stream does not notice', async () => {
    const viewer = await join();
    const inWindow = (what: 'minimize' | 'restore' | 'hide' | 'show'): Promise<void> =>
      studio.app.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.[wanted](), what);
    for (const what of ['minimize', 'restore', 'hide', 'show'] as const) {
      await inWindow(what);
      await studio.page.waitForTimeout(1000);
    }
    await studio.page.reload();
    await studio.page.locator('[data-testid=preview-video][data-state=playing]').waitFor({ timeout: 30_000 });
    expect(await studio.page.getByTestId('show-state').getAttribute('data-state')).toBe('on-air');
    await expectUnbroken(viewer);
  });

  it('loads its window again when the renderer is killed; the stream does not notice', async () => {
    const viewer = await join();
    const renderer = await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
    process.kill(renderer, 'SIGKILL');
    await waitUntil('the renderer to end', () => !isAlive(renderer));
    await expect
      .poll(() => readWindow("document.querySelector('[data-testid=preview-video]')?.dataset.state"), { timeout: 30_000 })
      .toBe('playing');
    expect(await readWindow("document.querySelector('[data-testid=show-state]')?.dataset.state")).toBe('on-air');
    await expectUnbroken(viewer);
  });

  it('loads its window again when the renderer hangs; the stream does not notice', async () => {
    const viewer = await join();
    const rendererPid = () =>
      studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0);
    const renderer = await rendererPid();
    // Chromium itself reports no page that hangs while a debugger is attached, as Playwright is: so it is said here
    await studio.app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      void contents?.executeJavaScript('for (;;);').catch(() => {});
      contents?.emit('unresponsive');
    });
    await waitUntil('the renderer to end', () => !isAlive(renderer));
    await expect
      .poll(() => readWindow("document.querySelector('[data-testid=preview-video]')?.dataset.state"), { timeout: 30_000 })
      .toBe('playing');
    expect(await rendererPid()).not.toBe(renderer);
    await expectUnbroken(viewer);
  });

  it('leaves no process behind when main is killed, and a recording that plays', async () => {
    const recording = studio.events().findLast((event) => event.type === 'recording');
    const children = treeOf(studio.mainPid).filter((pid) => pid !== studio.mainPid);
    expect(children).toContain(pidOf(studio, 'encoder'));
    process.kill(studio.mainPid, 'SIGKILL');
    await waitUntil('every child to end', () => children.every((pid) => !isAlive(pid)));
    if (recording?.type !== 'recording') throw new Error('there was no recording');
    expect(playableSeconds(recording.path)).toBeGreaterThan(20);
  });
});
