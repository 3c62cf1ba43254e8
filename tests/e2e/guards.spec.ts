/** Every guard between a page and the studio, both ways, in the real Electron: what must be refused is, and what must pass does. */
import { afterEach, describe, expect, it } from 'vitest';
import { launchStudio, preloadPath, runSecondInstance } from './support/launch-studio.ts';
import type { LaunchOptions, LaunchedStudio } from './support/launch-studio.ts';

let launched: LaunchedStudio | undefined;
afterEach(async () => {
  await launched?.dispose();
  launched = undefined;
});

async function open(env: NonNullable<LaunchOptions['env']> = {}): Promise<LaunchedStudio> {
  launched = await launchStudio({ entry: 'fake', env });
  await launched.page.getByTestId('studio').waitFor();
  return launched;
}

/** Waits for a log line of main; fails by the test's own time-out. */
const logged = (studio: LaunchedStudio, words: string) => expect.poll(() => studio.stderr(), { timeout: 15_000 }).toContain(words);
/** Windows behind a door: each subscribes to the snapshots and to the events; one listener is the shell's own, which prints addresses. */
const subscriptions = async (studio: LaunchedStudio) =>
  (((await studio.app.evaluate(() => globalThis.fakeStudio?.listeners)) ?? Number.NaN) - 1) / 2;
/** What was asked of the studio, but for what the window reads by itself. */
const calls = (studio: LaunchedStudio) =>
  studio.app.evaluate(() => globalThis.fakeStudio?.calls.map((call) => call.name).filter((name) => name !== 'pageTurns'));
const windows = (studio: LaunchedStudio) => studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

describe('the sender', () => {
  it('gives the studio page a door, and a page that loads again a new one while the old one ends', async () => {
    const studio = await open();
    const { page } = studio;
    expect(await page.getByTestId('studio').getAttribute('data-connection')).toBe('connected');
    await expect.poll(() => subscriptions(studio)).toBe(1);
    await page.reload();
    await page.getByTestId('studio').waitFor();
    await expect.poll(() => subscriptions(studio), { timeout: 10_000 }).toBe(1);
  });

  it('gives no door to another window, even one with the same page and preload', async () => {
    const studio = await open();
    await studio.app.evaluate(
      async ({ BrowserWindow }, [preload, url]) => {
        await new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } }).loadURL(url);
      },
      [preloadPath, studio.page.url()] as const,
    );
    await logged(studio, '"verdict":"other-window"');
    await expect.poll(() => subscriptions(studio)).toBe(1);
  });

  it('gives no door to another origin in the studio window', async () => {
    const studio = await open();
    await studio.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      await contents?.loadURL('data:text/html,<title>elsewhere</title>');
      await contents?.executeJavaScript('window.vanchor.openDoor()');
    });
    await logged(studio, '"verdict":"other-origin"');
    await expect.poll(() => subscriptions(studio), { timeout: 10_000 }).toBe(0);
  });
});

describe('the page', () => {
  it('has the door opener and nothing else of Electron or Node', async () => {
    const { page } = await open();
    expect(
      await page.evaluate(() => {
        const scope = globalThis as unknown as Record<string, unknown>;
        return [
          typeof scope['require'],
          typeof scope['process'],
          typeof scope['Buffer'],
          typeof scope['ipcRenderer'],
          Object.keys(scope['vanchor'] as object),
        ];
      }),
    ).toEqual(['undefined', 'undefined', 'undefined', 'undefined', ['openDoor']]);
  });

  it('runs under its policy: no eval, no outside fetch, no inline script; this machine is allowed', async () => {
    const { page } = await open();
    const blocked = await page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(`${event.effectiveDirective} ${event.blockedURI}`));
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.head.append(script);
      await fetch('https://example.com/').catch(() => undefined);
      await fetch('http://127.0.0.1:9/').catch(() => undefined);
      let evaluated = false;
      try {
        // oxlint-disable-next-line typescript/no-implied-eval -- that it does not run is what is tested
        evaluated = new Function('return true')() === true;
      } catch {
        evaluated = false;
      }
      return { seen, evaluated, inline: 'inlineRan' in globalThis };
    });
    expect(blocked).toMatchObject({ evaluated: false, inline: false });
    expect(blocked.seen).toContain('connect-src https://example.com/');
    expect(blocked.seen.some((line) => line.includes('127.0.0.1'))).toBe(false);
  });
});

describe('schema and permission', () => {
  it('refuses input that does not fit, in words, and takes what fits', async () => {
    const studio = await open();
    const { page } = studio;
    await page.getByTestId('composer-input').fill('x'.repeat(200_001));
    await page.getByTestId('composer-send').click();
    expect(await page.getByTestId('notice-banner').innerText()).toContain('"text"');
    expect(await calls(studio)).toEqual([]);
    await page.getByTestId('composer-input').fill('hello');
    await page.getByTestId('composer-send').click();
    await page.getByTestId('composer-refusal').waitFor();
    expect(await calls(studio)).toEqual(['say']);
  });

  it('refuses a viewer to go live, in words, and lets the owner', async () => {
    const viewer = await open({ FAKE_STUDIO_ROLE: 'viewer' });
    await viewer.page.getByTestId('go-live').click();
    await viewer.page.getByTestId('notice-banner').waitFor();
    expect(await viewer.page.getByTestId('notice-banner').innerText()).toMatch(/viewer|观众/);
    expect(await calls(viewer)).toEqual([]);
    await viewer.dispose();

    const owner = await open();
    await owner.page.getByTestId('go-live').click();
    await owner.page.getByTestId('stop-show').waitFor();
    expect(await calls(owner)).toEqual(['startShow']);
  });
});

describe('navigation, windows and permissions', () => {
  it('stays on its page', async () => {
    const studio = await open();
    const before = studio.page.url();
    await studio.page.evaluate(() => (location.href = 'https://example.com/'));
    await logged(studio, '"message":"navigation refused","url":"https://example.com/"');
    await studio.page.evaluate(() => (location.href = 'vanchor://studio/assets/none.html'));
    await logged(studio, 'vanchor://studio/assets/none.html');
    expect(studio.page.url()).toBe(before);
    expect(await studio.page.getByTestId('studio').getAttribute('data-connection')).toBe('connected');
    await studio.page.evaluate(() => (location.hash = 'here'));
    expect(studio.page.url()).toBe(`${before}#here`);
  });

  it('opens no windows', async () => {
    const studio = await open();
    expect(await studio.page.evaluate(() => window.open('https://example.com/') === null)).toBe(true);
    await logged(studio, 'window refused');
    expect(await studio.page.evaluate(() => window.open('about:blank') === null)).toBe(true);
    expect(await windows(studio)).toBe(1);
  });

  it('refuses devices and notifications, and lets an address be copied', async () => {
    const { page } = await open();
    for (const name of ['microphone', 'camera', 'midi', 'notifications'] as const) {
      expect(
        await page.evaluate((wanted) => navigator.permissions.query({ name: wanted }).then(({ state }) => state), name as PermissionName),
      ).toBe('denied');
    }
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
    expect(
      await page.evaluate(
        () =>
          new Promise((done) =>
            navigator.geolocation.getCurrentPosition(
              () => done('granted'),
              (error) => done(error.code),
            ),
          ),
      ),
    ).toBe(1);
    expect(
      await page.evaluate(() =>
        navigator.clipboard.readText().then(
          () => 'granted',
          (error: Error) => error.name,
        ),
      ),
    ).toBe('NotAllowedError');
    await page.bringToFront();
    expect(
      await page.evaluate(() =>
        navigator.clipboard.writeText('rtmp://127.0.0.1/live').then(
          () => 'copied',
          (error: Error) => error.name,
        ),
      ),
    ).toBe('copied');
  });
});

describe('the life of the window', () => {
  it('says in both languages that it runs already, and goes', async () => {
    const studio = await open();
    const second = await runSecondInstance(studio.dataDir);
    expect(second.code).toBe(0);
    expect(second.stderr).toContain('already running');
    expect(second.stderr).toContain('已在运行');
    expect(await windows(studio)).toBe(1);
  });

  it('loads the page again when its renderer has died', async () => {
    const studio = await open();
    await studio.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
    await logged(studio, 'window renderer gone');
    // The old door ended with its renderer (0); only a page that has loaded again can be listening.
    await expect.poll(() => subscriptions(studio), { timeout: 15_000 }).toBe(1);
  });

  it('stops the show and gives the studio back before it quits', async () => {
    const studio = await open();
    await studio.page.getByTestId('go-live').click();
    await studio.page.getByTestId('stop-show').waitFor();
    expect(await studio.quit()).toBe(0);
    expect(studio.stderr()).toMatch(/"message":"fake studio disposed","calls":\[(?:"pageTurns",)*"startShow","stopShow","dispose"\]/);
  });
});
