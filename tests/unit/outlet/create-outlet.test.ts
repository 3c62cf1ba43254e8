import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LayerError } from '../../../main/contract/failure.ts';
import { asDestinationId, asShowId } from '../../../main/contract/ids.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createOutlet, type Outlet, type OutletProcessEvent } from '../../../main/outlet/control/create-outlet.ts';
import type { OutletConfig, OutletEvent, RecordingSpec } from '../../../main/outlet/protocol/control.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import { createFakeClock, type FakeClock, settle } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter, type InMemoryAdapter } from '../../fakes/in-memory-adapter.ts';

const config: OutletConfig = {
  showId: asShowId('s'),
  video: { width: 320, height: 180, fps: 30 },
  mediaPath: '/m',
  slatePath: '/s',
  sourceTimeoutMs: 500,
};
const destination = (id: string) => ({ id: asDestinationId(id), url: 'rtmp://a/b', streamKey: 'k', maxQueueBytes: 1 });
const recording: RecordingSpec = { path: '/show.mp4', title: 'Show', aiGenerated: true };

/** What each generation was asked, in order. */
let asked: string[][];
let adapter: InMemoryAdapter;
let clock: FakeClock;
let outlet: Outlet;
let events: (OutletEvent | OutletProcessEvent)[];

beforeEach(async () => {
  asked = [];
  events = [];
  clock = createFakeClock();
  adapter = createInMemoryAdapter({
    '/entries/outlet.js': (child) =>
      serveOver(child.link, (runtime) => {
        const calls: string[] = [];
        asked.push(calls);
        const generation = asked.length;
        const path = generation === 1 ? '/show.mp4' : `/show-${generation}.mp4`;
        return {
          methods: {
            configure: ({ slatePath, heldSlatePath }: OutletConfig) =>
              void calls.push(slatePath === '/s' ? 'configure' : `configure ${slatePath} ${heldSlatePath}`),
            'add-destination': (spec: { id: string }) => void calls.push(`add ${spec.id}`),
            'remove-destination': (request: { id: string }) => void calls.push(`remove ${request.id}`),
            'start-recording': (spec: RecordingSpec) => {
              calls.push(`record ${spec.path}`);
              if (spec.path === '/full') throw new LayerError('RecorderError', 'cannot-open', 'no');
              runtime.emit('outlet', { type: 'recording', state: 'recording', path });
            },
            'stop-recording': () => {
              calls.push('stop-recording');
              return { path, durationMs: 1000, parts: [path] };
            },
            'hold-slate': (request: { path: string | null }) => void calls.push(`hold ${request.path}`),
            'use-slates': (files: { slatePath: string }) => void calls.push(`use ${files.slatePath}`),
            stats: () => ({ generation }),
          },
        };
      }),
  });
  outlet = createOutlet({ adapter, entriesDir: '/entries', clock, logger: silentLogger });
  outlet.onEvent((event) => events.push(event));
  await settle();
  await outlet.configure(config);
});
afterEach(async () => {
  const disposed = outlet.dispose();
  await clock.advance(10_000);
  await disposed;
});

const die = async (): Promise<void> => {
  adapter.children.at(-1)?.die('SIGKILL');
  await settle();
};
const processStates = (): string[] => events.flatMap((event) => (event.type === 'process' ? [`${event.state} ${event.generation}`] : []));

describe('outlet client', () => {
  it('tells of other slates, and gives a new process those, with the one that is held', async () => {
    await outlet.holdSlate('/held');
    await outlet.useSlates({ slatePath: '/s2', moreSlatePaths: ['/more2'], heldSlatePath: '/held2' });
    expect(asked[0]).toEqual(['configure', 'hold /held', 'use /s2']);
    await die();
    await clock.advance(5000);
    expect(asked[1]).toEqual(['configure /s2 /held2']);
    await outlet.holdSlate(null);
    await outlet.useSlates({ slatePath: '/s3' });
    await die();
    await clock.advance(5000);
    expect(asked[2]).toEqual(['configure /s3 undefined']);
  });

  it('gives a new process what the old one had, and says where the programme has to go', async () => {
    await outlet.addDestination(destination('a'));
    await outlet.addDestination(destination('b'));
    await outlet.removeDestination(asDestinationId('a'));
    await outlet.startRecording(recording);
    await die();
    await clock.advance(1000);
    expect(asked[1]).toEqual(['configure', 'record /show.mp4', 'add b']);
    expect(processStates()).toEqual(['running 1', 'restarting 1', 'running 2']);
    expect(events.at(-1)).toMatchObject({ type: 'process', mediaPath: '/m' });
  });

  it('keeps what is asked for while there is no process', async () => {
    await die();
    expect(outlet.state).toBe('restarting');
    await outlet.addDestination(destination('late'));
    const started = outlet.startRecording(recording);
    await expect(outlet.stats()).rejects.toMatchObject({ code: 'no-process' });
    await clock.advance(1000);
    await started;
    expect(asked[1]).toEqual(['configure', 'add late', 'record /show.mp4']);
  });

  it('sums the parts of all processes up and records nothing more after a stop', async () => {
    await outlet.startRecording(recording);
    await settle();
    await clock.advance(5000);
    await die();
    await clock.advance(1000);
    expect(await outlet.stopRecording()).toEqual({ path: '/show.mp4', durationMs: 6000, parts: ['/show.mp4', '/show-2.mp4'] });
    await die();
    await clock.advance(1000);
    expect(asked[2]).toEqual(['configure']);
  });

  it('does not repeat a recording that could not be opened', async () => {
    await expect(outlet.startRecording({ ...recording, path: '/full' })).rejects.toMatchObject({ code: 'cannot-open' });
    await die();
    await clock.advance(1000);
    expect(asked[1]).toEqual(['configure']);
  });

  it('gives up in words after too many deaths, with nothing left pending', async () => {
    const waiting: Promise<unknown>[] = [];
    for (let death = 0; death < 20 && outlet.state !== 'given-up'; death += 1) {
      await die();
      if (outlet.state === 'restarting')
        waiting.push(
          outlet.stopRecording(),
          outlet.startRecording(recording).catch((error: unknown) => error),
        );
      await clock.advance(6000);
    }
    expect(outlet.state).toBe('given-up');
    expect(events.at(-1)).toMatchObject({
      type: 'process',
      state: 'given-up',
      message: { en: expect.stringMatching(/start it again/), zh: expect.stringMatching(/重新开始/) },
    });
    await Promise.all(waiting);
    await expect(outlet.startRecording(recording)).rejects.toMatchObject({ code: 'no-process' });
    await expect(outlet.stats()).rejects.toMatchObject({ code: 'no-process' });
  });

  it('lets a caller who waits for the next process go when it is disposed', async () => {
    await die();
    const waiting = outlet.startRecording(recording);
    const refused = expect(waiting).rejects.toMatchObject({ code: 'no-process' });
    await outlet.dispose();
    await refused;
  });
});
