/** The smallest format for a window's shows: what is tested is the same, and a machine without a graphics card draws and encodes a quarter of it. */
import type { Page } from 'playwright-core';
import type { ShowFormat } from '../../../renderer/studio/features/on-air/show-format.ts';

const small: ShowFormat = { preset: '360p', fps: 30, encoder: 'auto' };

/** For a window that is off air. */
export async function useSmallPicture(page: Page): Promise<void> {
  await page.getByTestId('studio').waitFor({ timeout: 60_000 });
  await page.evaluate((format) => localStorage.setItem('vanchor.format', format), JSON.stringify(small));
  await page.reload();
  await page.getByTestId('studio').waitFor();
}

/** For a studio that was told not to begin by itself and that nobody has greeted yet. */
export async function goLiveSmall(page: Page): Promise<void> {
  await useSmallPicture(page);
  await page.getByTestId('welcome-skip').click();
  await page.getByTestId('go-live').click();
  await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
}
