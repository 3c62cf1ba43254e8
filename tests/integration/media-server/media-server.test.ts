/** The media server process: ports, signed publishing, open playing, crash and slow viewers, all with the real one. */
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createMediaServer, type MediaServer } from '../../../main/media-server/control/create-media-server.ts';
import { publishTarget, signPublishPath } from '../../../main/media-server/control/sign-publish-path.ts';
import type { MediaServerEvent } from '../../../main/media-server/protocol/control.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { Bench, encoder, entriesDir, ffmpeg, freePort, probeFormat, until, video } from '../outlet/support.ts';
import { slateEncoder } from '../../../main/app/slate-encoder.ts';

let bench: Bench;
beforeEach(() => {
  bench = new Bench();
});
afterEach(() => bench.dispose());

interface Watched {
  readonly server: MediaServer;
  readonly events: MediaServerEvent[];
  readonly states: { readonly state: string; readonly message?: unknown }[];
}

function create(rtmpPort = 0, httpPort = 0): Watched {
  const server = createMediaServer({
    adapter: createNodeForkAdapter(),
    entriesDir,
    config: { rtmpPort, httpPort, dataDir: bench.path('nms'), publishSecret: 'secret' },
    clock: systemClock,
    logger: silentLogger,
  });
  bench.defer(() => server.dispose());
  const events: MediaServerEvent[] = [];
  const states: Watched['states'][number][] = [];
  server.onEvent((event) => events.push(event));
  server.onState((change) => states.push(change));
  return { server, events, states };
}

const publish = (url: string, kbps: number = encoder.videoBitrateKbps) =>
  bench.spawn(
    ffmpeg,
    [
      [
        '-hide_banner',
        '-loglevel',
        'error',
        '-nostdin',
        '-re',
        '-f',
        'lavfi',
        '-i',
        `testsrc=s=${video.width}x${video.height}:r=${video.fps}`,
      ],
      [
        '-re',
        '-f',
        'lavfi',
        '-i',
        'sine=r=48000',
        ...slateEncoder(video, { ...encoder, videoBitrateKbps: kbps }).codecArgs,
        '-f',
        'flv',
        url,
      ],
    ].flat(),
  );

const fullUrl = ({ url, streamKey }: { url: string; streamKey: string }): string => `${url}/${streamKey}`;

describe('media server', () => {
  it('listens on free loopback ports and shows what a signed publisher sends, to any page', async () => {
    const { server, events } = create();
    const { rtmpPort, httpPort } = await server.started;
    expect(rtmpPort).not.toBe(httpPort);
    publish(fullUrl(server.publishTarget('/live/show')));
    await until('a publisher', () => events.some((event) => event.type === 'publish' && event.path === '/live/show'));
    const format = await until('a picture by RTMP', () => {
      try {
        return probeFormat(server.rtmpUrl('/live/show'));
      } catch {
        return null;
      }
    });
    expect(format.codecs).toEqual(expect.arrayContaining(['h264', 'aac']));

    const response = await fetch(server.httpFlvUrl('/live/show'), { headers: { origin: 'app://studio' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    const { value } = (await response.body?.getReader().read()) ?? {};
    expect(Buffer.from(value ?? []).toString('latin1', 0, 3)).toBe('FLV');
    expect((await fetch(`http://127.0.0.1:${httpPort}/admin`)).status).toBe(404);
  });

  it('refuses a publisher with a wrong signature', async () => {
    const { server, events } = create();
    const { rtmpPort } = await server.started;
    const forged = publish(fullUrl(publishTarget(rtmpPort, '/live/show', 'guessed')));
    await until('the publisher was thrown out', () => forged.exitCode !== null);
    const expired = publish(`rtmp://127.0.0.1:${rtmpPort}${signPublishPath('/live/show', 'secret', { lifetimeMs: -5000 })}`);
    await until('the expired one too', () => expired.exitCode !== null);
    expect(events.filter((event) => event.type === 'publish')).toEqual([]);
  });

  it('says in a code and in words that a port is taken, and takes nothing down', async () => {
    const other = createServer();
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
    bench.defer(() => other.close());
    const { port } = other.address() as AddressInfo;
    const { server, states } = create(port, await freePort());
    await expect(server.started).rejects.toMatchObject({ code: 'port-taken', detail: { port } });
    await until('given up', () => server.state === 'given-up');
    expect(states.at(-1)).toMatchObject({
      message: { en: expect.stringContaining(String(port)), zh: expect.stringContaining(String(port)) },
    });
  });

  it('comes back on the same ports after SIGKILL', async () => {
    const { server, states } = create();
    const ports = await server.started;
    const pid = server.pid ?? 0;
    process.kill(pid, 'SIGKILL');
    await until('running again', () => states.filter((change) => change.state === 'running').length === 2);
    expect(server.pid).not.toBe(pid);
    expect(server.rtmpUrl('/live/show')).toBe(`rtmp://127.0.0.1:${ports.rtmpPort}/live/show`);
    await until(
      'it answers there',
      () =>
        new Promise<boolean>((done) => {
          const probe = connect(ports.rtmpPort, '127.0.0.1', () => {
            probe.destroy();
            done(true);
          });
          probe.once('error', () => done(false));
        }),
    );
  });

  it('throws out a viewer that does not read', async () => {
    const { server, events } = create();
    const { httpPort } = await server.started;
    publish(fullUrl(server.publishTarget('/live/show')), 60_000);
    await until('a publisher', () => events.some((event) => event.type === 'publish'));
    const sleeper = connect(httpPort, '127.0.0.1', () => sleeper.write('GET /live/show.flv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'));
    sleeper.on('error', () => {});
    sleeper.pause();
    bench.defer(() => sleeper.destroy());
    await until('it plays', () => events.some((event) => event.type === 'play'));
    await until('it was thrown out', () => events.some((event) => event.type === 'unplay'), 60_000);
    expect(server.state).toBe('running');
  });

  it('leaves no process behind', async () => {
    const { server } = create();
    await server.started;
    const pid = server.pid ?? 0;
    await server.dispose();
    expect(() => process.kill(pid, 0)).toThrow();
    expect(server.state).toBe('stopped');
  });
});
