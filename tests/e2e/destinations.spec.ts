/** A platform added, tested, started and stopped in the real window, with nginx as the platform. VANCHOR_PICTURES=<folder> keeps pictures of each state. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nginxUnavailable, startNginx } from '../fixtures/nginx/start-nginx.ts';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';
import { goLiveSmall } from './support/small-picture.ts';

const unavailable = nginxUnavailable();
if (unavailable !== null) console.log(`skipped: destinations in the window (${unavailable})`);
const key = 'sk-window-secret-key';
const pictures = process.env['VANCHOR_PICTURES'];

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

describe.skipIf(unavailable !== null)('destinations in the window', () => {
  let studio: LaunchedStudio;
  let nginx: ChildProcess;
  let start: () => Promise<ChildProcess>;
  let url: string;
  let shots = 0;
  const picture = async (name: string): Promise<void> => {
    if (pictures === undefined) return;
    mkdirSync(pictures, { recursive: true });
    for (const language of ['en', 'zh']) {
      // by script: a drawer may lie over the switch
      await studio.page.evaluate(
        (wanted) => document.querySelector<HTMLInputElement>(`[data-testid=language-switch] input[value=${wanted}]`)?.click(),
        language,
      );
      await studio.page.screenshot({ path: join(pictures, `${String(shots).padStart(2, '0')}-${name}-${language}.png`) });
    }
    await studio.page.evaluate(() => document.querySelector<HTMLInputElement>('[data-testid=language-switch] input[value=en]')?.click());
    shots += 1;
  };

  beforeAll(async () => {
    studio = await launchStudio({ entry: 'app', env: { VANCHOR_AUTO_START: '0' } });
    const ports = { rtmpPort: await freePort(), httpPort: await freePort() };
    start = () => startNginx(join(studio.dataDir, 'nginx'), ports, key, (command, args) => spawn(command, args, { stdio: 'ignore' }));
    nginx = await start();
    url = `rtmp://127.0.0.1:${ports.rtmpPort}/live`;
    await goLiveSmall(studio.page);
    await studio.page.getByTestId('nav-destinations').click();
  });
  afterAll(async () => {
    await studio?.dispose();
    nginx?.kill('SIGKILL');
  });

  it('invites to add one while there is none', async () => {
    await studio.page.getByTestId('destinations-empty').waitFor();
    await picture('empty');
  });

  it('tests a platform before it is kept, in words', async () => {
    const { page } = studio;
    await page.getByTestId('destination-add').click();
    await page.getByTestId('destination-form').waitFor();
    await picture('add-twitch');
    await page.getByTestId('destination-preset').click();
    await page.getByRole('option').nth(6).click();
    await page.getByTestId('destination-url').fill(url);
    await page.getByTestId('destination-key').fill('not-the-key');
    await page.getByTestId('destination-test').click();
    await page.locator('[data-testid=preflight] [data-outcome=failed]').waitFor({ timeout: 40_000 });
    await picture('test-refused');
    await page.getByTestId('destination-key').fill(key);
    await page.getByTestId('destination-test').click();
    await page.locator('[data-testid=preflight] [data-outcome=ok]').nth(3).waitFor({ timeout: 40_000 });
    await picture('test-good');
  });

  it('keeps it, starts it beside the running show, and stops it again', async () => {
    const { page } = studio;
    const row = page.getByTestId('destination-item').first();
    await page.getByTestId('destination-keep').locator('label').nth(1).click();
    await page.getByTestId('destination-save').click();
    await page.getByTestId('destination-start').click();
    // the second click of a double click waits for nothing: it must not stop what the first has just started
    await page.getByTestId('destination-stop').click({ force: true });
    await expect.poll(() => row.getAttribute('data-state'), { timeout: 30_000 }).toBe('live');
    await expect.poll(() => row.innerText(), { timeout: 15_000 }).toMatch(/[1-9]\d{2,} kbit/);
    await picture('live');
    nginx.kill('SIGKILL');
    await expect.poll(() => row.getAttribute('data-state'), { timeout: 60_000 }).toBe('reconnecting');
    await picture('reconnecting');
    nginx = await start();
    await expect.poll(() => row.getAttribute('data-state'), { timeout: 60_000 }).toBe('live');
    await page.getByTestId('destination-stop').click();
    await expect.poll(() => row.getAttribute('data-state')).toBe('stopped');
    await picture('stopped');
    expect(await page.locator('[data-testid=show-state]').getAttribute('data-state')).toBe('on-air');
  });

  it('has shown the key nowhere: not in the page, the log, the list, or what happened', async () => {
    expect(await studio.page.content()).not.toContain(key);
    expect(studio.stderr()).not.toContain(key);
    const files = readdirSync(studio.dataDir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(json|jsonl|log)$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    expect(files.length).toBeGreaterThan(1);
    expect(files.some((text) => text.includes(key))).toBe(false);
    expect(files.some((text) => text.includes('"state":"reconnecting"'))).toBe(true);
  });

  it('forgets it', async () => {
    const { page } = studio;
    await page.getByTestId('destination-more').click();
    await page.getByTestId('destination-remove').click();
    await page.getByTestId('destinations-empty').waitFor();
  });
});
