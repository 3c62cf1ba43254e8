/** A beacon show on two independent platforms: one drops us, is restarted, comes back; the viewer of the other one sees nothing of it. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { VerifyReport } from '../../../main/cli/verify/format-report.ts';
import { runVerify } from '../../../main/cli/verify-command.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import { nginxUnavailable, startNginx } from '../../fixtures/nginx/start-nginx.ts';
import { largestStep, packetTimes, startViewer, studioOnAir, waitUntil, type StudioOnAir } from '../support/studio-on-air.ts';
import { Bench, freePort } from './support.ts';

const unavailable = nginxUnavailable();
if (unavailable !== null) console.log(`skipped: two platforms (${unavailable})`);

const key = 'right-key';
/** One frame longer than a frame lasts, rounded up to the stream's milliseconds. */
const oneFrameMoreSeconds = 2 / 30 + 0.002;

describe.skipIf(unavailable !== null)('two platforms', () => {
  let bench: Bench;
  let show: StudioOnAir | undefined;
  afterEach(async () => {
    await show?.close();
    await bench.dispose();
  });

  it('keeps the one whole while the other drops the publisher, dies and comes back', async () => {
    bench = new Bench();
    const platform = async (name: string) => {
      const ports = { rtmpPort: await freePort(), httpPort: await freePort() };
      const start = (): Promise<ChildProcess> => startNginx(bench.path(name), ports, key, (command, args) => bench.spawn(command, args));
      return { url: `rtmp://127.0.0.1:${ports.rtmpPort}/live`, http: `http://127.0.0.1:${ports.httpPort}`, start, process: await start() };
    };
    const [steady, shaky] = [await platform('steady'), await platform('shaky')];
    show = await studioOnAir({ show: { destinations: [steady, shaky].map(({ url }) => ({ url, streamKey: key })) } });
    const current = show;
    const states = (id: string): string[] =>
      current.events.flatMap((event) => (event.type === 'destination' && event.destinationId === id ? [event.state] : []));
    const lives = (id: string): number => states(id).filter((state) => state === 'live').length;
    await waitUntil('both to be live', () => lives('destination-1') === 1 && lives('destination-2') === 1);
    const viewer = await startViewer(`${steady.url}/${key}`, path.join(show.dir, 'steady.flv'));

    expect((await show.speak(beaconTurnText(1, 2))).state).toBe('ended');
    expect(await (await fetch(`${shaky.http}/control/drop/publisher?app=live&name=${key}`)).text()).toBe('1');
    expect((await show.speak(beaconTurnText(2, 2))).state).toBe('ended');
    await waitUntil('the dropped one to be back', () => lives('destination-2') === 2);
    shaky.process.kill('SIGKILL');
    expect((await show.speak(beaconTurnText(3, 2))).state).toBe('ended');
    await waitUntil('the loss to be seen', () => states('destination-2').at(-1) === 'reconnecting');
    await shaky.start();
    await waitUntil('the restarted one to be back', () => lives('destination-2') === 3, 60_000);
    await viewer.stop();

    expect(states('destination-1')).toEqual(['connecting', 'live']);
    const { video } = packetTimes(viewer.file);
    expect(video.length).toBeGreaterThan(200);
    expect(largestStep(video)).toBeLessThanOrEqual(oneFrameMoreSeconds);
    const report = path.join(show.dir, 'verify.json');
    await runVerify([viewer.file, '--json', report], { out: () => {}, err: () => {} });
    const { sound } = JSON.parse(readFileSync(report, 'utf8')) as VerifyReport;
    expect(sound).toMatchObject({ turnsHeard: 3, turnsLost: [], turnsDoubled: [], turnsIncomplete: [], clausesCut: [] });
    expect(show.studio.snapshot().destinations.find(({ destinationId }) => destinationId === 'destination-2')).toMatchObject({
      state: 'live',
      figures: { reconnects: expect.any(Number) },
      lastProblem: { en: expect.stringMatching(/other destinations go on/) },
    });
  });
});
