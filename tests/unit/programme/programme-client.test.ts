/** The programme as main sees it, over a process that dies: in which order whoever speaks hears of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStage } from '../../../main/app/stage.ts';
import { asClauseId, asInstanceId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { neutralExpression } from '../../../main/contract/speech.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import { createProgramme, type Programme } from '../../../main/programme/control/create-programme.ts';
import type { MusicPlan, ProgrammeConfig, ProgrammeEvent } from '../../../main/programme/protocol/control.ts';
import { createFakeClock, type FakeClock, settle } from '../../fakes/fake-clock.ts';
import { createInMemoryAdapter, type InMemoryAdapter } from '../../fakes/in-memory-adapter.ts';

const config: ProgrammeConfig = {
  showId: asShowId('s'),
  video: { width: 320, height: 180, fps: 30 },
  look: { background: 'studio', namePlate: '', captions: true, aiLabel: true },
  encoder: { ffmpegPath: 'ffmpeg', videoBitrateKbps: 800, audioBitrateKbps: 128, preset: 'ultrafast', keyframeIntervalSeconds: 2 },
  mediaPath: '/m',
  resourcesDir: '/r',
  motionSeed: 1,
  output: { mode: 'live', outletPath: '/o' },
  firstFrame: 0,
};

let adapter: InMemoryAdapter;
let clock: FakeClock;
let programme: Programme;
let told: string[];
/** What each process was asked, by generation: method, and what of it matters here. */
let asked: string[][];
/** What `start` and `configure` of a generation do besides. */
let onAsk: (method: 'configure' | 'start', generation: number) => Promise<void>;
/** Of the last process. */
let childEmits: (event: ProgrammeEvent) => void;

beforeEach(async () => {
  clock = createFakeClock();
  asked = [];
  onAsk = () => Promise.resolve();
  adapter = createInMemoryAdapter({
    '/entries/programme.js': (child) =>
      serveOver(child.link, (runtime) => {
        const generation = asked.push([]);
        const note = (what: string): void => void asked[generation - 1]?.push(what);
        childEmits = (event) => runtime.emit('programme', event);
        return {
          methods: {
            configure: async () => {
              note('configure');
              await onAsk('configure', generation);
              return { pid: 1 };
            },
            start: async () => {
              note('start');
              await onAsk('start', generation);
            },
            'set-bitrate': (payload) => note(`set-bitrate ${(payload as { videoKbps: number }).videoKbps}`),
            'set-face': (payload) => note(`set-face ${(payload as { instanceId: string }).instanceId}`),
            'set-music': (payload) => note(`set-music ${(payload as MusicPlan).firstTrack}`),
            'enqueue-clause': () => undefined,
            'end-turn': () => undefined,
          },
        };
      }),
  });
  programme = createProgramme({ adapter, entriesDir: '/entries', clock, logger: silentLogger });
  await settle();
  await programme.configure(config);
  await programme.start();
  told = [];
});
afterEach(async () => {
  const disposed = programme.dispose();
  await clock.advance(10_000);
  await disposed;
});

const clause = {
  turnId: asTurnId('a'),
  epoch: 0,
  clauseId: asClauseId('a.0'),
  index: 0,
  text: 'Hello.',
  lang: 'en',
  expression: neutralExpression,
  streamId: 's',
  marks: [],
};

describe('a programme that dies', () => {
  it('is told to be away before its turns are told to be lost, and here again when the next one has its configuration', async () => {
    const stage = createStage(programme, silentLogger);
    stage.onPresence((presence) => told.push(presence));
    stage.onTurnEnded(({ turnId, complete }) => told.push(`${turnId} ${complete ? 'whole' : 'lost'} while ${stage.presence()}`));
    expect(stage.presence()).toBe('here');
    programme.enqueueClause(clause);
    await settle();
    adapter.children.at(-1)?.die('SIGKILL');
    await settle();
    expect(told).toEqual(['away', 'a lost while away']);
    await clock.advance(1000);
    expect([told.at(-1), stage.presence()]).toEqual(['here', 'here']);
    await stage.dispose();
  });

  it('ends the clause that was heard, with it', async () => {
    programme.onEvent((event) => {
      if (event.type === 'speech-ended') told.push(`${event.clauseId} ${event.complete} ${event.playedMs} ${event.frame}`);
    });
    programme.enqueueClause(clause);
    childEmits({ type: 'speech-started', turnId: clause.turnId, clauseId: clause.clauseId, frame: 90, atMs: 0 });
    await clock.advance(1000);
    adapter.children.at(-1)?.die('SIGKILL');
    await settle();
    expect(told).toEqual(['a.0 false 1000 120']);
    await clock.advance(1000);
    adapter.children.at(-1)?.die('SIGKILL');
    await settle();
    expect(told).toHaveLength(1);
  });

  it('is followed by one that is replaced, too, where it cannot begin, and is gone where none of them can', async () => {
    const stage = createStage(programme, silentLogger);
    onAsk = async (method, generation) => {
      if (method === 'start' && generation === 2) throw new Error('no memory for the encoder');
    };
    adapter.children.at(-1)?.die('SIGKILL');
    await settle();
    for (let round = 0; round < 20 && stage.presence() !== 'here'; round += 1) await clock.advance(1000);
    expect([stage.presence(), asked.length]).toEqual(['here', 3]);
    onAsk = async (method) => {
      if (method === 'start') throw new Error('no memory for the encoder');
    };
    adapter.children.at(-1)?.die('SIGKILL');
    await settle();
    for (let round = 0; round < 60 && stage.presence() !== 'gone'; round += 1) await clock.advance(2000);
    expect(stage.presence()).toBe('gone');
    await stage.dispose();
  });

  it('is told of a bitrate that was asked for while the next one was being set up', async () => {
    const configured = createDeferred<void>();
    onAsk = async (method, generation) => {
      if (method === 'configure' && generation === 2) await configured.promise;
    };
    adapter.children.at(-1)?.die('SIGKILL');
    await clock.advance(1000);
    await programme.setBitrate(500);
    configured.resolve();
    await settle();
    await clock.advance(100);
    expect(asked[1]).toEqual(['configure', 'start', 'set-bitrate 500']);
  });

  describe('and had a face', () => {
    const face = asInstanceId('f');
    /** The next one, as soon as engines can attach to it. */
    const comeBack = async (): Promise<void> => {
      adapter.children.at(-1)?.die('SIGKILL');
      await settle();
      for (let ms = 0; ms < 2000 && programme.state !== 'running'; ms += 1) await clock.advance(1);
    };
    const last = (): readonly string[] => asked.at(-1) ?? [];
    beforeEach(async () => {
      await programme.setFace(face);
      programme.onEvent((event) => {
        if (event.type === 'process' && event.state === 'running') asked.at(-1)?.push('running');
      });
    });

    it('is followed by one that goes on air when the face had time for a picture', async () => {
      await comeBack();
      expect(last()).toEqual(['configure', 'set-face f', 'running']);
      childEmits({ type: 'face', instanceId: asInstanceId('other'), state: 'attached' });
      childEmits({ type: 'face', instanceId: face, state: 'attached' });
      await clock.advance(50);
      expect(last()).toEqual(['configure', 'set-face f', 'running', 'set-face f']);
      await clock.advance(60);
      expect(last()).toEqual(['configure', 'set-face f', 'running', 'set-face f', 'start']);
    });

    it('waits no longer than 300 ms for it, and not at all without one', async () => {
      await comeBack();
      await clock.advance(280);
      expect(last()).not.toContain('start');
      await clock.advance(30);
      expect(last()).toEqual(['configure', 'set-face f', 'running', 'start']);
      await programme.setFace(null);
      await comeBack();
      expect(last()).toEqual(['configure', 'start', 'running']);
    });

    it('may die again in that wait: the one after goes on air', async () => {
      await comeBack();
      await comeBack();
      await clock.advance(310);
      expect(asked.slice(1)).toEqual([
        ['configure', 'set-face f', 'running'],
        ['configure', 'set-face f', 'running', 'start'],
      ]);
    });

    it('is away again at once where the next one cannot begin', async () => {
      onAsk = async (method, generation) => {
        if (method === 'start' && generation === 2) throw new Error('no memory for the encoder');
      };
      await comeBack();
      await clock.advance(300);
      expect(programme.state).toBe('restarting');
    });
  });

  it('goes on with the track that was heard, also after the level was moved', async () => {
    const plan: MusicPlan = {
      state: 'on',
      tracks: ['/a', '/b', '/c'].map((path) => ({ path, gainDb: 0 })),
      firstTrack: 0,
      belowDb: 20,
      duckDb: 9,
    };
    const reborn = async (): Promise<string | undefined> => {
      adapter.children.at(-1)?.die('SIGKILL');
      await clock.advance(1000);
      return asked.at(-1)?.find((what) => what.startsWith('set-music'));
    };
    await programme.setMusic(plan);
    childEmits({ type: 'music', state: 'playing', track: 2, pid: 1, detail: '' });
    await settle();
    await programme.setMusic({ ...plan, tracks: plan.tracks.map((track) => ({ ...track })), belowDb: 14 });
    expect(await reborn()).toBe('set-music 2');
    await programme.setMusic({ ...plan, tracks: plan.tracks.slice(0, 2) });
    expect(await reborn()).toBe('set-music 0');
  });

  it('is gone when it was given up, and when it was stopped', async () => {
    const stage = createStage(programme, silentLogger);
    for (let death = 0; death < 20 && stage.presence() !== 'gone'; death += 1) {
      adapter.children.at(-1)?.die('SIGKILL');
      await clock.advance(5000);
      await settle();
    }
    expect(stage.presence()).toBe('gone');
    await stage.dispose();
  });
});
