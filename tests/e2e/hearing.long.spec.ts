/**
 * Somebody speaks into the microphone of the real app (Chromium's own fake device plays a line of our flite voice) and the anchor answers. The ear is a strict
 * transcription server that is added in the window; what it is sent is compared with what was said. The page gets no microphone before it was turned on.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveApp, type DrivenApp } from '../../bench/lib/drive-app.ts';
import { isTerminalTurn } from '../../main/contract/show-events.ts';
import { envelopeMatch } from '../fixtures/hearing/envelope-match.ts';
import { atLevel, join, silence, speak, wavOf } from '../fixtures/hearing/speak.ts';
import { startOpenAiServer, type OpenAiServer } from '../fixtures/openai-server/start-openai-server.ts';
import type { TranscriptionRequest } from '../fixtures/openai-server/transcription-request.ts';
import { rootDir } from '../integration/support/studio-on-air.ts';
import { markShow } from './support/show-log.ts';

const words = 'How much is the longjing?';
let dir: string;
let studio: DrivenApp;
let server: OpenAiServer;
let speech: Int16Array;
/** As long, and something else. */
let other: Int16Array;
const heard: TranscriptionRequest[] = [];

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'vanchor-microphone-'));
  speech = atLevel(await speak('rms', words), -20);
  other = (await speak('rms', 'Let us begin with something new.')).slice(0, speech.length);
  // the fake device begins again at its end: a long silence keeps one saying from the next
  writeFileSync(path.join(dir, 'said.wav'), wavOf(join(silence(2), speech, silence(9))));
  server = await startOpenAiServer({
    apiKey: 'sesame',
    models: ['whisper-1'],
    transcript(request) {
      heard.push(request);
      return words;
    },
  });
  studio = await driveApp({
    rootDir,
    env: { VANCHOR_UNATTENDED: '1' },
    switches: ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${path.join(dir, 'said.wav')}`],
  });
  await studio.page.getByTestId('studio').waitFor();
});
afterAll(async () => {
  await studio?.close();
  await server?.close();
  rmSync(dir, { recursive: true, force: true });
});

/** What a page gets that asks for devices by itself. */
const ask = (wanted: MediaStreamConstraints): Promise<string> =>
  studio.page.evaluate(
    (constraints) =>
      navigator.mediaDevices.getUserMedia(constraints).then(
        (stream) => {
          for (const track of stream.getTracks()) track.stop();
          return 'granted';
        },
        (error: Error) => error.name,
      ),
    wanted,
  );
const microphone = () => studio.page.getByTestId('microphone');
const stateIs = (...states: string[]) =>
  expect.poll(() => microphone().getAttribute('data-state'), { timeout: 60_000 }).toSatisfy((state) => states.includes(String(state)));

describe('the microphone', () => {
  it('is given to nobody before it is turned on', async () => {
    expect(await ask({ audio: true })).toBe('NotAllowedError');
  });

  it('is turned on off air: nothing is listened to yet, and the window says so; the camera stays shut', async () => {
    const { page } = studio;
    await page.getByTestId('microphone-switch').click();
    await expect.poll(() => microphone().getAttribute('data-session'), { timeout: 30_000 }).toBe('on');
    await stateIs('held');
    expect(await page.getByTestId('hearing-state').innerText()).toMatch(/off air|尚未开播/);
    expect(await ask({ audio: true })).toBe('granted');
    expect(await ask({ video: true })).toBe('NotAllowedError');
    expect(await ask({ audio: true, video: true })).toBe('NotAllowedError');
    // another window with the very same page is not the one that was turned on
    const elsewhere = await studio.app.evaluate(async ({ BrowserWindow }, url) => {
      const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true } });
      await window.loadURL(url);
      const got: unknown = await window.webContents.executeJavaScript(
        `navigator.mediaDevices.getUserMedia({ audio: true }).then(() => 'granted', (error) => error.name)`,
        true,
      );
      window.destroy();
      return got;
    }, page.url());
    expect(elsewhere).toBe('NotAllowedError');
  });

  it('hears nothing without an ear; a hearing server is added and switched on in the window', async () => {
    const { page } = studio;
    await page.getByTestId('go-live').click();
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
    await expect
      .poll(() => page.getByTestId('hearing-state').innerText(), { timeout: 30_000 })
      .toMatch(/No engine for hearing|没有启用听写引擎/);
    await page.getByTestId('nav-models').click();
    await page.getByTestId('add-ear').click();
    await page.getByTestId('ear-address').fill(server.baseUrl);
    await page.getByTestId('ear-model').fill('whisper-1');
    await page.getByTestId('ear-key').fill('sesame');
    await page.getByTestId('ear-keep').click();
    await page.getByRole('option', { name: /until the studio is closed|仅本次运行/ }).click();
    await page.getByTestId('ear-submit').click();
    const slot = page.getByTestId('slot-asr');
    await slot.locator('[data-testid^=choice-]', { hasText: 'whisper-1' }).getByTestId('put-on-air').click();
    await slot.getByTestId('confirm').click();
    await slot.locator('[data-testid=phase-watching][data-state=now]').waitFor({ timeout: 60_000 });
    // the microphone stayed open on the other screen, in sight there
    await page.getByTestId('microphone-open').waitFor();
    await page.getByTestId('nav-on-air').click();
  });

  it('is heard through the voice gate: the line stands in the conversation, the anchor answers, and she does not hear herself', async () => {
    const { page } = studio;
    const show = markShow(studio);
    const turn = await show.next('turn', (event) => event.state === 'queued' && event.text === words, 90_000);
    const request = heard.at(-1);
    expect(request?.sampleRate).toBe(16_000);
    // what the server was sent is what was said into the microphone: it rises and falls as that does, and as nothing else does
    const sent = request?.samples ?? new Int16Array(0);
    expect(sent.length).toBeGreaterThan(speech.length * 0.9);
    const match = envelopeMatch(sent, speech);
    expect(match).toBeGreaterThan(0.6);
    expect(match).toBeGreaterThan(envelopeMatch(sent, other) + 0.1);
    await page.getByTestId('turn-item').filter({ hasText: words }).first().waitFor();
    await show.next('speech-started', (event) => event.turnId === turn.turnId);
    await stateIs('held');
    expect(await page.getByTestId('hearing-state').innerText()).toMatch(/anchor speaks|主播说话/);
    expect(await page.getByTestId('hearing-last').innerText()).toContain(words);
    expect((await show.next('turn', (event) => event.turnId === turn.turnId && isTerminalTurn(event.state))).state).toBe('ended');
    await stateIs('listening', 'speech', 'transcribing');
    const told = show.all('hearing').map(({ state }) => state);
    expect(told).toEqual(expect.arrayContaining(['speech', 'transcribing', 'held']));
  });

  it('is heard while a button is held, and only then', async () => {
    const { page } = studio;
    await page.getByTestId('hearing-settings').click();
    await page
      .getByTestId('hearing-mode')
      .getByText(/Hold to talk|按住说话/)
      .click();
    await page.keyboard.press('Escape');
    await stateIs('listening');
    const before = server.transcriptions.length;
    const button = page.getByTestId('hold-to-talk');
    const level = () => page.getByTestId('microphone-level').evaluate((meter) => Number(meter.style.getPropertyValue('--level')));
    await expect.poll(level, { timeout: 30_000, interval: 20 }).toBeGreaterThan(0.4);
    await expect.poll(level, { timeout: 30_000, interval: 20 }).toBeLessThan(0.2);
    expect(server.transcriptions.length).toBe(before);
    await button.focus();
    await page.keyboard.down('Space');
    await stateIs('speech');
    await expect.poll(level, { timeout: 30_000, interval: 20 }).toBeGreaterThan(0.4);
    await page.keyboard.up('Space');
    await expect.poll(() => server.transcriptions.length, { timeout: 30_000 }).toBe(before + 1);
    await page.getByTestId('microphone-switch').click();
    await stateIs('off');
    expect(await ask({ audio: true })).toBe('NotAllowedError');
  });
});
