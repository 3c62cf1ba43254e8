/** The portrait editor as a test works it: choosing a picture, what was found, and the page that looks at it. */
import path from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';

export const shippedPortrait = (name: string): string => path.join(import.meta.dirname, '../../../resources/portraits', name);

export async function choose(page: Page, picture: string): Promise<void> {
  await page.getByTestId('nav-cast').click();
  await page.getByTestId('picture-input').setInputFiles(picture);
}

/** Kept for whoever wants to look at it. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const wanted = process.env['VANCHOR_E2E_PICTURES'];
  if (wanted) await page.screenshot({ path: path.join(wanted, `${name}.png`) });
}

export const codes = async (page: Page): Promise<(string | null)[]> =>
  Promise.all((await page.getByTestId('findings').locator('p').all()).map((one) => one.getAttribute('data-code')));

export const chin = (page: Page): Promise<string> =>
  page.getByTestId('handle-chin').evaluate((handle) => (handle as HTMLElement).style.top);

/** What main knows of the page that nobody sees. */
export const looker = (app: ElectronApplication): Promise<{ url: string; id: number } | null> =>
  app.evaluate(async ({ webContents }) => {
    const page = webContents.getAllWebContents().find((one) => one.getURL().startsWith('vanchor://looker/'));
    return page ? { url: page.getURL(), id: page.id } : null;
  });
