/** What takes long of the portrait studio: what has no face or two, a drawing edited on air, a page that dies while it looks, and the person cut out of her background and framed. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';
import { chin, choose, codes, keepPicture, looker, shippedPortrait } from './support/portrait-page.ts';
import { useSmallPicture } from './support/small-picture.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'portrait-e2e-'));
let studio: LaunchedStudio;
beforeAll(async () => {
  studio = await launchStudio({ entry: 'app', env: { VANCHOR_AUTO_START: '0' } });
  await useSmallPicture(studio.page);
  await studio.page.getByTestId('welcome-skip').click();
});
afterAll(async () => {
  await studio?.dispose();
  rmSync(folder, { recursive: true, force: true });
});

const kept = (name: string, bytes: Uint8Array): string => {
  const at = path.join(folder, name);
  writeFileSync(at, bytes);
  return at;
};

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

it('a picture without a face: said in words, with markers to start from', async () => {
  const { page } = studio;
  const canvas = createCanvas(400, 400);
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#3a6ea5';
  ink.fillRect(0, 0, 400, 400);
  ink.fillStyle = '#d9c27a';
  ink.fillRect(0, 260, 400, 140);
  await choose(page, kept('sea.png', canvas.toBuffer('image/png')));
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  expect(await codes(page)).toEqual(['none']);
  expect(await page.getByTestId('handle-mouth-left').count()).toBe(1);
  await page.getByTestId('portrait-back').click();
  await page.getByTestId('picture-drop').waitFor();
});

it('two faces: one of them is chosen', async () => {
  const { page } = studio;
  const yun = await loadImage(shippedPortrait('yun.png'));
  const canvas = createCanvas(1400, 700);
  const ink = canvas.getContext('2d');
  ink.fillStyle = '#88909a';
  ink.fillRect(0, 0, 1400, 700);
  ink.drawImage(yun, 0, 0, 700, 700);
  ink.drawImage(yun, 750, 80, 600, 600);
  await choose(page, kept('two.png', canvas.toBuffer('image/png')));
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  const left = (): Promise<number> => page.getByTestId('handle-chin').evaluate((handle) => parseFloat((handle as HTMLElement).style.left));
  const before = await left();
  await page.getByTestId('face-choice').locator('label').nth(1).click();
  expect(Math.abs((await left()) - before)).toBeGreaterThan(20);
  await page.getByTestId('portrait-back').click();
});

it('a drawing, opened again with what was set, edited, and removed', async () => {
  const { page } = studio;
  await page.getByTestId('nav-on-air').click();
  await page.getByTestId('go-live').click();
  await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
  await choose(page, shippedPortrait('juno.png'));
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  // on air a live test would take from the show
  await page.getByTestId('test-run').click();
  await page.getByTestId('test-problem').waitFor();
  const name = 'Juno too';
  const save = async (): Promise<void> => {
    await page.getByTestId('may-use').check();
    await page.getByTestId('portrait-name').fill(name);
    await page.getByTestId('portrait-save').click();
    await page.getByTestId('cast-face').waitFor({ timeout: 60_000 });
  };
  await page.getByTestId('framing').locator('label').nth(1).click();
  await save();
  const row = page.getByTestId('cast-face').locator('li', { hasText: name });
  await row.locator('[data-testid^=portrait-edit-]').click();
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  expect(await page.getByTestId('framing').locator('input').nth(1).isChecked()).toBe(true);
  await page.getByTestId('handle-chin').press('ArrowUp');
  const edited = await chin(page);
  await save();
  await row.locator('[data-testid^=portrait-edit-]').click();
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  expect(await chin(page)).toBe(edited);
  await page.getByTestId('portrait-back').click();
  await row.locator('[data-testid^=portrait-remove-]').click();
  await page.getByTestId('portrait-remove-yes').click();
  await expect.poll(() => row.count()).toBe(0);
});
