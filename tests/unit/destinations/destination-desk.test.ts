import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { destinationPresetIds, destinationPresets } from '../../../main/contract/destination-presets.ts';
import { asDestinationId } from '../../../main/contract/ids.ts';
import { videoFormat } from '../../../main/contract/media.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createDestinationDesk, type DestinationDesk } from '../../../main/destinations/create-destination-desk.ts';
import type { DestinationRecord } from '../../../main/destinations/destination-store.ts';
import { adoptDestinationFile } from '../../../main/destinations/adopt-destination-file.ts';
import { openStorage, type Storage } from '../../../main/storage/open-storage.ts';
import { parseRtmpUrl } from '../../../main/outlet/child/rtmp/rtmp-url.ts';
import { hasSrtOutput } from '../../../main/outlet/control/probe-srt.ts';
import type { DestinationSpec, PreflightRequest } from '../../../main/outlet/protocol/control.ts';

const key = 'sk_live_secret';
const video = videoFormat('1080p', 60);
let dir: string;
let secrets: Map<string, string>;
let listed: readonly DestinationRecord[];
let asked: Omit<PreflightRequest, 'samplePath' | 'wantedKbps'>[];
/** The shows that destinations were tried for. */
let triedFor: unknown[];
let storage: Storage | undefined;
/** The studio's own database, as after a start. */
function open(): Storage {
  storage?.close();
  storage = openStorage({ dir, logger: silentLogger, now: () => 1000 });
  return storage;
}
const file = (): string => join(dir, 'destinations.json');

function desk(srtFfmpegPath: () => Promise<string> = () => Promise.resolve('/ffmpeg')): DestinationDesk {
  return createDestinationDesk({
    store: open().destinations,
    secret: (name) => secrets.get(name),
    keepSecret: (name, value, place) =>
      place === 'keychain'
        ? Promise.reject(Object.assign(new Error('none'), { words: { en: 'no keychain', zh: '无' } }))
        : Promise.resolve(void secrets.set(name, value)),
    dropSecret: (name) => Promise.resolve(void secrets.delete(name)),
    srtFfmpegPath,
    preflight: (request, show) => {
      asked.push(request);
      triedFor.push(show);
      return Promise.resolve({ steps: [], measuredKbps: null });
    },
    wordsOf: (error) => (error as { words?: { en: string; zh: string } }).words,
    onListed: (records) => (listed = records),
    maxQueueBytes: 1000,
    logger: silentLogger,
  });
}

function onAir(): {
  started: DestinationSpec[];
  stopped: string[];
  start: (spec: DestinationSpec) => Promise<void>;
  stop: (id: string) => Promise<void>;
} {
  const started: DestinationSpec[] = [];
  const stopped: string[] = [];
  return { started, stopped, start: async (spec) => void started.push(spec), stop: async (id) => void stopped.push(id) };
}

const draft = { presetId: 'custom', title: 'Mine', url: 'rtmps://a.example/live?token=t0ken', streamKey: key } as const;
async function added(one: DestinationDesk, title = 'Mine'): Promise<string> {
  const answer = await one.add({ ...draft, title, keep: 'this-run' });
  if (!answer.done) throw new Error(answer.words.en);
  return answer.destinationId;
}

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'vd-'));
  secrets = new Map();
  listed = [];
  asked = [];
  triedFor = [];
});
afterEach(() => {
  storage?.close();
  storage = undefined;
  rmSync(dir, { recursive: true, force: true });
});

describe('destination desk', () => {
  it('keeps the list in the database of this user alone, and neither key nor token in it', async () => {
    const one = desk();
    const id = await added(one);
    storage?.close();
    storage = undefined;
    const text = readFileSync(join(dir, 'studio.db'), 'latin1');
    expect(text).toContain('rtmps://a.example/live');
    expect(text).not.toMatch(/sk_live|t0ken/);
    if (process.platform !== 'win32') expect(statSync(join(dir, 'studio.db')).mode & 0o777).toBe(0o600);
    expect([...secrets.values()].toSorted()).toEqual([key, 'token=t0ken']);
    expect(JSON.stringify(listed)).not.toMatch(/sk_live|t0ken/);
    const again = desk();
    await again.ready;
    expect(listed).toMatchObject([{ id, title: 'Mine', wanted: 'on' }]);
    await again.remove(id);
    expect(secrets.size).toBe(0);
    expect(listed).toEqual([]);
  });

  it('starts what is wanted with the show, and one by one while the others run', async () => {
    const one = desk();
    const [a, b] = [await added(one, 'A'), await added(one, 'B')];
    await one.stop(b);
    const air = onAir();
    await one.goOnAir(air);
    expect(air.started).toMatchObject([{ id: a, url: draft.url, streamKey: key }]);
    await one.start(b);
    expect(air.started.map(({ id }) => id)).toEqual([a, b]);
    await one.stop(a);
    expect(air.stopped).toEqual([a]);
    await one.start(b);
    expect(air.stopped).toEqual([a, b]);
    expect(air.started.map(({ id }) => id)).toEqual([a, b, b]);
    expect(listed.map(({ wanted }) => wanted)).toEqual(['off', 'on']);
    one.goOffAir();
    expect(await one.start(a)).toEqual({ done: true });
    expect(air.started).toHaveLength(3);
  });

  it('does not let one that cannot start keep the others from it', async () => {
    const one = desk();
    const [a, b] = [await added(one, 'A'), await added(one, 'B')];
    secrets.delete(`destination-${a}`);
    const air = onAir();
    await one.goOnAir(air);
    expect(air.started.map(({ id }) => id)).toEqual([b]);
    expect(await one.start(a)).toMatchObject({ done: false, words: { en: expect.stringMatching(/key of “A” is not there/) } });
  });

  it('takes two clicks on one destination in order, whatever the first has to wait for, and no other waits with it', async () => {
    const asking = createDeferred<string>();
    const one = desk(() => asking.promise);
    const srt = await one.add({ ...draft, presetId: 'srt', url: 'srt://h:9000', title: 'S', keep: 'this-run' });
    if (!srt.done) throw new Error(srt.words.en);
    const other = await added(one, 'A');
    const air = onAir();
    one.standBeside(air);
    const { destinationId } = srt;
    const clicks = [one.start(destinationId), one.start(destinationId), one.stop(destinationId), one.start(destinationId)];
    await one.start(other);
    expect(air.started.map(({ id }) => id)).toEqual([other]);
    asking.resolve('/ffmpeg');
    expect(await Promise.all(clicks)).toEqual(Array.from({ length: 4 }, () => ({ done: true })));
    // the second click is the first one's wish
    expect(air.started.map(({ id }) => id)).toEqual([other, destinationId, destinationId]);
    expect(air.stopped).toEqual([destinationId]);
    expect(listed.map(({ wanted }) => wanted)).toEqual(['on', 'on']);
    await one.start(destinationId);
    expect(air.stopped, 'one that has given up begins anew').toEqual([destinationId, destinationId]);
  });

  it('puts nothing on a show that ended while it was looked how', async () => {
    const asking = createDeferred<string>();
    const one = desk(() => asking.promise);
    const srt = await one.add({ ...draft, presetId: 'srt', url: 'srt://h:9000', title: 'S', keep: 'this-run' });
    if (!srt.done) throw new Error(srt.words.en);
    const [ended, next] = [onAir(), onAir()];
    one.standBeside(ended);
    const started = one.start(srt.destinationId);
    one.goOffAir();
    const goesOn = one.goOnAir(next);
    asking.resolve('/ffmpeg');
    await Promise.all([started, goesOn]);
    expect([ended.started.length, next.started.length]).toEqual([0, 1]);
  });

  it('says in words what it cannot do, and leaves nothing behind', async () => {
    const one = desk();
    expect(await one.add({ ...draft, keep: 'keychain' })).toEqual({ done: false, words: { en: 'no keychain', zh: '无' } });
    expect(await one.add({ ...draft, url: 'http://a/b', keep: 'this-run' })).toMatchObject({ done: false });
    expect([secrets.size, listed.length]).toEqual([0, 0]);
    for (const answer of [
      await one.start('x'),
      await one.stop('x'),
      await one.remove('x'),
      await one.preflight({ destinationId: 'x' }, video),
    ])
      expect(answer).toMatchObject({ done: false, words: { en: expect.stringMatching(/no such destination/) } });
  });

  it('tests without putting anybody on air, and never one that is on air', async () => {
    const one = desk();
    await one.preflight({ ...draft, presetId: 'twitch', streamKey: 'live_1' }, video);
    await one.preflight({ ...draft, presetId: 'twitch', streamKey: 'live_1?x=1' }, video);
    await one.preflight({ ...draft, presetId: 'youtube' }, video);
    await one.preflight(draft, video);
    expect(asked.map(({ streamKey, intent }) => `${intent} ${streamKey}`)).toEqual([
      'publish live_1?bandwidthtest=true',
      'publish live_1?x=1&bandwidthtest=true',
      `look ${key}`,
      `publish ${key}`,
    ]);
    expect(triedFor.at(-1)).toEqual({ video, presetId: draft.presetId });
    const id = await added(one);
    await one.goOnAir(onAir());
    expect(await one.preflight({ destinationId: id }, video)).toMatchObject({
      done: false,
      words: { en: expect.stringMatching(/is on air/) },
    });
  });

  it('takes over what an earlier version kept in a file, once, in its order, and leaves a broken file alone', async () => {
    const record = (id: string) => ({
      id,
      presetId: 'custom',
      title: id,
      url: 'rtmp://h/a',
      wanted: 'on',
      keySecret: `k-${id}`,
      querySecret: null,
    });
    writeFileSync(file(), JSON.stringify({ version: 1, destinations: ['b', 'a'].map(record) }));
    const first = open();
    await adoptDestinationFile(file(), first.destinations, first.keeps, silentLogger);
    expect(await first.destinations.list()).toEqual(['b', 'a'].map(record));
    expect([existsSync(file()), existsSync(`${file()}.moved`)]).toEqual([false, true]);
    const one = desk();
    await one.ready;
    await one.remove('b');
    const again = open();
    await adoptDestinationFile(file(), again.destinations, again.keeps, silentLogger);
    expect((await again.destinations.list()).map(({ id }) => id)).toEqual(['a']);
    writeFileSync(file(), '{ not json');
    await adoptDestinationFile(file(), again.destinations, again.keeps, silentLogger);
    expect(readFileSync(file(), 'utf8')).toBe('{ not json');
    expect(await again.destinations.list()).toHaveLength(1);
  });

  it('goes on when it was killed in the middle of taking the file over, and keeps the file where nothing else is kept', async () => {
    const record = {
      id: 'a',
      presetId: 'custom',
      title: 'a',
      url: 'rtmp://h/a',
      wanted: 'on',
      keySecret: null,
      querySecret: null,
    } as const;
    writeFileSync(file(), JSON.stringify({ version: 1, destinations: [record, { ...record, id: 'b' }] }));
    const store = open().destinations;
    await store.put({ ...record, id: asDestinationId('a'), wanted: 'off' });
    await adoptDestinationFile(file(), store, 'run', silentLogger);
    expect((await store.list()).map(({ id, wanted }) => `${id} ${wanted}`)).toEqual(['a off', 'b on']);
    expect(existsSync(file())).toBe(true);
  });
});

describe('presets', () => {
  it.each(destinationPresetIds)('%s is complete, and its address can be used', (id) => {
    const preset = destinationPresets[id];
    for (const words of [preset.title, preset.hint]) expect([words.en, words.zh].every((text) => text.trim() !== '')).toBe(true);
    if (preset.url !== null) expect(parseRtmpUrl(preset.url).transport).toBe('tls');
    expect(preset.trial === 'marked').toBe(preset.testSuffix !== undefined);
    expect(preset.keyframeSeconds).toBe(2);
  });
});

describe('srt in ffmpeg', () => {
  it('counts only where it can be sent', () => {
    expect(hasSrtOutput('Input:\n  file\n  srt\nOutput:\n  file\n  srtp\n')).toBe(false);
    expect(hasSrtOutput('Input:\n  file\nOutput:\n  rtmp\n  srt\n  srtp\n')).toBe(true);
    expect(hasSrtOutput('')).toBe(false);
  });
});
