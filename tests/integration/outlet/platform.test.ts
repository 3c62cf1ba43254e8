/** Our publisher against a server that somebody else wrote: nginx with the RTMP module. */
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asDestinationId } from '../../../main/contract/ids.ts';
import { nginxUnavailable, startNginx } from '../../fixtures/nginx/start-nginx.ts';
import {
  Bench,
  freePort,
  kill,
  localDestination,
  probePackets,
  sizeOf,
  startEncoder,
  startMediaServer,
  startOutlet,
  startViewer,
  until,
} from './support.ts';

const unavailable = nginxUnavailable();
if (unavailable !== null) console.log(`skipped: tests against nginx with the RTMP module (${unavailable})`);

const key = 'right-key';
const platform = asDestinationId('platform');

describe.skipIf(unavailable !== null)('outlet and a platform', () => {
  let bench: Bench;
  let nginx: ChildProcess;
  let url: string;
  let http: string;
  beforeEach(async () => {
    bench = new Bench();
    const ports = { rtmpPort: await freePort(), httpPort: await freePort() };
    nginx = await startNginx(bench.path('nginx'), ports, key, (command, args) => bench.spawn(command, args));
    url = `rtmp://127.0.0.1:${ports.rtmpPort}/live`;
    http = `http://127.0.0.1:${ports.httpPort}`;
  });
  afterEach(() => bench.dispose());

  const rssKiB = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);

  it('is accepted, comes back after being thrown out, and a viewer there sees it', async () => {
    const { outlet, mediaPath, stats, destinationStates } = await startOutlet(bench);
    await startEncoder(bench, mediaPath, 1);
    await until('live', async () => (await stats()).source === 'live');
    await outlet.addDestination({ id: platform, url, streamKey: key, maxQueueBytes: 4_000_000 });
    await until('accepted', () => destinationStates(platform).includes('live'));
    const viewer = startViewer(bench, `${url}/${key}`);
    await until('the viewer receives', () => sizeOf(viewer.path) > 50_000);
    await kill(viewer.process, 'SIGTERM');
    const packets = probePackets(viewer.path);
    expect(packets.filter((packet) => packet.stream === 'video').length).toBeGreaterThan(20);
    expect(packets.filter((packet) => packet.stream === 'audio').length).toBeGreaterThan(20);
    await until('bytes are acknowledged', async () => ((await stats()).destinations[0]?.acknowledgedBytes ?? 0) > 0);

    const dropped = await fetch(`${http}/control/drop/publisher?app=live&name=${key}`);
    expect(await dropped.text()).toBe('1');
    await until('live again', () => destinationStates(platform).filter((state) => state === 'live').length === 2);
    expect(destinationStates(platform)).toEqual(['connecting', 'live', 'reconnecting', 'live']);
    expect((await stats()).destinations[0]?.reconnects).toBe(1);

    await outlet.removeDestination(platform);
    await until('nginx has no publisher left', async () => !(await (await fetch(`${http}/stat`)).text()).includes('<publishing/>'));
    expect(destinationStates(platform).at(-1)).toBe('stopped');
  });

  it('says in words that a key is refused, without the key', async () => {
    const { outlet, events, destinationStates } = await startOutlet(bench);
    const streamKey = 'sk_live_very-secret?token=also secret';
    await outlet.addDestination({ id: platform, url, streamKey, maxQueueBytes: 4_000_000 });
    await until('refused twice', () => destinationStates(platform).filter((state) => state === 'reconnecting').length >= 2);
    expect(destinationStates(platform)).not.toContain('live');
    const said = events.find((event) => event.type === 'destination' && event.state === 'reconnecting');
    expect(said).toMatchObject({ message: { en: expect.stringMatching(/stream key/), zh: expect.stringMatching(/推流码/) } });
    expect(JSON.stringify(events)).not.toMatch(/very-secret|also.secret/);
  });

  it('keeps memory bounded and the others untouched while the platform is frozen', async () => {
    const server = await startMediaServer(bench);
    const { outlet, mediaPath, stats, destinationStates } = await startOutlet(bench);
    await startEncoder(bench, mediaPath, 1, 10_000);
    await until('live', async () => (await stats()).source === 'live');
    await outlet.addDestination({ id: localDestination, ...server.publishTarget('/live/show'), maxQueueBytes: 8_000_000 });
    const maxQueueBytes = 1_000_000;
    await outlet.addDestination({ id: platform, url, streamKey: key, maxQueueBytes });
    await until('both live', () => destinationStates(platform).includes('live') && destinationStates(localDestination).includes('live'));
    const rssBefore = rssKiB(outlet.pid ?? 0);
    const of = async (id: string) => (await stats()).destinations.find((one) => one.id === id);

    nginx.kill('SIGSTOP');
    let largestQueue = 0;
    await until(
      'congested, then given up',
      async () => {
        largestQueue = Math.max(largestQueue, (await of('platform'))?.queuedBytes ?? 0);
        return destinationStates(platform).includes('reconnecting');
      },
      60_000,
    );
    expect(destinationStates(platform)).toEqual(['connecting', 'live', 'congested', 'reconnecting']);
    expect(largestQueue).toBeGreaterThan(0);
    expect(largestQueue).toBeLessThanOrEqual(maxQueueBytes + 200_000);
    expect((await of('platform'))?.droppedVideoTags).toBeGreaterThan(0);
    expect(rssKiB(outlet.pid ?? 0) - rssBefore).toBeLessThan(60_000);
    expect(await of('local')).toMatchObject({ state: 'live', reconnects: 0, droppedVideoTags: 0 });
    expect(destinationStates(localDestination)).toEqual(['connecting', 'live']);

    nginx.kill('SIGCONT');
    await until('the platform is live again', async () => (await of('platform'))?.state === 'live', 60_000);
  });
});
