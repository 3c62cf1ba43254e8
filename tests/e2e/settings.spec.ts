/** Settings and the first run on the real Electron: folders by the system's dialog, the machine in words, keys that work without the window, and the first word. */
import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { screenNames } from '../../renderer/studio/shell/screen-names.ts';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';
import { useSmallPicture } from './support/small-picture.ts';

let studio: LaunchedStudio;
const go = async (name: (typeof screenNames)[number]): Promise<void> => studio.page.getByTestId(`nav-${name}`).click();
const isRegistered = (accelerator: string): Promise<boolean> =>
  studio.app.evaluate(({ globalShortcut }, keys) => globalShortcut.isRegistered(keys), accelerator);

beforeAll(async () => {
  studio = await launchStudio({ entry: 'app', env: { VANCHOR_AUTO_START: '0', VANCHOR_SOFTWARE_RENDERING: '1' } });
  // each handler that the system is given is kept, to be called as the system would
  await studio.app.evaluate(({ globalShortcut }) => {
    const held = new Map<string, () => void>();
    Object.assign(globalThis, { heldKeys: held });
    const register = globalShortcut.register.bind(globalShortcut);
    globalShortcut.register = (accelerator, run) => {
      const given = register(accelerator, run);
      if (given) held.set(accelerator, run);
      return given;
    };
  });
  await useSmallPicture(studio.page);
});
afterAll(() => studio?.dispose());

describe('the first run', () => {
  it('offers faces and voices, says in a sentence whether the machine will do, and speaks after one click', async () => {
    const { page } = studio;
    const welcome = page.getByTestId('welcome');
    expect(await welcome.getByRole('radio').count()).toBeGreaterThan(3);
    await page
      .locator('[data-testid=welcome-machine][data-level=good], [data-testid=welcome-machine][data-level=attention]')
      .waitFor({ timeout: 60_000 });
    await welcome.getByTestId('welcome-face-puppet-kai').click();
    await expect.poll(() => page.getByTestId('switch-face').getByTestId('engine-item').innerText(), { timeout: 60_000 }).toContain('Kai');
    await page.getByTestId('welcome-hello').click();
    await page.getByTestId('word-said').waitFor({ timeout: 90_000 });
    expect(await page.locator('[data-testid=show-state]').getAttribute('data-phase')).toBe('rehearsing');
    expect(await welcome.count()).toBe(0);
  });
});

describe('the machine check', () => {
  it('names every part, with the encoders that were tried', async () => {
    const { page } = studio;
    await go('settings');
    await page.getByTestId('machine-verdict').waitFor({ timeout: 60_000 });
    expect(await page.getByTestId('machine-part').count()).toBe(9);
    for (const part of ['ffmpeg', 'encoders', 'storage', 'recordings'])
      expect(await page.locator(`[data-testid=machine-part][data-part=${part}]`).getAttribute('data-level')).toBe('good');
  });
});

describe('keys in every program', () => {
  it('are recorded by pressing them, refused where two are the same, and given back', async () => {
    const { page } = studio;
    const record = async (action: string, keys: string): Promise<void> => {
      await page.getByTestId(`shortcut-${action}`).getByTestId('record-keys').click();
      await page.getByTestId('recording-keys').press(keys);
    };
    await record('panic', 'Control+Alt+Shift+P');
    await page.locator('[data-testid=shortcut-panic][data-state=on]').waitFor();
    expect(await isRegistered('Ctrl+Alt+Shift+P')).toBe(true);
    await record('slate', 'Control+Alt+Shift+P');
    await page.getByTestId('shortcut-slate').getByTestId('shortcut-problem').waitFor();
    await record('slate', 'Control+C');
    await page.getByTestId('shortcut-slate').getByTestId('shortcut-problem').waitFor();
    expect(await page.getByTestId('shortcut-slate').getAttribute('data-state')).toBe('off');
    await record('slate', 'Control+Alt+Shift+B');
    await page.locator('[data-testid=shortcut-slate][data-state=on]').waitFor();
    await page.getByTestId('shortcut-slate').getByTestId('clear-keys').click();
    await page.locator('[data-testid=shortcut-slate][data-state=off]').waitFor();
    expect(await isRegistered('Ctrl+Alt+Shift+B')).toBe(false);
  });

  it('is the emergency while the window is minimised', async () => {
    await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
    await studio.app.evaluate(() => (globalThis as unknown as { heldKeys: Map<string, () => void> }).heldKeys.get('Ctrl+Alt+Shift+P')?.());
    await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.restore());
    await studio.page.locator('[data-testid=show-state][data-phase=panic]').waitFor({ timeout: 30_000 });
    await studio.page.getByTestId('continue').click();
    await studio.page.locator('[data-testid=show-state][data-phase=rehearsing]').waitFor({ timeout: 30_000 });
  });
});

describe('the folder of recordings', () => {
  it('is chosen in the system’s dialog, and holds from the next show', async () => {
    const { page, dataDir } = studio;
    const folder = path.join(dataDir, 'films');
    mkdirSync(folder);
    await studio.app.evaluate(({ dialog }, picked) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [picked] });
    }, folder);
    const before = await page.getByTestId('recordings-folder').innerText();
    await page.getByTestId('choose-recordings').click();
    await page.getByTestId('next-folder').waitFor();
    expect(await page.getByTestId('next-folder').innerText()).toBe(folder);
    expect(await page.getByTestId('recordings-folder').innerText()).toBe(before);
    expect(await page.getByTestId('data-folder').innerText()).toBe(dataDir);
    await page.getByTestId('stop-show').click();
    await page.locator('[data-testid=show-state][data-state=off]').waitFor({ timeout: 60_000 });
    await go('on-air');
    await page.getByTestId('rehearse').click();
    await page.locator('[data-testid=show-state][data-phase=rehearsing]').waitFor({ timeout: 60_000 });
    await go('settings');
    await expect.poll(() => page.getByTestId('recordings-folder').innerText()).toBe(folder);
    expect(readdirSync(folder).filter((name) => name.startsWith('.vanchor'))).toEqual([]);
  });
});
