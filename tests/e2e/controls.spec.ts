import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createCanvas } from '@napi-rs/canvas';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';
import { useSmallPicture } from './support/small-picture.ts';

const picturesDir = process.env['VANCHOR_E2E_PICTURES'];
const picture = async (studio: LaunchedStudio, name: string): Promise<void> => {
  if (picturesDir === undefined) return;
  mkdirSync(picturesDir, { recursive: true });
  await studio.page.screenshot({ path: path.join(picturesDir, `${name}.png`) });
};

describe('the controls of a show, by hand', () => {
  let studio: LaunchedStudio;
  const phaseIs = (phase: string) => studio.page.locator(`[data-testid=show-state][data-phase=${phase}]`).waitFor({ timeout: 60_000 });
  const titleIs = (words: RegExp) => expect.poll(() => studio.page.title()).toMatch(words);
  /** Clicks where the one button stands, and there again as soon as the other one has taken its place: a double click. */
  const clickTwiceAt = async (first: string, second: string): Promise<void> => {
    const { page } = studio;
    const box = await page.getByTestId(first).boundingBox();
    if (box === null) throw new Error(`${first} is not shown`);
    const at = { x: box.x + box.width / 2, y: box.y + box.height / 2, second };
    await page.mouse.click(at.x, at.y);
    await page.waitForFunction((place) => {
      const button = document.elementFromPoint(place.x, place.y)?.closest('button');
      return button?.dataset['testid'] === place.second && !button.disabled;
    }, at);
    await page.mouse.click(at.x, at.y);
    // several times what a click takes to come to something
    await page.waitForTimeout(1000);
  };
  beforeAll(async () => {
    studio = await launchStudio({ entry: 'app' });
    await studio.page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
    await studio.page.getByTestId('stop-show').click();
    await picture(studio, 'stop');
    await studio.page.getByTestId('stop-confirm').click();
    await studio.page.locator('[data-testid=show-state][data-state=off]').waitFor({ timeout: 60_000 });
    await useSmallPicture(studio.page);
  });
  afterAll(async () => {
    await studio?.dispose();
  });

  it('rehearses, and goes live from there', async () => {
    const { page } = studio;
    await page.getByTestId('rehearse').click();
    await phaseIs('rehearsing');
    await picture(studio, 'rehearsal');
    await titleIs(/^(REHEARSAL|彩排中) · /);
    await page.getByTestId('go-live').click();
    await phaseIs('live');
    await titleIs(/^(ON AIR|直播中) · /);
  });

  it('shows a slate, also one of the streamer’s own, and goes back to the programme', async () => {
    const { page } = studio;
    await page.getByTestId('slate-menu').click();
    await picture(studio, 'slates');
    await page.getByTestId('slate-starting-soon').click();
    await phaseIs('slate');
    await page.waitForTimeout(picturesDir === undefined ? 0 : 1500);
    await picture(studio, 'starting-soon');
    await page.getByTestId('slate-menu').click();
    await page.getByTestId('slate-choose').click();
    await page.getByTestId('slate-path').fill(path.join(studio.dataDir, 'nothing.png'));
    await page.getByTestId('slate-keep').click();
    await page
      .getByText(/cannot be read|could not be|not found|读|找不到/)
      .first()
      .waitFor();
    await picture(studio, 'own-refused');
    const canvas = createCanvas(900, 900);
    const ink = canvas.getContext('2d');
    ink.fillStyle = '#e04080';
    ink.fillRect(0, 0, 900, 900);
    const file = path.join(studio.dataDir, 'mine.png');
    writeFileSync(file, await canvas.encode('png'));
    await page.getByTestId('slate-path').fill(file);
    await page.getByTestId('slate-keep').click();
    await page.getByTestId('slate-path').waitFor({ state: 'detached', timeout: 30_000 });
    await page.getByTestId('slate-menu').click();
    await page.getByTestId('slate-own').click();
    await page.locator('[data-testid=show-state][data-slate=own]').waitFor();
    await page.waitForTimeout(picturesDir === undefined ? 0 : 1500);
    await picture(studio, 'own');
    await page.getByTestId('slate-menu').click();
    await page.getByTestId('slate-off').click();
    await phaseIs('live');
  });

  it('is silent and behind the slate at one click in an emergency, on whatever screen, takes no line, and goes on', async () => {
    const { page } = studio;
    await page.getByTestId('composer-input').fill('What do you sell?');
    await page.getByTestId('composer-input').press('Enter');
    await page.locator('[data-testid=turn-item][data-state=speaking]').waitFor({ timeout: 30_000 });
    await page.getByTestId('nav-models').click();
    await page.getByTestId('panic').click();
    await phaseIs('panic');
    await titleIs(/^(EMERGENCY|紧急) · /);
    await page.getByTestId('nav-on-air').click();
    await page.locator('[data-testid=turn-item][data-state=cancelled]').waitFor();
    await picture(studio, 'panic');
    await page.getByTestId('composer-input').fill('Are you there?');
    await page.getByTestId('composer-input').press('Enter');
    await page
      .getByText(/Continue|继续/)
      .first()
      .waitFor();
    await page.getByTestId('continue').click();
    await phaseIs('live');
    await page.getByTestId('nav-monitor').click();
    await expect.poll(() => page.getByTestId('event-log').innerText()).toMatch(/Emergency|紧急/);
    await picture(studio, 'log');
  });

  it('is still behind the slate after a double click on the emergency, and goes on from there, by mouse and by keyboard', async () => {
    const { page } = studio;
    await clickTwiceAt('panic', 'continue');
    await phaseIs('panic');
    await page.getByTestId('continue').click();
    await phaseIs('live');
    await page.getByTestId('panic').focus();
    await page.keyboard.press('Enter');
    await phaseIs('panic');
    await page.locator('[data-testid=continue][aria-disabled=false]:focus').waitFor();
    await page.keyboard.press('Enter');
    await phaseIs('live');
  });

  it('does not go live at a double click that ends the rehearsal', async () => {
    const { page } = studio;
    await page.getByTestId('stop-show').click();
    await page.getByTestId('stop-confirm').click();
    await phaseIs('off');
    await page.getByTestId('rehearse').click();
    await phaseIs('rehearsing');
    await clickTwiceAt('stop-show', 'go-live');
    await phaseIs('off');
  });
});
