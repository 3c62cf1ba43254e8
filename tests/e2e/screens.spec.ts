/** Every screen of the real window, reachable by keyboard, in both languages, and without a serious finding of axe in either theme. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chooseLook } from '../../bench/lib/choose-look.ts';
import { screenNames } from '../../renderer/studio/shell/screen-names.ts';
import { launchStudio } from './support/launch-studio.ts';
import type { LaunchedStudio } from './support/launch-studio.ts';
import { bringAxe, seriousFindings } from './support/serious-findings.ts';
import { useSmallPicture } from './support/small-picture.ts';

let studio: LaunchedStudio;

beforeAll(async () => {
  studio = await launchStudio({ entry: 'app', env: { VANCHOR_AUTO_START: '0', VANCHOR_SOFTWARE_RENDERING: '1' } });
  await useSmallPicture(studio.page);
  await bringAxe(studio.page);
});
afterAll(() => studio?.dispose());

const go = async (index: number): Promise<void> => {
  await studio.page.keyboard.press(`Control+${index + 1}`);
  await expect.poll(() => studio.page.getByTestId('studio').getAttribute('data-screen')).toBe(screenNames[index]);
};

describe.each([
  ['zh', 'dark'],
  ['en', 'light'],
] as const)('in %s and %s', (language, theme) => {
  it('shows every screen without a serious finding', async () => {
    await chooseLook(studio.page, language, theme);
    for (const [index, name] of screenNames.entries()) {
      await go(index);
      expect({ name, findings: await seriousFindings(studio.page) }).toEqual({ name, findings: [] });
    }
  });
});

describe('on air', () => {
  it('has no serious finding while the anchor answers, and keeps a line that is being typed through other screens', async () => {
    const { page } = studio;
    await go(0);
    await page.getByTestId('welcome-skip').click();
    await page.getByTestId('go-live').click();
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
    await page.getByTestId('composer-input').fill('How much is the longjing?');
    await page.getByTestId('composer-input').press('Enter');
    await page.getByTestId('word-said').waitFor({ timeout: 30_000 });
    expect(await seriousFindings(studio.page)).toEqual([]);
    await page.locator('[data-testid=turn-item][data-state=ended]').waitFor({ timeout: 30_000 });
    await page.getByTestId('composer-input').press('ArrowUp');
    expect(await page.getByTestId('composer-input').inputValue()).toBe('How much is the longjing?');
    await page.getByTestId('composer-input').fill('half a line');
    await go(screenNames.indexOf('monitor'));
    await page.getByTestId('latency-row').waitFor();
    expect(await seriousFindings(studio.page)).toEqual([]);
    await go(0);
    expect(await page.getByTestId('composer-input').inputValue()).toBe('half a line');
  });

  it('switches the voice from below the picture, and takes it back with one click', async () => {
    const { page } = studio;
    const voice = page.getByTestId('switch-tts');
    await voice.getByTestId('engine-item').click();
    await page.getByTestId('put-flite-rms').click();
    await voice.getByTestId('switch-undo').waitFor({ timeout: 60_000 });
    expect(await voice.innerText()).toContain('rms');
    await voice.getByTestId('switch-undo').click();
    await expect.poll(() => voice.getByTestId('engine-item').innerText()).toContain('slt');
  });

  it('drops one waiting line, and answers the others', async () => {
    const { page } = studio;
    for (const text of ['What do you sell?', 'Do you ship to Norway?', 'Is the oolong roasted?']) {
      await page.getByTestId('composer-input').fill(text);
      await page.getByTestId('composer-input').press('Enter');
      await page.getByTestId('turn-item').filter({ hasText: text }).waitFor();
    }
    await page.getByTestId('queue-item').filter({ hasText: 'oolong' }).getByTestId('queue-skip').click();
    await page.locator('[data-testid=turn-item][data-state=cancelled]').filter({ hasText: 'oolong' }).waitFor();
    await page.locator('[data-testid=turn-item][data-state=speaking]').filter({ hasText: 'Norway' }).waitFor({ timeout: 60_000 });
  });
});
