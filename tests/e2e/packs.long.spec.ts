/** An engine pack in the window: installed by a click, its progress seen, stopped, gone on with, and a network that is not there told in words. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { enginePacks } from '../../main/engine-packs/packs.ts';
import { startRegistry, type TestRegistry } from '../fixtures/packs/start-registry.ts';
import { launchStudio, type LaunchedStudio } from './support/launch-studio.ts';

let registry: TestRegistry;
let studio: LaunchedStudio;
beforeAll(async () => {
  registry = await startRegistry();
  studio = await launchStudio({ entry: 'app', env: { VANCHOR_NPM_REGISTRY: registry.url } });
  await studio.page.getByTestId('studio').waitFor();
});
afterAll(async () => {
  await studio?.dispose();
  await registry?.close().catch(() => {});
});

describe('a pack in the window', () => {
  it('shows how far it is, stops by a click, and says what is wrong when it cannot go on', async () => {
    // every file begins to come, and none of them ends
    for (const { lock } of enginePacks)
      for (const { name, version, bytes } of [...lock.packages, ...lock.parts.flatMap(({ packages }) => packages)]) {
        registry.put(name, version, Buffer.alloc(Math.min(bytes, 1_000_000)));
        registry.script(name, { kind: 'silence', afterBytes: Math.floor(Math.min(bytes, 1_000_000) / 2) });
      }
    const { page } = studio;
    await page.getByTestId('nav-models').click();
    const pack = page.getByTestId('pack-llama');
    expect(await pack.getAttribute('data-state')).toBe('absent');
    expect(await pack.innerText()).toMatch(/\d+\.\d MB/);
    await pack.getByTestId('pack-install').click();
    await page.locator('[data-testid=pack-llama][data-state=installing]').waitFor();
    await expect.poll(() => pack.getByRole('progressbar').getAttribute('aria-valuenow').then(Number)).toBeGreaterThan(1);
    await pack.getByTestId('pack-stop').click();
    await page.locator('[data-testid=pack-llama][data-state=absent]').waitFor();

    await registry.close();
    await pack.getByTestId('pack-install').click();
    await page.locator('[data-testid=pack-llama][data-state=failed]').waitFor({ timeout: 30_000 });
    expect(await pack.getByRole('alert').innerText()).toMatch(/ECONNREFUSED/);
  });
});
