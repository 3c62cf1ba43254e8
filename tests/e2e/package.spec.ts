/**
 * The packaged app, started from outside of the repository on a PATH with neither node nor ffmpeg: it goes live with what it carries alone, speaks
 * English and Chinese into the stream, records, listens, finds a face, and ends in order. Not part of `npm test`: it needs a package (`npm run test:package`).
 */
import { copyFileSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isTerminalTurn } from '../../main/contract/show-events.ts';
import { inspectPart } from '../../main/recording/inspect-part.ts';
import { packetTimes, playableSeconds, rootDir, startViewer } from '../integration/support/studio-on-air.ts';
import { launchPackaged, type PackagedStudio } from './support/launch-packaged.ts';
import { markShow } from './support/show-log.ts';
import { secondsOfSpeech } from './support/speech-in.ts';

let studio: PackagedStudio;
let rtmpUrl = '';

beforeAll(async () => {
  studio = await launchPackaged(['--use-fake-device-for-media-stream']);
  await studio.page.getByTestId('studio').waitFor({ timeout: 30_000 });
}, 120_000);
afterAll(() => studio?.dispose());

/** Types the line; resolves when it was answered, with what a viewer who came before it received, and how long the anchor spoke by the show's log. */
async function askAndReceive(
  text: string,
  name: string,
): Promise<{ readonly file: string; readonly spokenSeconds: number; readonly clauses: string[] }> {
  const { page } = studio;
  const viewer = await startViewer(rtmpUrl, path.join(studio.homeDir, `${name}.flv`));
  const show = markShow(studio);
  await page.getByTestId('composer-input').fill(text);
  await page.getByTestId('composer-send').click();
  const turn = await show.next('turn', ({ state }) => isTerminalTurn(state), 60_000);
  expect(turn.state).toBe('ended');
  // what was sent is received a little later
  const received = (): number => packetTimes(viewer.file).audio.at(-1) ?? 0;
  const since = received();
  await expect.poll(received, { timeout: 30_000 }).toBeGreaterThan(since + 1);
  await viewer.stop();
  const ends = show.all('speech-ended');
  const frames = show
    .all('speech-started')
    .map(({ clauseId, frame }) => (ends.find((end) => end.clauseId === clauseId)?.frame ?? frame) - frame);
  return {
    file: viewer.file,
    spokenSeconds: frames.reduce((sum, count) => sum + count, 0) / 30,
    clauses: show.all('clause').map(({ text: said }) => said),
  };
}

describe('the packaged app', () => {
  it('is sealed: no Node to be had from its program, no inspector, nothing loaded but its archive', async () => {
    const fuses = await getCurrentFuseWire(path.join(studio.appDir, 'vanchor-studio'));
    expect(fuses.version).toBe(FuseVersion.V1);
    const isOn = (fuse: FuseV1Options): boolean => Number(fuses[fuse]) === '1'.charCodeAt(0);
    const wanted = [FuseV1Options.OnlyLoadAppFromAsar, FuseV1Options.EnableEmbeddedAsarIntegrityValidation];
    const unwanted = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
      FuseV1Options.GrantFileProtocolExtraPrivileges,
    ];
    expect(wanted.filter((fuse) => !isOn(fuse))).toEqual([]);
    expect(unwanted.filter(isOn)).toEqual([]);
    // asked for a Node it is the app all the same, which runs already
    const asNode = await studio.startAgain({ ELECTRON_RUN_AS_NODE: '1' }, ['-p', '6*7']);
    expect(asNode.output).toMatch(/already running/);
    expect(asNode.output).not.toMatch(/^42$/m);
    expect(readdirSync(path.join(studio.appDir, 'resources')).filter((name) => name.startsWith('default_app'))).toEqual([]);
  });

  it('carries the terms of what it ships, and the GPL voice with its licence and source', () => {
    const at = (...parts: string[]): string => readFileSync(path.join(studio.appDir, 'resources', ...parts), 'utf8');
    expect(at('legal/LICENSE')).toContain('Apache License');
    expect(at('legal/NOTICE')).toContain('ffmpeg');
    for (const name of [
      'onnxruntime-node',
      '@fontsource/noto-sans-sc',
      '@vladmandic/human',
      '@mediapipe/face_mesh',
      '@mantine/core',
      'pinyin-pro',
    ])
      expect(at('legal/THIRD-PARTY-LICENCES.txt')).toContain(`\n${name} `);
    expect(at('app.asar.unpacked/packages/engine-espeak/LICENSE')).toContain('GNU GENERAL PUBLIC LICENSE');
    expect(at('app.asar.unpacked/packages/engine-espeak/src/espeak-program.ts')).toContain('eSpeak');
  });

  it('goes live with its own programs only', async () => {
    const { page } = studio;
    const show = markShow(studio);
    await page.getByTestId('record-switch').check({ force: true });
    await page.getByTestId('go-live').click();
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
    rtmpUrl = (await show.next('show', ({ state }) => state === 'on-air')).rtmpUrl ?? '';
    const programs = studio.programs();
    expect(programs.length).toBeGreaterThan(10);
    expect(programs.filter((file) => !file.startsWith(`${studio.appDir}/`))).toEqual([]);
    expect(programs.filter((file) => path.basename(file) === 'ffmpeg')).toHaveLength(1);
  });

  it('speaks: what a viewer receives after a typed line is speech, for as long as the anchor spoke', async () => {
    const { file, spokenSeconds } = await askAndReceive('How much is the longjing?', 'english');
    expect(spokenSeconds).toBeGreaterThan(1);
    const heard = await secondsOfSpeech(file);
    expect(heard).toBeGreaterThan(0.6 * spokenSeconds);
    expect(heard).toBeLessThan(1.4 * spokenSeconds + 0.5);
  });

  it('speaks Chinese with the voice that is a package of its own', async () => {
    const { file, spokenSeconds, clauses } = await askAndReceive('龙井多少钱？', 'chinese');
    expect(clauses.join('')).toMatch(/\p{Script=Han}/u);
    expect(spokenSeconds).toBeGreaterThan(1);
    expect(await secondsOfSpeech(file)).toBeGreaterThan(0.6 * spokenSeconds);
  });

  it('is silent to a viewer while nobody speaks', async () => {
    const viewer = await startViewer(rtmpUrl, path.join(studio.homeDir, 'quiet.flv'));
    await expect.poll(() => packetTimes(viewer.file).audio.at(-1) ?? 0, { timeout: 30_000 }).toBeGreaterThan(4);
    await viewer.stop();
    expect(await secondsOfSpeech(viewer.file)).toBe(0);
  });

  it('listens: its voice gate runs', async () => {
    const { page } = studio;
    await page.getByTestId('microphone-switch').click();
    // said only when the gate runs: before that it is starting, or has failed
    await expect
      .poll(() => page.getByTestId('hearing-state').innerText(), { timeout: 60_000 })
      .toMatch(/No engine for hearing|没有启用听写引擎/);
    await page.getByTestId('microphone-switch').click();
  });

  it('makes a seekable file of what it recorded, by its own ffmpeg', async () => {
    const { page } = studio;
    const show = markShow(studio);
    await page.getByTestId('stop-show').click();
    await page.getByTestId('stop-confirm').click();
    const { path: file } = await show.next('recording', ({ state }) => state === 'stopped');
    expect(file.startsWith(`${studio.homeDir}/`)).toBe(true);
    await expect.poll(async () => (await inspectPart(file)).fragmented, { timeout: 60_000 }).toBe(false);
    expect(playableSeconds(file)).toBeGreaterThan(10);
    expect(await secondsOfSpeech(file)).toBeGreaterThan(2);
  });

  it('finds the face in a picture, by both finders', async () => {
    const { page } = studio;
    const picture = path.join(studio.homeDir, 'my-anchor.png');
    copyFileSync(path.join(rootDir, 'resources/portraits/yun.png'), picture);
    await page.getByTestId('nav-cast').click();
    await page.getByTestId('picture-input').setInputFiles(picture);
    await page.getByTestId('portrait-editor').waitFor({ timeout: 60_000 });
    expect(await page.getByTestId('findings').locator('[data-code]').count()).toBe(0);
    await page.getByTestId('may-use').check();
    await page.getByTestId('portrait-save').click();
    await page.getByTestId('cast-face').locator('li', { hasText: 'my-anchor' }).getByTestId('thumbnail').waitFor({ timeout: 60_000 });
    const own = path.join(studio.homeDir, '.config', 'Vanchor Studio', 'portraits', 'own');
    const about = readFileSync(path.join(own, readdirSync(own)[0] ?? '', 'about.json'), 'utf8');
    // the page that nobody sees has its libraries and models
    expect(JSON.parse(about)).toMatchObject({ look: { markers: { source: 'face-mesh' } } });
  });

  it('keeps its files in the home folder that it was given, and ends in order', async () => {
    expect(readdirSync(path.join(studio.homeDir, '.config', 'Vanchor Studio'))).toEqual(
      expect.arrayContaining(['studio.db', 'logs', 'shows']),
    );
    expect(await studio.quit()).toBe(0);
  });
});
