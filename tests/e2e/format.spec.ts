/** The picture format by hand: chosen, measured, refused with the figure, and insisted on. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';

const picturesDir = process.env['VANCHOR_E2E_PICTURES'];

describe('the format of a show', () => {
  let studio: LaunchedStudio;
  beforeAll(async () => {
    studio = await launchStudio({ entry: 'fake' });
    await studio.page.getByTestId('studio').waitFor();
  });
  afterAll(() => studio?.dispose());
  const shoot = async (name: string): Promise<void> => {
    if (picturesDir === undefined) return;
    mkdirSync(picturesDir, { recursive: true });
    await studio.page.waitForTimeout(400);
    await studio.page.screenshot({ path: path.join(picturesDir, `${name}.png`) });
  };
  const pick = (group: string, text: RegExp) => studio.page.getByTestId(`format-${group}`).getByText(text).click();

  it('is chosen, asked about, refused with the figure, kept for another choice, and started all the same when somebody insists', async () => {
    const { page } = studio;
    await page.getByTestId('format').click();
    await page.getByTestId('format-why').waitFor();
    await pick('size', /^1080p$/);
    await pick('fps', /^60/);
    await page.getByTestId('format-check').click();
    await page.locator('[data-testid=format-checked][data-holds]').waitFor();
    await shoot('format');
    await page.keyboard.press('Escape');
    expect(await page.getByTestId('format').innerText()).toMatch(/1080p/);

    await page.getByTestId('go-live').click();
    await page.getByTestId('too-much').waitFor();
    expect(await page.getByTestId('too-much').innerText()).toMatch(/41/);
    await shoot('too-much');
    await page.keyboard.press('Escape');
    await page.getByTestId('too-much').waitFor({ state: 'detached' });
    expect(await page.getByTestId('show-state').getAttribute('data-state')).toBe('off');

    await page.getByTestId('go-live').click();
    await page.getByTestId('start-anyway').click();
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor();
    const asked = await studio.app.evaluate(() =>
      globalThis.fakeStudio?.calls.filter(({ name }) => name === 'startShow').map(({ input }) => input),
    );
    expect(asked?.at(-1)).toMatchObject({ preset: '1080p', fps: 60, encoder: 'auto', force: true });
  });
});
