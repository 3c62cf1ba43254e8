/** Recordings in the real window: begun and ended in a show, the last minutes saved, finished, deleted; and a show that was cut off, offered. VANCHOR_PICTURES=<folder> keeps pictures of each state. */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';
import { goLiveSmall } from './support/small-picture.ts';

const pictures = process.env['VANCHOR_PICTURES'];
let shots = 0;
async function picture({ page }: LaunchedStudio, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  for (const language of ['zh', 'en']) {
    // by script: a drawer may lie over the switch
    await page.evaluate(
      (wanted) => document.querySelector<HTMLInputElement>(`[data-testid=language-switch] input[value=${wanted}]`)?.click(),
      language,
    );
    await page.screenshot({ path: join(pictures, `recording-${String(shots).padStart(2, '0')}-${name}-${language}.png`) });
  }
  shots += 1;
}

describe('recordings in the window', () => {
  let studio: LaunchedStudio;
  const mp4s = (): string[] => {
    const folder = join(studio.dataDir, 'recordings');
    return existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.mp4') && !name.includes('finalising')) : [];
  };
  beforeAll(async () => {
    studio = await launchStudio({ entry: 'app', env: { VANCHOR_AUTO_START: '0' } });
    await goLiveSmall(studio.page);
  });
  afterAll(async () => {
    await studio?.dispose();
  });

  it('says what to do while there is none', async () => {
    await studio.page.getByTestId('recording-open').click();
    await studio.page.getByTestId('recordings-empty').waitFor();
    await picture(studio, 'empty');
  });

  it('begins and ends a recording while the show goes on, and it becomes a normal file', async () => {
    const { page } = studio;
    await page.getByTestId('recording-start').click();
    await page.locator('[data-testid=recording-state][data-state=recording]').waitFor();
    await expect.poll(() => mp4s().length, { timeout: 30_000 }).toBe(1);
    await page.locator('[data-testid=recording-row][data-state=recording]').waitFor();
    await picture(studio, 'running');
    await page.getByTestId('recording-stop').click();
    await page.locator('[data-testid=recording-state][data-state=off]').waitFor();
    await page.locator('[data-testid=recording-row][data-state=finished]').waitFor({ timeout: 60_000 });
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor();
  });

  it('keeps the last minutes and saves them, and deletes what was asked for and confirmed', async () => {
    const { page } = studio;
    await page.getByTestId('replay-minutes').click();
    await page.getByRole('option', { name: '2 min' }).click();
    await page.locator('[data-testid=replay-save]:not([disabled])').waitFor({ timeout: 30_000 });
    await picture(studio, 'kept');
    await page.getByTestId('replay-save').click();
    await expect.poll(() => mp4s().filter((name) => name.includes('last 2 min')).length, { timeout: 60_000 }).toBe(1);
    await expect.poll(() => page.getByTestId('recording-row').count(), { timeout: 30_000 }).toBe(2);
    await picture(studio, 'saved');
    await page.getByTestId('recording-row').first().getByRole('button').click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByTestId('recording-remove-confirm').waitFor();
    await picture(studio, 'delete');
    await page.getByTestId('recording-remove-confirm').click();
    await expect.poll(() => mp4s().length, { timeout: 30_000 }).toBe(1);
    await expect.poll(() => page.getByTestId('recording-row').count()).toBe(1);
  });
});

describe('a show that was cut off', () => {
  let studio: LaunchedStudio;
  beforeAll(async () => {
    studio = await launchStudio({ entry: 'fake' });
    await studio.app.evaluate(() => {
      globalThis.fakeStudio?.update({
        resumeOffer: {
          showId: 'show-7',
          startedAtMs: Date.now() - 3_600_000,
          cutOffAtMs: Date.now() - 60_000,
          record: true,
          preset: '720p',
          destinations: [
            { destinationId: 'd-1', title: 'Bilibili' },
            { destinationId: 'd-2', title: 'Twitch' },
          ],
          leftOut: [],
        },
      });
    });
  });
  afterAll(async () => {
    await studio?.dispose();
  });

  it('is offered until somebody answers, and taken up with one click', async () => {
    const banner = studio.page.getByTestId('resume-banner');
    await banner.waitFor();
    expect(await banner.textContent()).toMatch(/Bilibili, Twitch/);
    await picture(studio, 'resume');
    await studio.page.getByTestId('resume-accept').click();
    await studio.page.locator('[data-testid=show-state][data-state=on-air]').waitFor();
    expect(await banner.count()).toBe(0);
    expect(await studio.app.evaluate(() => globalThis.fakeStudio?.calls.map(({ name }) => name))).toContain('acceptResume');
  });
});
