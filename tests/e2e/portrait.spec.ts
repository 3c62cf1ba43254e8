/** The portrait studio in the window, with the real finder, engine and encoder: a painting, markers by keyboard and mouse, a live test, saved, on air. */
import { createRequire } from 'node:module';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chin, choose, codes, looker, shippedPortrait } from './support/portrait-page.ts';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';
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

const file = (name: string, bytes: Uint8Array | string): string => {
  const at = path.join(folder, name);
  writeFileSync(at, bytes);
  return at;
};

it('what is no picture is told in words, and nothing is opened', async () => {
  const { page } = studio;
  await choose(page, file('text.png', 'no picture'));
  await page.getByTestId('picture-problem').waitFor();
  expect(await page.getByTestId('picture-problem').innerText()).toMatch(/PNG/);
  expect(await page.getByTestId('portrait-editor').count()).toBe(0);
});

it('what is pasted is taken, and a file that is too large is told before it is read', async () => {
  const { page } = studio;
  const paste = (bytes: number): Promise<void> =>
    page.evaluate((size) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([new Uint8Array(size)], 'pasted.png', { type: 'image/png' }));
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: transfer }));
    }, bytes);
  await page.getByTestId('nav-cast').click();
  await paste(30 * 1024 * 1024);
  await expect.poll(() => page.getByTestId('picture-problem').innerText()).toMatch(/20 MB/);
  await paste(64);
  await expect.poll(() => page.getByTestId('picture-problem').innerText()).toMatch(/PNG/);
  expect(await page.getByTestId('portrait-editor').count()).toBe(0);
});

it('a painting dropped: the face is found, a marker moved by keyboard and by mouse, and given back', async () => {
  const { page } = studio;
  await page.getByTestId('nav-cast').click();
  // as a desktop hands it over: bytes in a DataTransfer, no path
  const bytes = readFileSync(shippedPortrait('yun.png')).toString('base64');
  const dropped = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], 'yun.png', { type: 'image/png' }));
    return transfer;
  }, bytes);
  await page.getByTestId('picture-drop').dispatchEvent('drop', { dataTransfer: dropped });
  await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
  expect(await codes(page)).toEqual([null]);
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const serious = await page.evaluate(async () => {
    type Axe = { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    const { violations } = await (window as unknown as { axe: Axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
  expect(serious).toEqual([]);
  const found = await chin(page);
  const handle = page.getByTestId('handle-chin');
  const named = await handle.getAttribute('aria-label');
  await handle.focus();
  await handle.press('ArrowDown');
  await handle.press('Shift+ArrowDown');
  const byKeys = await chin(page);
  // a look at another screen loses nothing
  await page.getByTestId('nav-models').click();
  await page.getByTestId('nav-cast').click();
  expect(await chin(page)).toBe(byKeys);
  expect(parseFloat(byKeys)).toBeGreaterThan(parseFloat(found));
  expect(await handle.getAttribute('aria-label')).not.toBe(named);
  const box = await handle.boundingBox();
  if (!box) throw new Error('the handle is not seen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2 - 30, { steps: 4 });
  await page.mouse.up();
  expect(parseFloat(await chin(page))).toBeLessThan(parseFloat(byKeys));
  await page.getByTestId('markers-reset').click();
  expect(await chin(page)).toBe(found);
});

const inLooker = <Result>(code: string): Promise<Result> =>
  studio.app.evaluate(async ({ webContents }, text) => {
    const page = webContents.getAllWebContents().find((one) => one.getURL().startsWith('vanchor://looker/'));
    return (await page?.executeJavaScript(text)) as Result;
  }, code);

it('the second finder looks from a page of its own that has nothing and reaches nothing', async () => {
  expect(await looker(studio.app)).toMatchObject({ url: 'vanchor://looker/looker/index.html?finds=face' });
  const found = await inLooker<Record<string, unknown>>(`(async () => {
    const tried = (work) => Promise.resolve().then(work).then(() => 'done', () => 'refused');
    return {
      node: [typeof require, typeof process, typeof Buffer, typeof vanchor],
      outside: await tried(() => fetch('https://example.com/')),
      local: await tried(() => fetch('http://127.0.0.1:9/')),
      studio: await tried(() => fetch('vanchor://studio/studio/index.html')),
      studioFiles: (await fetch('/studio/index.html')).status,
      window: window.open('about:blank') === null,
      microphone: (await navigator.permissions.query({ name: 'microphone' })).state,
      notifications: Notification.permission,
    };
  })()`);
  expect(found).toEqual({
    node: ['undefined', 'undefined', 'undefined', 'undefined'],
    outside: 'refused',
    local: 'refused',
    studio: 'refused',
    studioFiles: 404,
    window: true,
    microphone: 'denied',
    notifications: 'denied',
  });
  await inLooker("void (location.href = 'https://example.com/')");
  await expect.poll(() => readFileSync(path.join(studio.dataDir, 'logs/vanchor.log'), 'utf8')).toContain('navigation refused');
  expect(await looker(studio.app)).toMatchObject({ url: 'vanchor://looker/looker/index.html?finds=face' });
  // and the studio's own page reaches nothing of it
  expect(
    await studio.page.evaluate(() =>
      fetch('vanchor://looker/looker/index.html').then(
        () => 'done',
        () => 'refused',
      ),
    ),
  ).toBe('refused');
});

it('a live test can be given up, and made: a clip with picture and sound', async () => {
  const { page } = studio;
  await page.getByTestId('test-text').fill('Hello.');
  await page.getByTestId('test-run').click();
  await page.getByTestId('test-stage').waitFor();
  await page.getByTestId('test-cancel').click();
  await page.getByTestId('test-run').click();
  const clip = page.getByTestId('test-clip');
  await clip.waitFor({ timeout: 90_000 });
  const played = await clip.evaluate(
    (node) =>
      new Promise<{ width: number; seconds: number; sound: boolean }>((resolve, reject) => {
        const video = node as HTMLVideoElement & { webkitAudioDecodedByteCount?: number };
        video.addEventListener('error', () => reject(new Error(video.error?.message ?? 'no clip')));
        const done = (): void => {
          if (video.currentTime > 0.3)
            resolve({ width: video.videoWidth, seconds: video.duration, sound: (video.webkitAudioDecodedByteCount ?? 0) > 0 });
          else setTimeout(done, 50);
        };
        video.muted = true;
        void video.play().then(done, reject);
      }),
  );
  expect(played).toMatchObject({ width: 1280, sound: true });
  expect(played.seconds).toBeGreaterThan(0.3);
});

it('is saved by who may use it, has a small picture in the list, goes on air and speaks', async () => {
  const { page, dataDir } = studio;
  const save = page.getByTestId('portrait-save');
  expect(await save.isDisabled()).toBe(true);
  await page.getByTestId('may-use').check();
  await page.getByTestId('portrait-name').fill('My Yun');
  await save.click();
  const row = page.getByTestId('cast-face').locator('li', { hasText: 'My Yun' });
  await row.waitFor({ timeout: 60_000 });
  await row.getByTestId('thumbnail').waitFor();
  const [choiceId] = readdirSync(path.join(dataDir, 'portraits/own'));
  const about = JSON.parse(readFileSync(path.join(dataDir, 'portraits/own', choiceId ?? '', 'about.json'), 'utf8')) as { mayUse: unknown };
  expect(about.mayUse).toMatchObject({ by: 'local-owner' });
  await page.getByTestId(`cast-put-${choiceId}`).click();
  await expect.poll(() => row.innerText(), { timeout: 60_000 }).toMatch(/in use|使用中/);
  await page.getByTestId('nav-on-air').click();
  await page.getByTestId('go-live').click();
  await page.locator('[data-testid=preview-video][data-state=playing]').waitFor({ timeout: 60_000 });
  await page.getByTestId('composer-input').fill('How much is the longjing?');
  await page.getByTestId('composer-input').press('Enter');
  await page.locator('[data-testid=turn-item][data-state=speaking]').waitFor({ timeout: 60_000 });
  await page.locator('[data-testid=turn-item][data-state=ended]').waitFor({ timeout: 60_000 });
});
