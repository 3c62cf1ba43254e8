/** A line that gets narrow and wide again under both platforms of a show: the real encoder sends less, then more, and a viewer elsewhere sees one unbroken stream. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startScriptedServer } from '../../fixtures/rtmp/scripted-server.ts';
import { startSlowRelay } from '../../fixtures/rtmp/slow-relay.ts';
import { expectUnbroken, startViewer, studioOnAir, waitUntil } from '../support/studio-on-air.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).toReversed()) await one();
});

const wantedKbps = 6000;

/** kbit/s of the picture in each whole second of the file. */
function rates(file: string): number[] {
  const out = execFileSync(
    'ffprobe',
    ['-v', 'error', '-select_streams', 'v', '-show_entries', 'packet=dts_time,size', '-of', 'csv=p=0', file],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const packets = out.split('\n').flatMap((line) => {
    const [time, bytes] = line.split(',').map(Number);
    return time !== undefined && bytes !== undefined && Number.isFinite(time) && Number.isFinite(bytes) ? [{ time, bytes }] : [];
  });
  const first = packets[0]?.time ?? 0;
  const sums: number[] = [];
  for (const { time, bytes } of packets) {
    const second = Math.floor(time - first);
    sums[second] = (sums[second] ?? 0) + (bytes * 8) / 1000;
  }
  return Array.from(sums, (sum) => sum ?? 0).slice(0, -1);
}

describe('a narrow line', () => {
  it('makes the show send less when every platform is congested, and as before when the line is wide again', async () => {
    const server = await startScriptedServer({ kind: 'take' });
    undo.push(() => server.close());
    const lines = [await startSlowRelay(server.port), await startSlowRelay(server.port)];
    for (const line of lines) undo.push(() => line.close());
    const show = await studioOnAir({
      config: { videoBitrateKbps: wantedKbps, bitratePolicy: { settleMs: 3000, calmMs: 4000 } },
      show: { destinations: lines.map(({ port }, index) => ({ url: `rtmp://127.0.0.1:${port}/live`, streamKey: `key-${index}` })) },
    });
    undo.push(() => show.close());
    const encoding = () => show.studio.snapshot().show.encoding;
    await waitUntil(
      'both platforms are live',
      () => show.studio.snapshot().destinations.filter(({ state }) => state === 'live').length === 3,
    );
    const viewer = await startViewer(show.rtmpUrl, path.join(show.dir, 'viewer.flv'));
    undo.push(() => viewer.stop());
    expect(encoding()).toMatchObject({ videoKbps: wantedKbps, wantedVideoKbps: wantedKbps });

    const [one, other] = lines;
    if (!one || !other) throw new Error('two lines are needed');
    // one alone is that platform's affair
    one.kbps = 1500;
    await waitUntil(
      'one is congested',
      () => show.studio.snapshot().destinations.some(({ figures }) => (figures?.queuedMs ?? 0) > 4000),
      90_000,
    );
    expect(encoding()?.videoKbps).toBe(wantedKbps);

    const less = show.next('encoding', ({ cause }) => cause === 'congested', 120_000);
    other.kbps = 1500;
    const told = await less;
    expect(told.videoKbps).toBe(wantedKbps * 0.75);
    expect(told.message.en).toContain(String(told.videoKbps));
    expect(told.message.zh).toContain(String(told.videoKbps));
    expect(encoding()?.videoKbps).toBeLessThanOrEqual(told.videoKbps);

    const full = show.next('encoding', ({ cause, videoKbps }) => cause === 'recovered' && videoKbps === wantedKbps, 120_000);
    one.kbps = Infinity;
    other.kbps = Infinity;
    await full;
    expect(encoding()).toMatchObject({ videoKbps: wantedKbps });
    expect(show.studio.snapshot().notices.at(-1)).toMatchObject({ level: 'info', message: { zh: expect.stringContaining('恢复') } });

    await waitUntil('something came at the full bitrate', () => (rates(viewer.file).at(-1) ?? 0) > wantedKbps * 0.85);
    await expectUnbroken(viewer);
    const seen = rates(viewer.file);
    expect(Math.min(...seen.slice(1))).toBeLessThan(wantedKbps * 0.85);
  }, 360_000);
});
