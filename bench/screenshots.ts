/** `npm run screenshots`: drives the real app through every screen in both languages and themes, and leaves pictures in docs/screenshots/. Sizes: 1440x900; the on-air screen also at 1280x720 and 2560x1440, and with the settings on a display of 150 % scaling. */
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { describeMachine, round, type BenchResult } from './lib/bench-result.ts';
import { chooseLook } from './lib/choose-look.ts';
import { driveApp, isEvent, type DrivenApp } from './lib/drive-app.ts';
import { shrinkPicture } from './lib/shrink-picture.ts';
import { withDisplay } from './lib/with-display.ts';
import { resolveFfmpeg } from '../main/programme/control/resolve-ffmpeg.ts';
import { screenNames } from '../renderer/studio/shell/screen-names.ts';

const languages = ['zh', 'en'] as const;
const themes = ['dark', 'light'] as const;
const lines = { zh: ['龙井多少钱？', '今天有什么优惠？'], en: ['How much is the longjing?', 'Which tea is good for a beginner?'] } as const;
const sizes = [
  { name: '1280x720', width: 1280, height: 720 },
  { name: '2560x1440', width: 2560, height: 1440 },
] as const;
const usual = { width: 1440, height: 900 } as const;
/** As the system scales everything on such a display; the window is 1280x720 to the page. */
const scaling = { name: '150-percent', factor: 1.5, width: 1280, height: 720 } as const;

export async function run(): Promise<BenchResult> {
  const outDir = path.resolve('docs/screenshots');
  rmSync(outDir, { recursive: true, force: true });
  mkdirSync(outDir, { recursive: true });
  const { path: ffmpegPath } = await resolveFfmpeg();
  const taken: { readonly picture: string; readonly kB: number }[] = [];
  const shooter =
    ({ app }: DrivenApp) =>
    async (name: string): Promise<void> => {
      const file = path.join(outDir, `${name}.png`);
      const bytes = await app.evaluate(async ({ BrowserWindow }) => {
        const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
        return image?.toPNG().toString('base64') ?? '';
      });
      writeFileSync(file, Buffer.from(bytes, 'base64'));
      shrinkPicture(file, ffmpegPath);
      taken.push({ picture: `${name}.png`, kB: round(statSync(file).size / 1024) });
    };
  await withDisplay(async () => {
    const driven = await driveApp({ rootDir: process.cwd() });
    try {
      const { page } = driven;
      await page.getByTestId('studio').waitFor({ timeout: 60_000 });
      const shoot = shooter(driven);
      await resize(driven, usual);
      await choose(driven, 'zh', 'dark');
      await page.getByTestId('welcome').waitFor();
      await page.locator('[data-testid=welcome-machine]:not([data-level=checking])').waitFor({ timeout: 60_000 });
      await page.waitForTimeout(700);
      await shoot('welcome-zh-dark');
      await choose(driven, 'en', 'light');
      await page.waitForTimeout(700);
      await shoot('welcome-en-light');
      await page.getByTestId('welcome-skip').click();
      await page.getByTestId('go-live').click();
      await page.locator('[data-testid=preview-video][data-state=playing]').waitFor({ timeout: 60_000 });
      for (const language of languages)
        for (const theme of themes) {
          await choose(driven, language, theme);
          for (const line of lines[language]) {
            await page.getByTestId('composer-input').fill(line);
            await page.getByTestId('composer-input').press('Enter');
          }
          await page.locator('[data-testid=turn-item][data-state=speaking]').waitFor({ timeout: 30_000 });
          await page.locator('[data-testid=preview-video][data-state=playing]').waitFor({ timeout: 30_000 });
          for (const screen of screenNames) {
            await page.getByTestId(`nav-${screen}`).click();
            await page.mouse.move(700, 5);
            if (screen === 'settings') await page.getByTestId('machine-verdict').waitFor({ timeout: 60_000 });
            await page.waitForTimeout(700);
            await shoot(`${screen}-${language}-${theme}`);
          }
          await page.getByTestId('nav-on-air').click();
        }
      for (const size of sizes) {
        await resize(driven, size);
        for (const language of languages) {
          await choose(driven, language, 'dark');
          await page.locator('[data-testid=preview-video][data-state=playing]').waitFor({ timeout: 30_000 });
          await page.getByTestId('composer-input').fill(lines[language][1]);
          await page.getByTestId('composer-input').press('Enter');
          await page.locator('[data-testid=turn-item][data-state=speaking]').waitFor({ timeout: 30_000 });
          await shoot(`on-air-${language}-${size.name}`);
        }
      }
      await resize(driven, usual);
      await page.getByTestId('stop-show').click();
      await page.getByTestId('stop-confirm').click();
      await driven.waitForEvent(
        isEvent('show', (event) => event.state === 'off'),
        30_000,
      );
    } finally {
      await driven.close();
    }
    const scaled = await driveApp({ rootDir: process.cwd(), switches: [`--force-device-scale-factor=${scaling.factor}`] });
    try {
      const { page } = scaled;
      await page.getByTestId('studio').waitFor({ timeout: 60_000 });
      await resize(scaled, scaling);
      for (const language of languages) {
        await choose(scaled, language, 'dark');
        await page.waitForTimeout(700);
        await shooter(scaled)(`welcome-${language}-${scaling.name}`);
        await page.getByTestId('nav-settings').click();
        await page.getByTestId('machine-verdict').waitFor({ timeout: 60_000 });
        await shooter(scaled)(`settings-${language}-${scaling.name}`);
      }
    } finally {
      await scaled.close();
    }
  }, '2560x1440');
  return { name: 'screenshots', machine: describeMachine(), rows: taken, ok: taken.length > 0 };
}

async function resize({ app, page }: DrivenApp, size: { readonly width: number; readonly height: number }): Promise<void> {
  await app.evaluate(({ BrowserWindow }, wanted) => {
    const window = BrowserWindow.getAllWindows()[0];
    window?.setBounds({ x: 0, y: 0, width: wanted.width, height: wanted.height });
  }, size);
  await page.waitForTimeout(400);
}

/** And back to the screen that is on air. */
async function choose({ page }: DrivenApp, language: (typeof languages)[number], theme: (typeof themes)[number]): Promise<void> {
  await chooseLook(page, language, theme);
  await page.getByTestId('nav-on-air').click();
}
