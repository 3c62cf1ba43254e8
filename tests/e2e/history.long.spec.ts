/** A long history of two earlier shows in the window of the real app: paged out of the storage as it is scrolled, never all in the page, and it stands still while it is read. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveApp, type DrivenApp } from '../../bench/lib/drive-app.ts';
import { writePastShows } from '../../bench/lib/write-past-shows.ts';
import { rootDir } from '../integration/support/studio-on-air.ts';

const [older, newer] = [600, 900];
const last = older + newer - 1;
const pictures = process.env['VANCHOR_E2E_PICTURES'];
let studio: DrivenApp;

beforeAll(async () => {
  studio = await driveApp({ rootDir, env: { VANCHOR_UNATTENDED: '1' }, prepare: (dataDir) => writePastShows(dataDir, [older, newer]) });
  await studio.page.getByTestId('studio').waitFor();
  await studio.page.getByTestId('welcome-skip').click();
});
afterAll(() => studio?.close());

async function picture(name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  await studio.page.screenshot({ path: join(pictures, `${name}.png`) });
}

/** The numbers of the turns that can be seen whole, and how many are in the page. */
const seen = () =>
  studio.page.evaluate(() => {
    const list = document.querySelector('[data-testid=turn-list]')?.getBoundingClientRect();
    const rows = Array.from(document.querySelectorAll('[data-testid=turn-item]'));
    const whole = rows.filter((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return list !== undefined && top >= list.top - 1 && bottom <= list.bottom + 1;
    });
    const numberOf = (row: Element): number => Number.parseInt(row.querySelector('p')?.textContent ?? '', 10);
    return { numbers: whole.map(numberOf), inPage: rows.length, top: whole[0]?.getBoundingClientRect().top ?? 0 };
  });
const isInOrder = (numbers: readonly number[]): boolean => numbers.every((number, index) => number === (numbers[0] ?? 0) + index);

describe('the history', () => {
  it('of earlier shows is one click away, and begins with the latest', async () => {
    const { page } = studio;
    await page.getByTestId('turns-earlier').click();
    await expect.poll(async () => (await seen()).numbers.at(-1)).toBe(last);
    expect((await seen()).inPage).toBeLessThan(60);
    await picture('history-latest');
  });

  it('is scrolled page by page past all that the window may hold, in order and without a gap', async () => {
    const { page } = studio;
    await page.getByTestId('turn-list').hover();
    let before = (await seen()).numbers[0] ?? 0;
    while (before > 100) {
      for (let wheel = 0; wheel < 5; wheel += 1) await page.mouse.wheel(0, -900);
      // a page may be on its way
      await expect.poll(async () => (await seen()).numbers[0] ?? before).toBeLessThan(before);
      const now = await seen();
      expect(isInOrder(now.numbers)).toBe(true);
      expect(now.inPage).toBeLessThan(60);
      before = now.numbers[0] ?? 0;
    }
  });

  it('goes to its first turn and its last by one key each, with a line at the beginning of each show', async () => {
    const { page } = studio;
    const list = page.getByTestId('turn-list');
    await list.press('Home');
    await expect.poll(async () => (await seen()).numbers[0]).toBe(0);
    await page.getByTestId('turn-show').first().waitFor();
    await picture('history-first');
    await list.press('PageDown');
    await expect.poll(async () => (await seen()).numbers[0]).toBeGreaterThan(0);
    await list.press('End');
    await expect.poll(async () => (await seen()).numbers.at(-1)).toBe(last);
    expect(await page.getByTestId('turns-to-end').count()).toBe(0);
  });

  it('stands still while it is read and something new is said, tells how much is new, and follows it again from the end', async () => {
    const { page } = studio;
    await page.getByTestId('go-live').click();
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
    await page.getByTestId('turn-list').hover();
    await page.mouse.wheel(0, -1500);
    await page.getByTestId('turns-to-end').waitFor();
    // what is in motion comes to rest
    let at = await seen();
    await expect
      .poll(async () => {
        const [before, now] = [at, await seen()];
        at = now;
        return before.top === now.top && before.numbers[0] === now.numbers[0];
      })
      .toBe(true);
    const before = await seen();
    await page.getByTestId('composer-input').fill('Is the oolong roasted?');
    await page.getByTestId('composer-input').press('Enter');
    await expect.poll(() => page.getByTestId('turns-to-end').getAttribute('data-unread')).toBe('1');
    const after = await seen();
    expect(after.numbers[0]).toBe(before.numbers[0]);
    expect(Math.abs(after.top - before.top)).toBeLessThan(2);
    await picture('history-unread');
    await page.getByTestId('turns-to-end').click();
    await page
      .locator('[data-testid=turn-item][data-state=ended]')
      .filter({ hasText: 'oolong roasted' })
      .last()
      .waitFor({ timeout: 60_000 });
    await expect.poll(() => page.getByTestId('turns-to-end').count()).toBe(0);
    await picture('history-now');
  });
});
