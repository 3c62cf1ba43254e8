/** Everything that a server can do to a sender, at once, beside a platform that works and a recording: words, a state, and the show goes on. */
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asDestinationId } from '../../../main/contract/ids.ts';
import { systemClock } from '../../../main/kernel/clock.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { preflightDestination } from '../../../main/outlet/control/preflight-destination.ts';
import { probeSrt } from '../../../main/outlet/control/probe-srt.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { nginxUnavailable, startNginx } from '../../fixtures/nginx/start-nginx.ts';
import { type Behaviour, type ScriptedServer, startScriptedServer } from '../../fixtures/rtmp/scripted-server.ts';
import { createTestAuthority, opensslUnavailable, startTlsFront } from '../../fixtures/tls/test-authority.ts';
import {
  Bench,
  entriesDir,
  ffmpeg,
  freePort,
  kill,
  probePackets,
  sizeOf,
  startEncoder,
  startOutlet,
  until,
  type OutletBench,
} from './support.ts';

const unavailable = nginxUnavailable() ?? opensslUnavailable();
if (unavailable !== null) console.log(`skipped: bad servers beside a good one (${unavailable})`);

const key = 'right-key';
const hidden = 'sk-very-hidden-key';
const maxQueueBytes = 600_000;

describe.skipIf(unavailable !== null)('outlet among bad servers', () => {
  let bench: Bench;
  let outlet: OutletBench;
  let nginxPort: number;
  let add: (id: string, url: string, more?: { streamKey?: string; extraCaPem?: string; srtFfmpegPath?: string }) => Promise<void>;
  const last = (id: string): string => outlet.destinationStates(asDestinationId(id)).at(-1) ?? 'none';
  const said = (id: string): string =>
    outlet.events.flatMap((event) => (event.type === 'destination' && event.id === id && event.message ? [event.message.en] : [])).at(-1) ??
    '';
  const scripted = async (behaviour: Behaviour): Promise<ScriptedServer> => {
    const server = await startScriptedServer(behaviour);
    bench.defer(() => server.close());
    return server;
  };

  beforeEach(async () => {
    bench = new Bench();
    const ports = { rtmpPort: await freePort(), httpPort: await freePort() };
    nginxPort = ports.rtmpPort;
    await startNginx(bench.path('nginx'), ports, key, (command, args) => bench.spawn(command, args));
    outlet = await startOutlet(bench);
    await startEncoder(bench, outlet.mediaPath, 1, 4000);
    await until('live', async () => (await outlet.stats()).source === 'live');
    add = (id, url, more = {}) => outlet.outlet.addDestination({ id: asDestinationId(id), url, streamKey: hidden, maxQueueBytes, ...more });
    await add('good', `rtmp://127.0.0.1:${nginxPort}/live`, { streamKey: key });
    await until('the good one is live', () => last('good') === 'live');
  });
  afterEach(() => bench.dispose());

  it('goes on: each trouble in its own words, the key in none of them, the good one and the recording untouched, memory bounded', async () => {
    await outlet.outlet.startRecording({ path: bench.path('show.mp4'), title: 'A show', aiGenerated: true });
    const url = (server: { port: number }): string => `rtmp://127.0.0.1:${server.port}/live`;
    const elsewhere = await scripted({ kind: 'take' });
    const deaf = await scripted({ kind: 'deaf' });
    await add('bad-url', 'rtmp://');
    await add('nobody', `rtmp://127.0.0.1:${await freePort()}/live`);
    await add('no-host', 'rtmp://no-such-host.invalid/live');
    await add('mute', url(await scripted({ kind: 'mute' })));
    await add('slow-loris', url(await scripted({ kind: 'slow-loris' })));
    await add('garbage', url(await scripted({ kind: 'garbage' })));
    await add(
      'refuse',
      url(await scripted({ kind: 'refuse', code: 'NetConnection.Connect.Rejected', description: `no app for ${hidden}` })),
    );
    await add('redirect', url(await scripted({ kind: 'redirect', to: `rtmp://127.0.0.1:${elsewhere.port}/live` })));
    await add('close-after-publish', url(await scripted({ kind: 'close-after-publish' })));
    await add('deaf', url(deaf));
    await until('the redirected one is live elsewhere', () => last('redirect') === 'live' && elsewhere.mediaBytes > 100_000);

    let largestQueue = 0;
    await until(
      'every trouble has its words',
      async () => {
        for (const { queuedBytes } of (await outlet.stats()).destinations) largestQueue = Math.max(largestQueue, queuedBytes);
        return (
          ['nobody', 'no-host', 'mute', 'slow-loris', 'garbage', 'close-after-publish', 'deaf'].every((id) => said(id) !== '') &&
          last('refuse') === 'failed'
        );
      },
      60_000,
    );
    expect(last('bad-url')).toBe('failed');
    expect(said('bad-url')).toMatch(/address of this destination cannot be used/);
    expect(said('nobody')).toMatch(/nothing listens there/);
    expect(said('no-host')).toMatch(/no host has this name|names cannot be looked up/);
    for (const id of ['mute', 'slow-loris']) expect(said(id)).toMatch(/does not agree to the stream in time/);
    expect(said('garbage')).toMatch(/does not speak RTMP/);
    expect(said('refuse')).toMatch(/NetConnection\.Connect\.Rejected: no app for \*\*\*.*not tried any more/s);
    expect(said('close-after-publish')).toMatch(/hung up before it took the stream/);
    expect(elsewhere.published).toEqual([hidden]);
    // nothing reads there: the queue fills to its bound, then it is dropped and said
    expect(outlet.destinationStates(asDestinationId('deaf')).slice(0, 2)).toEqual(['connecting', 'live']);
    expect(largestQueue).toBeLessThanOrEqual(maxQueueBytes + 200_000);

    expect(outlet.destinationStates(asDestinationId('good'))).toEqual(['connecting', 'live']);
    const good = (await outlet.stats()).destinations.find(({ id }) => id === 'good');
    expect(good).toMatchObject({ state: 'live', reconnects: 0, droppedVideoTags: 0 });
    expect(good?.kbps).toBeGreaterThan(0);
    expect(JSON.stringify([outlet.events, await outlet.stats()])).not.toContain(hidden);
    const recording = await outlet.outlet.stopRecording();
    const times = probePackets(recording?.path ?? '').flatMap(({ stream, ptsSeconds }) => (stream === 'video' ? [ptsSeconds] : []));
    const steps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.max(...steps)).toBeLessThan(3 / 30);
  });

  it('checks certificates: takes the right one, and says what is wrong with the others without sending them a byte of RTMP', async () => {
    const authority = createTestAuthority(bench.path('tls'));
    const extraCaPem = authority.caPem;
    const fronts = new Map<string, Awaited<ReturnType<typeof startTlsFront>>>();
    for (const kind of ['good', 'expired', 'other-host', 'self-signed'] as const) {
      const front = await startTlsFront(authority.certificate(kind), nginxPort);
      bench.defer(() => front.close());
      fronts.set(kind, front);
    }
    const port = (kind: string): number => fronts.get(kind)?.port ?? 0;
    await outlet.outlet.removeDestination(asDestinationId('good'));
    await add('tls-good', `rtmps://localhost:${port('good')}/live`, { streamKey: key, extraCaPem });
    for (const kind of ['expired', 'other-host', 'self-signed']) await add(kind, `rtmps://localhost:${port(kind)}/live`, { extraCaPem });
    await add('unknown', `rtmps://localhost:${port('good')}/live`);
    await add('plain-there', `rtmps://127.0.0.1:${nginxPort}/live`);
    await add('tls-there', `rtmp://localhost:${port('good')}/live`);
    await until('the right one is live', () => last('tls-good') === 'live');
    await until('the others have words', () =>
      ['expired', 'other-host', 'self-signed', 'unknown', 'plain-there', 'tls-there'].every((id) => said(id) !== ''),
    );
    expect(said('expired')).toMatch(/it has expired.*not even the key/s);
    expect(said('other-host')).toMatch(/made for another host/);
    expect(said('self-signed')).toMatch(/signed it itself/);
    expect(said('unknown')).toMatch(/nobody that this computer trusts/);
    expect(said('plain-there')).toMatch(/does not begin the encryption/);
    expect(said('tls-there')).toMatch(/rtmps:\/\/|cannot be reached/);
    for (const kind of ['expired', 'other-host', 'self-signed']) expect(fronts.get(kind)?.passedBytes).toBe(0);
    expect(fronts.get('good')?.passedBytes).toBeGreaterThan(10_000);
  });

  it('takes a pause of the whole machine for what it is: no destination is called stalled, nothing comes in a burst', async () => {
    const pid = outlet.outlet.pid ?? 0;
    process.kill(pid, 'SIGSTOP');
    // longer than what a clock forgives, shorter than what main takes for a hang: main itself is not paused here
    await new Promise((done) => setTimeout(done, 2000));
    process.kill(pid, 'SIGCONT');
    const before = (await outlet.stats()).videoMs;
    await until('two more seconds', async () => (await outlet.stats()).videoMs > before + 2000);
    expect(outlet.destinationStates(asDestinationId('good')).filter((state) => state !== 'congested')).not.toContain('reconnecting');
    expect((await outlet.stats()).destinations[0]).toMatchObject({ reconnects: 0 });
  });

  it('sends SRT through ffmpeg, with nothing secret in any command line, and comes back', async () => {
    if (!(await probeSrt(ffmpeg))) {
      console.log('skipped: this ffmpeg has no srt');
      return;
    }
    const port = await freePort();
    const passphrase = 'ten-letters-and-more';
    const listen = (name: string) =>
      bench.spawn(ffmpeg, [
        '-v',
        'error',
        '-y',
        '-i',
        `srt://127.0.0.1:${port}?mode=listener&passphrase=${passphrase}`,
        '-c',
        'copy',
        '-f',
        'mpegts',
        bench.path(name),
      ]);
    const receiver = listen('srt.ts');
    await add('srt', `srt://127.0.0.1:${port}?passphrase=${passphrase}`, { srtFfmpegPath: ffmpeg });
    await add('no-srt', `srt://127.0.0.1:${port}`);
    expect(said('no-srt')).toMatch(/SRT cannot be used/);
    await until('live by SRT', () => last('srt') === 'live', 40_000);
    for (const name of readdirSync('/proc')) {
      if (!/^\d+$/.test(name)) continue;
      const line = ((): string => {
        try {
          return readFileSync(`/proc/${name}/cmdline`, 'utf8');
        } catch {
          return '';
        }
      })();
      if (line.includes('mode=listener')) continue;
      expect(line).not.toContain(passphrase);
      expect(line).not.toContain(hidden);
    }
    await kill(receiver);
    await until('the loss is seen', () => last('srt') === 'reconnecting', 40_000);
    const second = listen('again.ts');
    await until('live again', () => last('srt') === 'live', 60_000);
    await until('pictures arrive', () => sizeOf(bench.path('again.ts')) > 10_000);
    await kill(second, 'SIGTERM');
    expect(outlet.destinationStates(asDestinationId('good'))).toEqual(['connecting', 'live']);
    expect(JSON.stringify(outlet.events)).not.toMatch(/ten-letters|very-hidden/);
  });

  it('tests before the show: what is right, what is refused, what nobody serves; nothing of it on air', async () => {
    const run = (url: string, streamKey: string, intent: 'publish' | 'look' = 'publish') =>
      preflightDestination(
        { adapter: createNodeForkAdapter(), entriesDir, clock: systemClock, logger: silentLogger },
        { url, streamKey, intent, samplePath: bench.path('slate.flv'), wantedKbps: 1500 },
      );
    const nginxUrl = `rtmp://127.0.0.1:${nginxPort}/live`;
    const outcomes = async (report: ReturnType<typeof run>) => (await report).steps.map(({ step, outcome }) => `${step} ${outcome}`);
    await outlet.outlet.removeDestination(asDestinationId('good'));
    const good = await run(nginxUrl, key);
    expect(good.steps.map(({ step, outcome }) => `${step} ${outcome}`)).toEqual(['address warn', 'reach ok', 'accept ok', 'upload ok']);
    expect(good.measuredKbps).toBeGreaterThan(1500);
    expect(await outcomes(run(nginxUrl, hidden))).toEqual(['address warn', 'reach ok', 'accept failed', 'upload skipped']);
    expect(await outcomes(run(nginxUrl, hidden, 'look'))).toEqual(['address warn', 'reach ok', 'accept skipped', 'upload skipped']);
    const nobody = run(`rtmp://127.0.0.1:${await freePort()}/live`, hidden);
    expect(await outcomes(nobody)).toEqual(['address warn', 'reach failed', 'accept skipped', 'upload skipped']);
    expect(await outcomes(run('rtmp://', hidden))).toEqual(['address failed', 'reach skipped', 'accept skipped', 'upload skipped']);
    expect(JSON.stringify([await nobody, await run(nginxUrl, hidden)])).not.toContain(hidden);
  });
});
