/** Voices in the window of the real app: one is played and heard, set faster, taught a word, made the default, loaded for an anchor. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveApp, type DrivenApp } from '../../bench/lib/drive-app.ts';
import { rootDir } from '../integration/support/studio-on-air.ts';

interface Heard {
  readonly bytes: readonly number[];
}
interface VoiceWindow {
  heardVoices: Heard[];
  readonly axe: {
    run(options: unknown): Promise<{
      readonly violations: ReadonlyArray<{
        readonly id: string;
        readonly impact: string | null;
        readonly nodes: ReadonlyArray<{ readonly html: string }>;
      }>;
    }>;
  };
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let studio: DrivenApp;
beforeAll(async () => {
  studio = await driveApp({ rootDir, env: { VANCHOR_UNATTENDED: '1' } });
  const { page } = studio;
  await page.getByTestId('studio').waitFor();
  await page.evaluate(axeSource);
  // every sound file that the page makes to play
  await page.evaluate(() => {
    const here = window as unknown as VoiceWindow;
    here.heardVoices = [];
    const create = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (blob: Blob) => {
      void blob.arrayBuffer().then((bytes) => here.heardVoices.push({ bytes: Array.from(new Uint8Array(bytes)) }));
      return create(blob);
    };
  });
  await page.getByTestId('nav-cast').click();
  await page.getByTestId('voices').waitFor();
  await page.getByTestId('voice-lang-en').click();
});
afterAll(() => studio?.close());

const voice = (key: string) => studio.page.getByTestId(`voice-${key}`);

/** Plays it and gives back what the page was sent to play. */
async function play(key: string): Promise<{ readonly samples: Int16Array; readonly sampleRate: number; readonly ms: number }> {
  const { page } = studio;
  const before = await page.evaluate(() => (window as unknown as VoiceWindow).heardVoices.length);
  await voice(key).getByTestId('voice-play').click();
  await expect
    .poll(() => page.evaluate(() => (window as unknown as VoiceWindow).heardVoices.length), { timeout: 60_000 })
    .toBeGreaterThan(before);
  await expect.poll(() => voice(key).getByTestId('voice-play').getAttribute('data-phase'), { timeout: 60_000 }).toBe('heard');
  const heard = await page.evaluate(() => (window as unknown as VoiceWindow).heardVoices.at(-1));
  const file = Buffer.from(heard?.bytes ?? []);
  expect(file.toString('latin1', 0, 4)).toBe('RIFF');
  const sampleRate = file.readUInt32LE(24);
  const samples = new Int16Array(Uint8Array.from(file.subarray(44)).buffer);
  return { samples, sampleRate, ms: (samples.length * 1000) / sampleRate };
}

const levelDb = (samples: Int16Array): number =>
  20 * Math.log10(Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length) / 32_768);

describe('voices', () => {
  let usualMs = 0;

  it('are played by language, and heard', async () => {
    const { samples, ms } = await play('flite/slt');
    expect(levelDb(samples)).toBeGreaterThan(-40);
    expect(ms).toBeGreaterThan(1000);
    usualMs = ms;
    await studio.page.getByTestId('voice-lang-zh').click();
    expect(levelDb((await play('espeak/female')).samples)).toBeGreaterThan(-40);
    await studio.page.getByTestId('voice-lang-en').click();
  });

  it('are shorter when they speak faster, and as they were when that is taken back', async () => {
    const row = voice('flite/slt');
    await row.getByTestId('voice-adjust').click();
    await row.getByRole('slider').first().press('End');
    expect(await row.getByTestId('voice-speed').getByRole('slider').getAttribute('aria-valuenow')).toBe('2');
    const { ms } = await play('flite/slt');
    expect(ms / usualMs).toBeLessThan(0.75);
    await row.getByTestId('voice-reset').click();
    expect(Math.abs((await play('flite/slt')).ms / usualMs - 1)).toBeLessThan(0.02);
  });

  it('sound another way with a feeling', async () => {
    const neutral = await play('flite/slt');
    await studio.page
      .getByTestId('voice-emotion')
      .getByText(/^(Sad|难过)$/)
      .click();
    const sad = await play('flite/slt');
    expect(sad.ms).toBeGreaterThan(neutral.ms * 1.05);
    expect(levelDb(sad.samples)).toBeLessThan(levelDb(neutral.samples));
    await studio.page
      .getByTestId('voice-emotion')
      .getByText(/^(Neutral|平静)$/)
      .click();
  });

  it('say a word of the dictionary as it is taught; a wrong entry is refused in words', async () => {
    const { page } = studio;
    await page.getByTestId('voice-sentence').fill('We use nginx today.');
    const before = await play('flite/slt');
    await page
      .getByTestId('dictionary-lang')
      .getByText(/^(English|英文)$/)
      .click();
    await page.getByTestId('dictionary-word').fill('(a+)+$');
    await page.getByTestId('dictionary-reading').fill('engine ex');
    await page.getByTestId('dictionary-add').click();
    await page.getByTestId('dictionary-problem').waitFor();
    await page.getByTestId('dictionary-word').fill('nginx');
    await page.getByTestId('dictionary-reading').fill('EH1 N JH AH0 QX');
    await page.getByTestId('dictionary-add').click();
    await page.getByTestId('dictionary-problem').getByText('QX').waitFor();
    await page.getByTestId('dictionary-reading').fill('/eh1 n jh ah0 n/');
    await page.getByTestId('dictionary-add').click();
    await page.getByTestId('dictionary').getByText('EH1 N JH AH0 N', { exact: true }).waitFor();
    await page.getByTestId('dictionary-word').fill('nginx');
    await page.getByTestId('dictionary-reading').fill('engine ex and much more of it');
    await page.getByTestId('dictionary-add').click();
    await page.getByTestId('dictionary').getByText('engine ex and much more of it').waitFor();
    const after = await play('flite/slt');
    expect(after.ms).toBeGreaterThan(before.ms + 400);
    await page.getByTestId('dictionary-remove').click();
    await page.getByTestId('dictionary-empty').waitFor();
    expect(Math.abs((await play('flite/slt')).ms - before.ms)).toBeLessThan(20);
    await page.getByTestId('voice-sentence').fill('');
  });

  it('become the default of a language, and the panel says who speaks; it has no serious finding', async () => {
    const { page } = studio;
    await voice('espeak/male').getByTestId('voice-default-set').click();
    await voice('espeak/male').getByTestId('voice-default').waitFor();
    await expect.poll(() => voice('espeak/male').getByTestId('voice-speaks').count()).toBe(1);
    await page.getByTestId('anchor-voice-puppet-kai').selectOption('flite/rms');
    const violations = await page.evaluate(async () => {
      // a colour in the middle of a transition is nobody's colour
      const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
      await Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)));
      return (await (window as unknown as VoiceWindow).axe.run({ resultTypes: ['violations'] })).violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
    });
    expect(violations).toEqual([]);
  });

  it('of an anchor, where its engine is in no slot, is loaded with one click and taken back with one', async () => {
    const { page } = studio;
    const row = page
      .getByTestId('anchor-voices')
      .locator('li')
      .filter({ has: page.getByTestId('anchor-voice-puppet-kai') });
    await page.getByTestId('cast-tts').getByTestId('cast-put-espeak').click();
    await page.getByTestId('cast-tts').getByTestId('cast-put-espeak').waitFor({ state: 'detached', timeout: 60_000 });
    await page.getByTestId('cast-tts').getByTestId('cast-put-flite-slt').waitFor();
    await page.getByTestId('cast-face').getByTestId('cast-put-puppet-kai').click();
    await row.getByTestId('voice-offer').click({ timeout: 60_000 });
    await expect.poll(() => voice('flite/rms').getByTestId('voice-speaks').count(), { timeout: 60_000 }).toBe(1);
    expect(await row.getByTestId('voice-offer').count()).toBe(0);
    await row
      .getByTestId('switch-undo')
      .filter({ hasText: /eSpeak/ })
      .click();
    await row.getByTestId('voice-offer').waitFor();
    expect(await voice('flite/rms').getByTestId('voice-speaks').count()).toBe(0);
  });
});
