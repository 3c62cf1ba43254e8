/** A picture of one's own in the window: added by its path, the face in it found, put on air from the list; a file that is no picture told in words. */
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'portrait-e2e-'));
let studio: LaunchedStudio;
beforeAll(async () => {
  studio = await launchStudio({ entry: 'app' });
  await studio.page.getByTestId('studio').waitFor();
});
afterAll(async () => {
  await studio?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

it('is added, and what cannot be added is told', async () => {
  const { page } = studio;
  const text = path.join(folder, 'text.png');
  writeFileSync(text, 'no picture');
  const picture = path.join(folder, 'my-anchor.png');
  copyFileSync(path.join(import.meta.dirname, '../../resources/portraits/yun.png'), picture);
  await page.getByTestId('nav-cast').click();
  await page.getByTestId('add-picture').click();
  const field = page.getByTestId('picture-form').getByRole('textbox');
  await field.fill(text);
  await page.getByTestId('picture-submit').click();
  await page.getByTestId('picture-problem').waitFor();
  expect(await page.getByTestId('picture-problem').innerText()).toMatch(/PNG/);
  await field.fill(picture);
  await page.getByTestId('picture-submit').click();
  await page.getByTestId('picture-added').waitFor({ timeout: 30_000 });
  await expect.poll(() => page.getByTestId('cast-face').innerText()).toContain('my-anchor');
});
