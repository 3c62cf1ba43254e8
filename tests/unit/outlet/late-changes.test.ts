/** What is asked while an outlet process is being set up, hangs or is gone: nothing of it is lost, and the end of a destination is told once. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LayerError } from '../../../main/contract/failure.ts';
import { asDestinationId, asShowId } from '../../../main/contract/ids.ts';
import { createDeferred, type Deferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createOutlet, type Outlet, type OutletProcessEvent } from '../../../main/outlet/control/create-outlet.ts';
import type { DestinationSpec, OutletConfig, OutletEvent, RecordingSpec } from '../../../main/outlet/protocol/control.ts';
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
const a = asDestinationId('a');
const destination = (streamKey = 'k'): DestinationSpec => ({ id: a, url: 'rtmp://a/b', streamKey, maxQueueBytes: 1 });
const recording = (path = '/show.mp4'): RecordingSpec => ({ path, title: 'Show', aiGenerated: true });
const replay = { dir: '/r', maxMs: 1, maxBytes: 1 };

/** What each generation was asked, in order. */
let asked: string[][];
/** Methods that take until they are let go. */
let slow: Map<string, Deferred<void>>;
let unusable: string | null;
let adapter: InMemoryAdapter;
let clock: FakeClock;
let outlet: Outlet;
let events: (OutletEvent | OutletProcessEvent)[];

beforeEach(async () => {
  asked = [];
  events = [];
  slow = new Map();
  unusable = null;
  clock = createFakeClock();
  adapter = createInMemoryAdapter({
    '/entries/outlet.js': (child) =>
      serveOver(child.link, (runtime) => {
        const calls: string[] = [];
        asked.push(calls);
        const there = new Set<string>();
        const take = async (method: string, call: string): Promise<void> => {
          calls.push(call);
          await slow.get(method)?.promise;
        };
        const say = (id: string, state: string): void => runtime.emit('outlet', { type: 'destination', id, state, figures: {} });
        return {
          methods: {
            configure: (given: OutletConfig) => take('configure', `configure ${given.slatePath} ${given.heldSlatePath ?? '-'}`),
            async 'add-destination'({ id, streamKey }: DestinationSpec) {
              if (there.has(id)) throw new LayerError('OutletError', 'destination-exists', 'there already');
              there.add(id);
              say(id, 'connecting');
              await take('add-destination', `add ${id} ${streamKey}`);
            },
            async 'remove-destination'({ id }: { id: string }) {
              await take('remove-destination', `remove ${id}`);
              if (there.delete(id)) say(id, 'stopped');
            },
            'start-recording': (spec: RecordingSpec) => take('start-recording', `record ${spec.path}`),
            'stop-recording': () => take('stop-recording', 'stop-recording'),
            'set-replay': (spec: unknown) => take('set-replay', spec === null ? 'no replay' : 'replay'),
            async 'hold-slate'({ path }: { path: string | null }) {
              await take('hold-slate', `hold ${path}`);
              if (path === unusable) throw new LayerError('SlateError', 'slate-unusable', 'no');
            },
            'use-slates': (files: { slatePath: string }) => take('use-slates', `use ${files.slatePath}`),
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
  await clock.advance(30_000);
  await disposed;
});

const die = async (): Promise<void> => {
  adapter.children.at(-1)?.die('SIGKILL');
  await settle();
};
const letGo = async (method: string): Promise<void> => {
  slow.get(method)?.resolve();
  slow.delete(method);
  await settle();
};
/** A new process that is being set up and has come as far as `method`. */
const dieAndWaitAt = async (method: string): Promise<void> => {
  slow.set(method, createDeferred());
  await die();
  await clock.advance(200);
};
const told = (): string[] => events.flatMap((event) => (event.type === 'destination' ? [event.state] : []));

describe('what is asked while a new outlet process is set up', () => {
  it('a slate by command goes over the programme though the configuration was sent without it', async () => {
    await dieAndWaitAt('configure');
    await outlet.holdSlate('/panic');
    await letGo('configure');
    expect(asked[1]).toEqual(['configure /s -', 'hold /panic']);
    expect(outlet.state).toBe('running');
  });

  it('a slate that is taken back does not stay', async () => {
    await outlet.holdSlate('/held');
    await dieAndWaitAt('configure');
    await outlet.holdSlate(null);
    await letGo('configure');
    expect(asked[1]).toEqual(['configure /s /held', 'hold null']);
    await die();
    await clock.advance(1000);
    expect(asked[2]).toEqual(['configure /s -']);
  });

  it('the slates of another encoder take the place of the ones before', async () => {
    await outlet.holdSlate('/held');
    await dieAndWaitAt('configure');
    await outlet.useSlates({ slatePath: '/s2', heldSlatePath: '/held2' });
    await letGo('configure');
    expect(asked[1]).toEqual(['configure /s /held', 'hold /held2', 'use /s2']);
  });

  it('a recording that is ended is ended, and the next one begins behind that', async () => {
    await outlet.startRecording(recording());
    await dieAndWaitAt('start-recording');
    await outlet.stopRecording();
    const next = outlet.startRecording(recording('/next.mp4'));
    await letGo('start-recording');
    await next;
    expect(asked[1]).toEqual(['configure /s -', 'record /show.mp4', 'stop-recording', 'record /next.mp4']);
  });

  it('the last minutes are given up, or kept otherwise', async () => {
    await outlet.setReplay(replay);
    await dieAndWaitAt('set-replay');
    await outlet.setReplay(null);
    await letGo('set-replay');
    expect(asked[1]).toEqual(['configure /s -', 'replay', 'no replay']);
    await outlet.addDestination(destination());
    await dieAndWaitAt('add-destination');
    await outlet.setReplay(replay);
    await letGo('add-destination');
    expect(asked[2]).toEqual(['configure /s -', 'add a k', 'replay']);
  });

  it('a destination that is started again with another key has that one', async () => {
    await outlet.addDestination(destination('old'));
    await dieAndWaitAt('add-destination');
    await outlet.removeDestination(a);
    await outlet.addDestination(destination('new'));
    await letGo('add-destination');
    expect(asked[1]).toEqual(['configure /s -', 'add a old', 'remove a', 'add a new']);
    expect(told()).toEqual(['connecting', 'connecting', 'stopped', 'connecting']);
  });

  it('what the process cannot take costs no other process', async () => {
    unusable = '/broken';
    await dieAndWaitAt('configure');
    await outlet.holdSlate('/broken');
    await letGo('configure');
    await clock.advance(20_000);
    expect(asked).toHaveLength(2);
    expect(outlet.state).toBe('running');
  });
});

describe('a recording that opens too slowly', () => {
  it('keeps no platform waiting in a new process, and costs no other one', async () => {
    await outlet.startRecording(recording());
    await outlet.addDestination(destination());
    await dieAndWaitAt('start-recording');
    expect(asked[1]).toEqual(['configure /s -', 'record /show.mp4', 'add a k']);
    expect(outlet.state).toBe('running');
    await clock.advance(30_000);
    expect(asked).toHaveLength(2);
    await outlet.stopRecording();
    expect(asked[1]?.at(-1)).toBe('stop-recording');
  });

  it('is stopped as well as refused: it would go on with nobody to end it', async () => {
    slow.set('start-recording', createDeferred());
    const refused = expect(outlet.startRecording(recording())).rejects.toMatchObject({ code: 'call-timeout' });
    await clock.advance(10_000);
    await refused;
    expect(asked).toEqual([['configure /s -', 'record /show.mp4', 'stop-recording']]);
  });
});

describe('the end of a destination', () => {
  beforeEach(async () => {
    await outlet.addDestination(destination());
    events.length = 0;
  });

  it('is told by the process that has it', async () => {
    await outlet.removeDestination(a);
    await outlet.removeDestination(a);
    expect(told()).toEqual(['stopped']);
  });

  it('is told from here while there is no process', async () => {
    await die();
    await outlet.removeDestination(a);
    expect(events.at(-1)).toEqual({
      type: 'destination',
      id: a,
      state: 'stopped',
      figures: { kbps: 0, droppedVideoTags: 0, reconnects: 0, nextTryInMs: null },
    });
    await outlet.removeDestination(a);
    await clock.advance(1000);
    expect(asked[1]).toEqual(['configure /s -']);
    expect(told()).toEqual(['stopped']);
  });

  it('is told from here when the process hangs until it is replaced', async () => {
    adapter.children.at(-1)?.freeze();
    const removed = expect(outlet.removeDestination(a)).rejects.toMatchObject({ code: 'process-exited' });
    await clock.advance(6000);
    await removed;
    expect(asked[1]).toEqual(['configure /s -']);
    expect(told()).toEqual(['stopped']);
  });

  it('is told once when a process that is being set up has it already', async () => {
    await dieAndWaitAt('add-destination');
    expect(told()).toEqual(['connecting']);
    await outlet.removeDestination(a);
    expect(told()).toEqual(['connecting', 'stopped']);
    await letGo('add-destination');
    expect(asked[1]).toEqual(['configure /s -', 'add a k', 'remove a']);
    await outlet.addDestination(destination());
    expect(told()).toEqual(['connecting', 'stopped', 'connecting']);
  });

  it('is told once when the process comes to it too late', async () => {
    slow.set('remove-destination', createDeferred());
    const removed = expect(outlet.removeDestination(a)).rejects.toMatchObject({ code: 'call-timeout' });
    await clock.advance(10_000);
    await removed;
    expect(told()).toEqual(['stopped']);
    await letGo('remove-destination');
    expect(told()).toEqual(['stopped']);
    await outlet.addDestination(destination());
    expect(told()).toEqual(['stopped', 'connecting']);
  });

  it('is told when the process says it and dies before it answers, and not once more', async () => {
    slow.set('remove-destination', createDeferred());
    const removed = outlet.removeDestination(a).catch(() => {});
    await settle();
    slow.get('remove-destination')?.resolve();
    for (let turn = 0; turn < 50 && told().length === 0; turn += 1) await Promise.resolve();
    adapter.children.at(-1)?.die('SIGKILL');
    await settle();
    await removed;
    expect(told()).toEqual(['stopped']);
  });
});
