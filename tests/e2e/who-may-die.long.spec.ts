/** Who may die, in the real Electron: each process of a show is killed, and the show goes on. The specs follow each other in one show; what one of them kills is back for the next. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveApp } from '../../bench/lib/drive-app.ts';
import type { DrivenApp } from '../../bench/lib/drive-app.ts';
import { isTerminalTurn } from '../../main/contract/show-events.ts';
import { expectUnbroken, isAlive, playableSeconds, rootDir, waitUntil } from '../integration/support/studio-on-air.ts';
import type { Viewer } from '../integration/support/studio-on-air.ts';
import { joinShow, typeLine } from './support/at-the-show.ts';
import { markShow, pidOf } from './support/show-log.ts';
import { useSmallPicture } from './support/small-picture.ts';

let studio: DrivenApp;
let rtmpUrl = '';

beforeAll(async () => {
  studio = await driveApp({ rootDir, env: { VANCHOR_UNATTENDED: '1' } });
  const { page } = studio;
  await useSmallPicture(page);
  await page.getByTestId('record-switch').check({ force: true });
  await page.getByTestId('go-live').click();
  await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
  await page.getByTestId('nav-destinations').click();
  rtmpUrl = await page.getByTestId('rtmp-url').innerText();
  await page.getByTestId('nav-on-air').click();
});
afterAll(() => studio?.close());

const type = (text: string): Promise<void> => typeLine(studio, text);
const join = (): Promise<Viewer> => joinShow(studio, rtmpUrl);

describe('a show', () => {
  it('goes on when the programme and a voice are killed', async () => {
    const viewer = await join();
    const first = markShow(studio);
    await type('Hi! What are you selling today?');
    await first.next('speech-started');
    const voice = pidOf(studio, 'engine flite');
    process.kill(voice, 'SIGKILL');
    await first.next('engine', (event) => event.engineId === 'flite' && event.state === 'ready');
    expect(pidOf(studio, 'engine flite')).not.toBe(voice);

    const second = markShow(studio);
    const encoder = pidOf(studio, 'encoder');
    process.kill(pidOf(studio, 'programme'), 'SIGKILL');
    await second.next('source', (event) => event.state === 'slate');
    await second.next('source', (event) => event.state === 'live');
    await waitUntil('the orphaned encoder to end', () => !isAlive(encoder));

    const third = markShow(studio);
    await type('How much is the longjing?');
    const speech = await third.next('speech-started', () => true);
    expect((await third.next('turn', (event) => event.turnId === speech.turnId && isTerminalTurn(event.state))).state).toBe('ended');
    await studio.page.locator('[data-testid=preview-video][data-state=playing]').waitFor();
    await expectUnbroken(viewer);
  });

  it('goes on when the encoder and the face are killed', async () => {
    const viewer = await join();
    const first = markShow(studio);
    process.kill(pidOf(studio, 'encoder'), 'SIGKILL');
    await first.next('source', (event) => event.state === 'slate');
    await first.next('source', (event) => event.state === 'live');

    const second = markShow(studio);
    process.kill(pidOf(studio, 'engine puppet'), 'SIGKILL');
    await second.next('engine', (event) => event.engineId === 'puppet' && event.state === 'ready');
    await type('龙井多少钱？');
    expect((await second.next('turn', (event) => isTerminalTurn(event.state))).state).toBe('ended');
    await expectUnbroken(viewer);
  });

  it('has its preview, its destination and its recording back when media server and outlet are killed', async () => {
    const first = markShow(studio);
    process.kill(pidOf(studio, 'media-server'), 'SIGKILL');
    await first.next('process', (event) => event.name === 'media-server' && event.state === 'running');
    await first.next('destination', (event) => event.destinationId === 'local' && event.state === 'live');

    const second = markShow(studio);
    const before = studio.events().findLast((event) => event.type === 'recording');
    process.kill(pidOf(studio, 'outlet'), 'SIGKILL');
    await second.next('destination', (event) => event.destinationId === 'local' && event.state === 'live');
    const part = await second.next('recording', (event) => event.state === 'recording');
    if (before?.type !== 'recording') throw new Error('there was no recording');
    expect(part.path).not.toBe(before.path);
    expect(playableSeconds(before.path)).toBeGreaterThan(10);

    const viewer = await join();
    await type('How much is the longjing?');
    expect((await second.next('turn', (event) => isTerminalTurn(event.state))).state).toBe('ended');
    await studio.page.locator('[data-testid=preview-video][data-state=playing]').waitFor();
    await expectUnbroken(viewer);
  });
});
