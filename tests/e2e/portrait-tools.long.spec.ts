/** What takes long of the portrait studio: a page that dies while it looks, and the person cut out of her background and framed. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';
import { choose, codes, keepPicture, looker, shippedPortrait } from './support/portrait-page.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'portrait-e2e-'));
let studio: LaunchedStudio;
beforeAll(async () => {
  studio = await launchStudio({ entry: 'app', env: { VANCHOR_AUTO_START: '0' } });
  await studio.page.getByTestId('studio').waitFor();
  await studio.page.getByTestId('welcome-skip').click();
});
afterAll(async () => {
  await studio?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

/** Yun, whose picture has no background, before one. */
async function personBeforeWall(): Promise<Buffer> {
  const canvas = createCanvas(900, 900);
  const ink = canvas.getContext('2d');
  const wall = ink.createLinearGradient(0, 0, 900, 900);
  wall.addColorStop(0, '#9fb8a8');
  wall.addColorStop(1, '#5f7a86');
  ink.fillStyle = wall;
  ink.fillRect(0, 0, 900, 900);
  ink.drawImage(await loadImage(shippedPortrait('yun.png')), 0, 0, 900, 900);
  return canvas.toBuffer('image/png');
}
it('a page that is killed while it looks: the other finder answers, and the next picture has a page again', async () => {
  const { app, page } = studio;
  const before = await looker(studio.app);
  await app.evaluate(({ app: main, webContents }, id) => {
    webContents.fromId(id)?.forcefullyCrashRenderer();
    main.once('web-contents-created', (_, contents) => contents.once('did-finish-load', () => contents.forcefullyCrashRenderer()));
  }, before?.id ?? 0);
  await choose(page, shippedPortrait('yun.png'));
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  expect(await codes(page)).toEqual([null]);
  expect(readFileSync(path.join(studio.dataDir, 'logs/vanchor.log'), 'utf8')).toMatch(
    /the looking page (has gone|was not loaded).*second finder did not answer/,
  );
  expect(await looker(studio.app)).toBeNull();
  await page.getByTestId('portrait-back').click();
  await choose(page, shippedPortrait('juno.png'));
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  expect(await looker(studio.app)).not.toBeNull();
  await page.getByTestId('portrait-back').click();
});

it('the person is found, and the crop is moved and sized by mouse and by keyboard; both are kept', async () => {
  const { page, dataDir } = studio;
  const picture = path.join(folder, 'person.png');
  writeFileSync(picture, await personBeforeWall());
  await choose(page, picture);
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  await page.getByTestId('background').locator('label').nth(4).click();
  await page.getByTestId('person-found').waitFor({ timeout: 60_000 });
  await page.getByTestId('framing').locator('label').nth(1).click();
  const at = (id: string): Promise<number[]> =>
    page.getByTestId(id).evaluate(({ style }) => [parseFloat(style.left), parseFloat(style.top)]);
  const [first] = await at('crop-nw');
  await page.getByTestId('crop-nw').focus();
  await page.getByTestId('crop-nw').press('Shift+ArrowRight');
  const [sized, top] = await at('crop-nw');
  expect(sized).toBeGreaterThan(first ?? NaN);
  const box = await page.getByTestId('crop-move').boundingBox();
  if (!box) throw new Error('the crop is not seen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 20, box.y + box.height / 2 + 4, { steps: 4 });
  await page.mouse.up();
  const moved = await at('crop-nw');
  expect(moved[0]).toBeGreaterThan(sized ?? NaN);
  expect(moved[1]).toBeGreaterThan(top ?? NaN);
  await keepPicture(page, 'portrait-crop-person');
  await page.getByTestId('may-use').check();
  await page.getByTestId('portrait-name').fill('Cut out');
  await page.getByTestId('portrait-save').click();
  const row = page.getByTestId('cast-face').locator('li', { hasText: 'Cut out' });
  await row.waitFor({ timeout: 60_000 });
  const folders = readdirSync(path.join(dataDir, 'portraits/own')).map((name) => path.join(dataDir, 'portraits/own', name));
  const kept = folders.find((one) => existsSync(path.join(one, 'person.png')));
  const { look } = JSON.parse(readFileSync(path.join(kept ?? '', 'about.json'), 'utf8')) as { look: Record<string, unknown> };
  expect(look).toMatchObject({ background: 'person', framing: { size: expect.any(Number) } });
  await row.locator('[data-testid^=portrait-edit-]').click();
  await page.getByTestId('person-found').waitFor({ timeout: 60_000 });
  expect(await at('crop-nw')).toEqual(moved);
  await page.getByTestId('portrait-back').click();
});
