/** Main killed on air, and what the next start makes of it: real processes, SIGKILL, a platform that is not ours to restart, a player on it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { treeOf } from '../../../bench/lib/process-tree.ts';
import { createStudio, type Studio } from '../../../main/app/create-studio.ts';
import { beaconConfig } from '../../../main/app/studio-config.ts';
import { beaconTurnText } from '../../../main/contract/beacon.ts';
import type { ShowEvent } from '../../../main/contract/show-events.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../../main/processes/adapters/node-fork.ts';
import { inspectPart } from '../../../main/recording/inspect-part.ts';
import { openStorage } from '../../../main/storage/open-storage.ts';
import { createRedactor } from '../../../main/telemetry/redactor.ts';
import { Bench, startMediaServer } from '../outlet/support.ts';
import { isAlive, playableSeconds, rootDir, startViewer, waitUntil } from '../support/studio-on-air.ts';
import { cuesOf } from '../support/subtitle-cues.ts';

let bench: Bench;
let dataDir: string;
// any studio that starts beside this one would clear away what the killed one has left: it looks into a folder of its own
const usualTemp = process.env['TMPDIR'];
let temp: string;
beforeEach(() => {
  temp = mkdtempSync(path.join(os.tmpdir(), 'vanchor-temp-'));
  process.env['TMPDIR'] = temp;
  bench = new Bench();
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'vanchor-resume-'));
});
afterEach(async () => {
  await bench.dispose();
  rmSync(dataDir, { recursive: true, force: true });
  if (usualTemp === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = usualTemp;
  rmSync(temp, { recursive: true, force: true });
});

const recordingsDir = (): string => path.join(dataDir, 'recordings');

/** A studio with these folders that is not on air. */
function openStudio(): Promise<Studio> {
  return createStudio({
    adapter: createNodeForkAdapter(),
    entriesDir: path.join(rootDir, 'dist/main/children'),
    resourcesDir: path.join(rootDir, 'resources'),
    dataDir,
    recordingsDir: recordingsDir(),
    redactor: createRedactor(),
    logger: silentLogger,
    config: { ...beaconConfig, rtmpPort: 0, httpPort: 0 },
  });
}

interface Cli {
  readonly process: ChildProcess;
  readonly events: ShowEvent[];
  until(what: string, match: (event: ShowEvent) => boolean): Promise<ShowEvent>;
  say(text: string): void;
}

function startCli(...args: string[]): Cli {
  const child = spawn(
    process.execPath,
    [path.join(rootDir, 'dist/main/cli.js'), 'live', '--beacon', '--rtmp-port', '0', '--http-port', '0', '--json', ...args],
    { env: { ...process.env, VANCHOR_DATA_DIR: dataDir }, stdio: ['pipe', 'pipe', 'inherit'] },
  );
  bench.defer(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
  });
  const events: ShowEvent[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) events.push(JSON.parse(line) as ShowEvent);
  });
  return {
    process: child,
    events,
    async until(what, match) {
      await waitUntil(what, () => events.some(match) || child.exitCode !== null, 60_000);
      const found = events.find(match);
      if (!found) throw new Error(`the show ended before ${what}: ${JSON.stringify(events.slice(-5))}`);
      return found;
    },
    say: (text) => void child.stdin?.write(`${text}\n`),
  };
}

describe('main is killed on air', () => {
  it('and the next start takes the show up: same destination, seen by a player there, recording as it was, turns closed with the reason', async () => {
    const platform = await startMediaServer(bench);
    const target = platform.publishTarget('/live/resumed');
    const first = await openStudio();
    expect(first.snapshot().resumeOffer).toBeNull();
    const added = await first.destinations.add({ presetId: 'custom', title: 'Platform', ...target, keep: 'plain-file' });
    if (!added.done) throw new Error(added.words.en);
    const { destinationId } = added;
    await first.dispose();

    const killed = startCli('--record', '--kept-destinations');
    const isLive = (event: ShowEvent): boolean =>
      event.type === 'destination' && event.destinationId === destinationId && event.state === 'live';
    await killed.until('the platform to be live', isLive);
    await killed.until('the first turn to have ended', (event) => event.type === 'turn' && event.state === 'ended');
    await waitUntil('a turn to be spoken', () => {
      const last = killed.events.findLast((event) => event.type === 'turn');
      return last?.type === 'turn' && last.state === 'speaking';
    });
    const children = treeOf(killed.process.pid ?? 0).filter((pid) => pid !== killed.process.pid);
    expect(children.length).toBeGreaterThan(6);
    const killedAt = performance.now();
    killed.process.kill('SIGKILL');
    await waitUntil('every child to end', () => children.every((pid) => !isAlive(pid)));
    console.log(`main was killed: ${children.length} children were gone after ${Math.round(performance.now() - killedAt)} ms`);
    const [left = ''] = readdirSync(recordingsDir()).filter((name) => name.endsWith('.mp4'));
    expect(playableSeconds(path.join(recordingsDir(), left))).toBeGreaterThan(0.5);
    const sockets = (): string[] => readdirSync(os.tmpdir()).filter((name) => name.startsWith(`vanchor-sockets-${killed.process.pid}-`));
    expect(sockets()).toHaveLength(1);

    // a start that is only looked at: the offer stays, what is half done is done by the next one
    const looked = await openStudio();
    await looked.ready;
    expect(looked.snapshot().resumeOffer).toMatchObject({
      record: true,
      preset: '720p',
      destinations: [{ destinationId, title: 'Platform' }],
      leftOut: [],
    });
    expect(sockets()).toEqual([]);
    await looked.dispose();
    const storage = openStorage({ dir: dataDir, logger: silentLogger, now: Date.now });
    expect(storage.shows.turns(1)).toMatchObject([
      { state: 'cut-off', reason: { en: expect.stringMatching(/studio ended/), zh: expect.any(String) } },
    ]);
    expect(storage.shows.shows(1)[0]?.endedAtMs).toBeGreaterThan(0);
    storage.close();
    for (const name of readdirSync(dataDir).filter((file) => file.startsWith('studio.db')))
      expect(readFileSync(path.join(dataDir, name), 'latin1')).not.toContain(target.streamKey);

    const resumed = startCli('--resume');
    await resumed.until('the platform to be live again', isLive);
    const viewer = await startViewer(platform.rtmpUrl('/live/resumed'), bench.path('viewer.flv'));
    resumed.say(beaconTurnText(1, 1));
    await resumed.until('a turn to have ended', (event) => event.type === 'turn' && event.state === 'ended');
    expect(viewer.ended).toBeUndefined();
    await viewer.stop();
    expect(playableSeconds(viewer.file)).toBeGreaterThan(1);
    expect(resumed.events.some((event) => event.type === 'recording' && event.state === 'recording')).toBe(true);
    const exit = new Promise((resolve) => resumed.process.once('exit', resolve));
    resumed.process.kill('SIGTERM');
    expect(await exit).toBe(0);

    // it ended in order, so nothing is offered any more; both recordings are normal files
    const last = await openStudio();
    expect(last.snapshot().resumeOffer).toBeNull();
    await last.recordingsSettled();
    const { recordings } = await last.recording.list();
    await last.dispose();
    expect(recordings.map(({ state }) => state)).toEqual(['finished', 'finished']);
    expect(await inspectPart(path.join(recordingsDir(), left))).toMatchObject({ fragmented: false });
    expect(cuesOf(path.join(recordingsDir(), left.replace(/\.mp4$/, '.srt'))).length).toBeGreaterThan(0);
    expect(readdirSync(recordingsDir()).filter((name) => name.includes('finalising'))).toEqual([]);
  });

  it('and the kept minutes of the dead are taken away, a declined offer is gone for good', async () => {
    const first = await openStudio();
    await first.recording.setReplay(1);
    await first.dispose();
    const killed = startCli('--record');
    await killed.until('a turn to have ended', (event) => event.type === 'turn' && event.state === 'ended');
    const kept = path.join(dataDir, 'replay');
    await waitUntil(
      'something to be kept',
      () => existsSync(kept) && readdirSync(kept, { recursive: true }).some((name) => String(name).endsWith('.flv')),
    );
    const children = treeOf(killed.process.pid ?? 0);
    killed.process.kill('SIGKILL');
    await waitUntil('every child to end', () => children.every((pid) => !isAlive(pid)));
    const next = await openStudio();
    expect(existsSync(kept) ? readdirSync(kept) : []).toEqual([]);
    expect(next.snapshot().resumeOffer).toMatchObject({ record: true, destinations: [] });
    next.declineResume();
    expect(next.snapshot().resumeOffer).toBeNull();
    await expect(next.acceptResume()).rejects.toMatchObject({ code: 'nothing-to-resume' });
    await next.dispose();
    const again = await openStudio();
    expect(again.snapshot().resumeOffer).toBeNull();
    await again.dispose();
  });
});
