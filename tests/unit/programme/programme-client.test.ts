/** The programme as main sees it, over a process that dies: in which order whoever speaks hears of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createStage } from '../../../main/app/stage.ts';
import { asClauseId, asShowId, asTurnId } from '../../../main/contract/ids.ts';
import { neutralExpression } from '../../../main/contract/speech.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { serveOver } from '../../../main/processes/child/serve-process.ts';
import { createProgramme, type Programme } from '../../../main/programme/control/create-programme.ts';
import type { ProgrammeConfig } from '../../../main/programme/protocol/control.ts';
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

beforeEach(async () => {
  clock = createFakeClock();
  adapter = createInMemoryAdapter({
    '/entries/programme.js': (child) =>
      serveOver(child.link, () => ({
        methods: { configure: () => ({ pid: 1 }), start: () => undefined, 'enqueue-clause': () => undefined, 'end-turn': () => undefined },
      })),
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
