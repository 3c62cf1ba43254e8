/** One click on air: the voice is swapped in the window while the anchor speaks; the stream goes on, the receipt tells of it, and one click brings the old one back. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { driveApp, type DrivenApp } from '../../bench/lib/drive-app.ts';
import { isTerminalTurn } from '../../main/contract/show-events.ts';
import { expectUnbroken, rootDir, startViewer } from '../integration/support/studio-on-air.ts';
import { markShow } from './support/show-log.ts';
import { useSmallPicture } from './support/small-picture.ts';

let studio: DrivenApp;
beforeAll(async () => {
  studio = await driveApp({ rootDir, env: { VANCHOR_UNATTENDED: '1' } });
  await useSmallPicture(studio.page);
});
afterAll(() => studio?.close());

describe('swapping the voice by hand', () => {
  it('while the anchor speaks: nothing breaks, and one click goes back', async () => {
    const { page } = studio;
    await page.getByTestId('go-live').click();
    await page.locator('[data-testid=show-state][data-state=on-air]').waitFor({ timeout: 60_000 });
    await page.getByTestId('nav-destinations').click();
    const rtmpUrl = await page.getByTestId('rtmp-url').innerText();
    await page.getByTestId('nav-on-air').click();
    const viewer = await startViewer(rtmpUrl, path.join(studio.dataDir, 'viewer.flv'));
    const show = markShow(studio);
    const say = async (text: string): Promise<void> => {
      await page.getByTestId('composer-input').fill(text);
      await page.getByTestId('composer-input').press('Enter');
    };

    await say('What do you sell?');
    const speech = await show.next('speech-started');
    await page.getByTestId('nav-models').click();
    const slot = page.getByTestId('slot-tts');
    await slot.getByTestId('choice-flite-rms').getByTestId('put-on-air').click();
    await slot.getByTestId('confirm').click();
    await slot.locator('[data-testid=phase-watching][data-state=now]').waitFor({ timeout: 60_000 });
    expect(await slot.getByTestId('active').innerText()).toContain('rms');
    // what was being said when it was asked for was said to its end
    expect((await show.next('turn', (event) => event.turnId === speech.turnId && isTerminalTurn(event.state))).state).toBe('ended');
    await page.getByTestId('nav-on-air').click();

    const after = markShow(studio);
    await say('How much is the longjing?');
    const answered = await after.next('speech-heard');
    expect((await after.next('turn', (event) => event.turnId === answered.turnId && isTerminalTurn(event.state))).state).toBe('ended');
    expect(after.all('clause').every((clause) => clause.voiced)).toBe(true);

    await page.getByTestId('nav-models').click();
    await slot.getByTestId('roll-back').click();
    await expect.poll(() => slot.getByTestId('active').innerText()).toContain('slt');
    const receipt = page.locator('[data-testid^=receipt-][data-outcome=rolled-back]');
    await receipt.waitFor();
    expect(await receipt.innerText()).toContain('rms');
    await expectUnbroken(viewer);
  });
});
