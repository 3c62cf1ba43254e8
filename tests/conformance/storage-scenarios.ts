/**
 * What storage must do over every driver, as plain functions over node:assert: run under vitest for the driver of this Node, and in a Node 24 of its own
 * for better-sqlite3, which this one may not load. Each gets a folder of its own.
 */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { asClauseId, asDestinationId, asShowId, asSlotId, asTurnId } from '../../main/contract/ids.ts';
import type { ShowEvent } from '../../main/contract/show-events.ts';
import type { EngineChoice } from '../../main/engines/contract/choice.ts';
import { silentLogger } from '../../main/kernel/logger.ts';
import type { SqliteDriver } from '../../main/storage/driver/types.ts';
import { migrate, versionOf } from '../../main/storage/migrate.ts';
import { migrations } from '../../main/storage/migrations/index.ts';
import { openStorage, type Storage, type StorageOptions } from '../../main/storage/open-storage.ts';
import type { SwapReceipt } from '../../main/swap/types.ts';

export interface StorageBench {
  readonly driver: SqliteDriver;
  readonly dir: string;
}

export interface StorageScenario {
  readonly name: string;
  run(bench: StorageBench): void;
}

const llm = asSlotId('llm');
const voice = asSlotId('tts');

export function choiceOf(choiceId: string): EngineChoice {
  return { choiceId, engineId: 'faq', title: { en: choiceId, zh: `选项 ${choiceId}` }, options: { knowledgePath: '/x y/"z".yaml', n: 1 } };
}

export function receiptOf(n: number, more: Partial<SwapReceipt> = {}): SwapReceipt {
  return {
    swapId: `swap-${n}`,
    slotId: llm,
    kind: 'llm',
    from: choiceOf('a'),
    to: choiceOf('b'),
    mode: 'beside',
    by: 'owner',
    reason: '',
    startedAtMs: 1000 * n,
    endedAtMs: 1000 * n + 500,
    phases: [{ phase: 'loading', atMs: 1000 * n, durationMs: 12.5 }],
    outcome: 'switched',
    figures: { candidateBytes: 7, flipMs: 0.02 },
    ...more,
  };
}

function withStorage<T>(bench: StorageBench, more: Partial<StorageOptions>, body: (storage: Storage) => T): T {
  const storage = openStorage({ dir: bench.dir, logger: silentLogger, now: () => 5000, driver: bench.driver, ...more });
  try {
    return body(storage);
  } finally {
    storage.close();
  }
}

const file = ({ dir }: StorageBench): string => path.join(dir, 'studio.db');
const hashOf = (name: string): string => createHash('sha256').update(readFileSync(name)).digest('hex');

/** More rows than the page limit of `cramped` has room for. */
const tooMany = 2000;

/** A driver whose databases are full after some 200 kB, as a disk would be. */
function cramped(driver: SqliteDriver): SqliteDriver {
  return {
    name: driver.name,
    open(name) {
      const connection = driver.open(name);
      connection.exec('PRAGMA max_page_count = 60');
      return connection;
    },
  };
}

const event = (more: object): ShowEvent => ({ showId: asShowId('show-1'), atMs: 10, ...more }) as ShowEvent;
const turn = (id: string, state: string, atMs: number): ShowEvent =>
  event({ type: 'turn', turnId: asTurnId(id), epoch: 1, state, author: 'ann', text: '多少钱？', atMs });
const clause = (id: string, clauseId: string, text: string, more: object = {}): ShowEvent =>
  event({ type: 'clause', turnId: asTurnId(id), clauseId: asClauseId(clauseId), index: 0, text, lang: 'zh', voiced: true, ...more });

export const storageScenarios: readonly StorageScenario[] = [
  {
    name: 'keeps receipts whole, the newest first, over a restart',
    run(bench) {
      const plain = receiptOf(1);
      const wordy = receiptOf(2, {
        slotId: voice,
        kind: 'tts',
        from: null,
        to: null,
        mode: 'stop-then-start',
        outcome: 'rejected',
        code: 'no-memory',
        words: { en: 'no', zh: '不' },
        figures: {},
        phases: [],
      });
      withStorage(bench, {}, ({ receipts, keeps, notice }) => {
        assert.deepEqual([keeps, notice], ['file', null]);
        receipts.append(plain);
        receipts.append(wordy);
      });
      withStorage(bench, {}, ({ receipts }) => {
        assert.deepEqual(receipts.newest(10), [wordy, plain]);
        assert.deepEqual(receipts.newest(1), [wordy]);
        assert.deepEqual(receipts.newest(10, llm), [plain]);
      });
    },
  },
  {
    name: 'remembers the largest memory of a choice, and a bounded history of it',
    run(bench) {
      withStorage(bench, {}, ({ memory }) => {
        assert.equal(memory.expectedBytes(choiceOf('a')), undefined);
        assert.equal(memory.expectedGraphicsBytes?.(choiceOf('a')), undefined);
        memory.remember(choiceOf('a'), 100, null);
        memory.remember(choiceOf('a'), 300.4, 40);
        memory.remember(choiceOf('a'), 200, 10);
        memory.remember(choiceOf('b'), 1, null);
        assert.equal(memory.expectedBytes(choiceOf('a')), 300);
        assert.equal(memory.expectedGraphicsBytes?.(choiceOf('a')), 40);
        assert.equal(memory.expectedGraphicsBytes?.(choiceOf('b')), undefined);
        assert.deepEqual(
          memory.history('a', 2).map(({ bytes, graphicsBytes }) => [bytes, graphicsBytes]),
          [
            [200, 10],
            [300, 40],
          ],
        );
        for (let n = 0; n < 150; n += 1) memory.remember(choiceOf('a'), n, null);
        assert.equal(memory.history('a', 1000).length, 100);
        assert.equal(memory.history('b', 1000).length, 1);
      });
    },
  },
  {
    name: 'keeps what slots are wanted to hold',
    run(bench) {
      withStorage(bench, {}, ({ slots }) => {
        assert.deepEqual(slots.all(), []);
        slots.set(llm, choiceOf('a'), 'wanted');
        slots.set(voice, choiceOf('v'), 'wanted');
        slots.set(llm, choiceOf('b'), 'pinned');
        slots.set(voice, null, 'wanted');
      });
      withStorage(bench, {}, ({ slots }) =>
        assert.deepEqual(slots.all(), [
          { slotId: llm, choice: choiceOf('b'), state: 'pinned' },
          { slotId: voice, choice: null, state: 'wanted' },
        ]),
      );
    },
  },
  {
    name: "keeps the user's own choices in their order",
    run(bench) {
      withStorage(bench, {}, ({ choices }) => {
        for (const id of ['z', 'a', 'm']) choices.put(choiceOf(id));
        choices.put({ ...choiceOf('a'), title: { en: 'renamed', zh: '改名' } });
        choices.remove('m');
        choices.remove('never');
      });
      withStorage(bench, {}, ({ choices }) =>
        assert.deepEqual(
          choices.all().map(({ title }) => title.en),
          ['z', 'renamed'],
        ),
      );
    },
  },
  {
    name: 'folds show events into shows and turns; a turn is there while it is open, with what was said so far',
    run(bench) {
      withStorage(bench, {}, ({ shows }) => {
        shows.note(event({ type: 'show', state: 'starting', atMs: 5 }));
        shows.note(turn('t1', 'queued', 10));
        // its programme died before a word was heard: it is answered from its beginning
        shows.note(clause('t1', 'c1', '龙井茶，每斤九十九元。'));
        shows.note(turn('t1', 'queued', 10));
        shows.note(turn('t1', 'waiting', 11));
        shows.note(turn('t1', 'thinking', 11));
        shows.note(clause('t1', 'c1', '龙井茶，每斤九十九元。'));
        shows.note(clause('t1', 'c2', '每斤九十九元。', { continues: asClauseId('c1') }));
        shows.note(clause('t1', 'c3', 'censored', { reason: 'moderated', voiced: false }));
        shows.note(event({ type: 'speech-heard', turnId: asTurnId('t1'), clauseId: asClauseId('c1'), heardAtMs: 120.6 }));
        shows.note(event({ type: 'speech-heard', turnId: asTurnId('t1'), clauseId: asClauseId('c2'), heardAtMs: 400 }));
        assert.deepEqual(
          shows.turns(10).map(({ state, reply, heardAtMs }) => [state, reply, heardAtMs]),
          [['thinking', '龙井茶，每斤九十九元。', 121]],
        );
        shows.note(turn('t1', 'ended', 900));
        shows.note(turn('t2', 'queued', 950));
        shows.note(turn('t2', 'cancelled', 990));
        shows.note(event({ type: 'recording', state: 'stopped', path: '/r.mp4' }));
        shows.note(event({ type: 'show', state: 'off', atMs: 2000 }));
      });
      withStorage(bench, {}, ({ shows }) => {
        assert.deepEqual(shows.shows(10), [{ showId: 'show-1', startedAtMs: 5, endedAtMs: 2000, recordingPath: '/r.mp4' }]);
        assert.deepEqual(
          shows.turns(10, 'show-1').map(({ turnId, state, heardAtMs, reply }) => [turnId, state, heardAtMs, reply]),
          [
            ['t2', 'cancelled', null, ''],
            ['t1', 'ended', 121, '龙井茶，每斤九十九元。'],
          ],
        );
        assert.deepEqual(shows.turns(10, 'other'), []);
      });
    },
  },
  {
    name: 'closes what a killed studio left open, with the reason, and not what another studio has on air',
    run(bench) {
      const other = asShowId('show-2');
      withStorage(bench, {}, ({ shows }) => {
        shows.note(event({ type: 'show', state: 'starting', atMs: 5 }));
        shows.note(turn('t1', 'queued', 10));
        shows.note(turn('t1', 'ended', 20));
        shows.note(turn('t2', 'speaking', 30));
        shows.note(clause('t2', 'c2', 'half an'));
        shows.note({ ...event({ type: 'show', state: 'starting', atMs: 6 }), showId: other });
        shows.note({ ...turn('t9', 'queued', 40), showId: other });
      });
      const reason = { en: 'cut', zh: '中断' };
      withStorage(bench, {}, ({ shows }) => {
        shows.closeCutOff({ atMs: 77, reason, except: other });
        assert.deepEqual(
          shows.turns(10).map(({ turnId, state, reply, reason: why }) => [turnId, state, reply, why]),
          [
            ['t9', 'queued', '', null],
            ['t2', 'cut-off', 'half an', reason],
            ['t1', 'ended', '', null],
          ],
        );
        assert.deepEqual(
          shows.shows(10).map(({ showId, endedAtMs }) => [showId, endedAtMs]),
          [
            ['show-2', null],
            ['show-1', 77],
          ],
        );
        shows.closeCutOff({ atMs: 99, reason, except: null });
        assert.deepEqual(
          shows.turns(10).map(({ state }) => state),
          ['cut-off', 'cut-off', 'ended'],
        );
      });
    },
  },
  {
    name: 'gives turns out page by page over all shows, each once and in order, whatever becomes of them and whatever comes meanwhile',
    run(bench) {
      const of = (showId: string, told: ShowEvent): ShowEvent => ({ ...told, showId: asShowId(showId) });
      const named = (turns: readonly { readonly showId: string; readonly turnId: string }[]) =>
        turns.map(({ showId, turnId }) => `${showId} ${turnId}`);
      withStorage(bench, {}, ({ shows }) => {
        shows.note(of('show-1', event({ type: 'show', state: 'starting', atMs: 5 })));
        // three in the same millisecond, and "turn-10" after "turn-9"
        for (const n of [8, 9, 10]) shows.note(of('show-1', turn(`turn-${n}`, 'queued', 10)));
        shows.note(of('show-2', turn('turn-1', 'queued', 20)));
        shows.note(of('show-2', turn('turn-2', 'queued', 30)));
        const newest = shows.page({ direction: 'older', from: null, count: 2 });
        assert.deepEqual([named(newest.turns), newest.more], [['show-2 turn-1', 'show-2 turn-2'], true]);
        // one of those that are still to come changes, and a new one comes
        shows.note(of('show-1', turn('turn-9', 'ended', 50)));
        shows.note(of('show-2', turn('turn-3', 'queued', 60)));
        const first = newest.turns[0];
        assert.ok(first);
        const next = shows.page({ direction: 'older', from: first, count: 2 });
        assert.deepEqual([named(next.turns), next.more], [['show-1 turn-9', 'show-1 turn-10'], true]);
        assert.equal(next.turns[0]?.state, 'ended');
        const last = shows.page({ direction: 'older', from: next.turns[0] ?? null, count: 2 });
        assert.deepEqual([named(last.turns), last.more], [['show-1 turn-8'], false]);
        const back = shows.page({ direction: 'newer', from: null, count: 4 });
        assert.deepEqual([named(back.turns), back.more], [['show-1 turn-8', 'show-1 turn-9', 'show-1 turn-10', 'show-2 turn-1'], true]);
        const rest = shows.page({ direction: 'newer', from: back.turns[3] ?? null, count: 4 });
        assert.deepEqual([named(rest.turns), rest.more], [['show-2 turn-2', 'show-2 turn-3'], false]);
        // a place whose turn is not there any more is a place all the same
        const gone = shows.page({ direction: 'older', from: { askedAtMs: 25, showId: 'show-0', turnId: 'turn-7' }, count: 1 });
        assert.deepEqual(named(gone.turns), ['show-2 turn-1']);
        assert.equal(shows.find('show-1')?.startedAtMs, 5);
        assert.equal(shows.find('show-9'), undefined);
      });
    },
  },
  {
    name: 'keeps what is on air until that show ends, settings, and destinations in their order',
    run(bench) {
      const record = {
        showId: 'show-1',
        pid: 7,
        startedAtMs: 1,
        seenAtMs: 2,
        options: { preset: '720p' },
        record: true,
        destinationIds: ['d-1'],
        others: ['rtmp://host/app'],
      };
      const destination = (id: string) =>
        ({
          id: asDestinationId(id),
          presetId: 'custom',
          title: id,
          url: 'rtmp://h/a',
          wanted: 'on',
          keySecret: null,
          querySecret: null,
        }) as const;
      withStorage(bench, {}, ({ onAir, settings, destinations }) => {
        assert.equal(onAir.get(), null);
        onAir.set({ ...record, showId: 'before' });
        onAir.set(record);
        onAir.clear('before');
        assert.equal(settings.get('x'), undefined);
        settings.set('x', 3);
        settings.set('x', { y: [5] });
        void destinations.put(destination('z'));
        void destinations.put(destination('a'));
        void destinations.put({ ...destination('z'), wanted: 'off' });
      });
      withStorage(bench, {}, ({ onAir, settings, destinations }) => {
        assert.deepEqual(onAir.get(), record);
        assert.deepEqual(settings.get('x'), { y: [5] });
        void destinations.list().then((list) =>
          assert.deepEqual(
            list.map(({ id, wanted }) => [id, wanted]),
            [
              ['z', 'off'],
              ['a', 'on'],
            ],
          ),
        );
        onAir.clear('show-1');
        assert.equal(onAir.get(), null);
      });
    },
  },
  {
    name: "tells the anchor's own talk from what viewers asked",
    run(bench) {
      withStorage(bench, {}, ({ shows }) => {
        const talk = (state: string, atMs: number): ShowEvent => ({ ...turn('t1', state, atMs), author: '', kind: 'idle' }) as ShowEvent;
        shows.note(talk('queued', 10));
        shows.note(talk('ended', 20));
        shows.note(turn('t2', 'queued', 30));
        shows.note(turn('t2', 'ended', 40));
      });
      withStorage(bench, {}, ({ shows }) =>
        assert.deepEqual(
          shows.turns(10).map(({ turnId, kind }) => [turnId, kind]),
          [
            ['t2', 'line'],
            ['t1', 'idle'],
          ],
        ),
      );
    },
  },
  {
    name: 'migrates a file of an earlier version after a backup, and keeps three backups',
    run(bench) {
      withStorage(bench, {}, ({ receipts }) => receipts.append(receiptOf(1)));
      let versions = [...migrations];
      for (let step = 1; step <= 5; step += 1) {
        versions = [...versions, `CREATE TABLE later_${step} (x INTEGER) STRICT`];
        withStorage(bench, { migrations: versions, now: () => 10_000 + step }, ({ receipts, keeps }) => {
          assert.equal(keeps, 'file');
          assert.equal(receipts.newest(5).length, 1);
        });
      }
      const backups = path.join(bench.dir, 'backups');
      // the copy made at step n is of the version before it
      const copies = [3, 4, 5].map((step) => `studio-v${migrations.length + step - 1}-${10_000 + step}.db`);
      assert.deepEqual(readdirSync(backups).toSorted(), copies);
      const old = bench.driver.open(path.join(backups, copies[0] ?? ''));
      assert.equal(versionOf(old), migrations.length + 2);
      assert.equal(old.prepare('SELECT count(*) AS n FROM swaps').get()?.['n'], 1);
      old.close();
    },
  },
  {
    name: 'goes through every version from an empty file',
    run(bench) {
      for (let upTo = 0; upTo <= migrations.length; upTo += 1) {
        const connection = bench.driver.open(path.join(bench.dir, `v${upTo}.db`));
        migrate({ connection, migrations: migrations.slice(0, upTo), backupDir: null, nowMs: 0 });
        assert.equal(versionOf(connection), upTo);
        migrate({ connection, migrations, backupDir: path.join(bench.dir, 'backups'), nowMs: upTo });
        assert.equal(versionOf(connection), migrations.length);
        assert.equal(connection.prepare('PRAGMA foreign_key_check').all().length, 0);
        connection.close();
      }
    },
  },
  {
    name: 'takes a migration back that fails, and works without a file in that run',
    run(bench) {
      withStorage(bench, {}, ({ receipts }) => receipts.append(receiptOf(1)));
      const broken = [...migrations, 'CREATE TABLE half (x INTEGER) STRICT; CREATE TABLE half (x INTEGER) STRICT'];
      withStorage(bench, { migrations: broken }, ({ keeps, notice }) => {
        assert.equal(keeps, 'run');
        assert.ok(notice?.zh);
      });
      withStorage(bench, {}, ({ receipts, keeps }) => assert.deepEqual([keeps, receipts.newest(5).length], ['file', 1]));
    },
  },
  {
    name: 'leaves a file of a later version as it is',
    run(bench) {
      const connection = bench.driver.open(file(bench));
      connection.exec('CREATE TABLE future (x); PRAGMA user_version = 99');
      connection.close();
      const before = hashOf(file(bench));
      withStorage(bench, {}, ({ keeps, notice, choices }) => {
        assert.equal(keeps, 'run');
        assert.match(notice?.en ?? '', /later version/);
        choices.put(choiceOf('a'));
        assert.equal(choices.all().length, 1);
      });
      assert.equal(hashOf(file(bench)), before);
    },
  },
  {
    name: 'puts a damaged file aside, and begins a new one',
    run(bench) {
      mkdirSync(bench.dir, { recursive: true });
      writeFileSync(file(bench), 'this is no database, whatever its name says. '.repeat(100));
      withStorage(bench, {}, ({ keeps, notice, choices }) => {
        assert.equal(keeps, 'file');
        assert.match(notice?.en ?? '', /damaged/);
        choices.put(choiceOf('a'));
      });
      assert.ok(existsSync(`${file(bench)}.damaged-5000`));
      withStorage(bench, {}, ({ notice, choices }) => assert.deepEqual([notice, choices.all().length], [null, 1]));
    },
  },
  {
    name: 'finds a page that was torn, not only a header',
    run(bench) {
      withStorage(bench, {}, ({ receipts }) => {
        for (let n = 0; n < 300; n += 1) receipts.append(receiptOf(n));
      });
      const bytes = readFileSync(file(bench));
      bytes.fill(0x5a, 8192, bytes.length - 4096);
      writeFileSync(file(bench), bytes);
      withStorage(bench, {}, ({ keeps, notice }) => {
        assert.equal(keeps, 'file');
        assert.match(notice?.en ?? '', /damaged/);
      });
    },
  },
  {
    name: 'works where no file can be made',
    run(bench) {
      const notADir = path.join(bench.dir, 'plain-file');
      mkdirSync(bench.dir, { recursive: true });
      writeFileSync(notADir, '');
      withStorage(bench, { dir: path.join(notADir, 'below') }, ({ keeps, notice, receipts }) => {
        assert.equal(keeps, 'run');
        assert.ok(notice?.en && notice.zh);
        receipts.append(receiptOf(1));
        assert.equal(receipts.newest(5).length, 1);
      });
    },
  },
  {
    name: 'goes on when the disk is full, says so once, and still reads',
    run(bench) {
      const told: string[] = [];
      withStorage(bench, { driver: cramped(bench.driver), onFault: ({ en }) => told.push(en) }, ({ receipts, slots }) => {
        for (let n = 0; n < tooMany; n += 1) receipts.append(receiptOf(n));
        slots.set(llm, choiceOf('a'), 'wanted');
        const kept = receipts.newest(tooMany).length;
        assert.ok(kept > 10 && kept < tooMany, `kept ${kept}`);
      });
      assert.equal(told.length, 1);
    },
  },
  {
    name: 'leaves out a row that cannot be read, and gives the others',
    run(bench) {
      withStorage(bench, {}, ({ receipts, choices }) => {
        for (const n of [1, 2, 3]) receipts.append(receiptOf(n));
        for (const id of ['a', 'b']) choices.put(choiceOf(id));
      });
      const connection = bench.driver.open(file(bench));
      connection.exec(
        `UPDATE swaps SET phases = 'no json' WHERE swap_id = 'swap-2'; UPDATE choices SET choice = '{}' WHERE choice_id = 'a'`,
      );
      connection.close();
      withStorage(bench, {}, ({ receipts, choices }) => {
        assert.deepEqual(
          receipts.newest(9).map(({ swapId }) => swapId),
          ['swap-3', 'swap-1'],
        );
        assert.deepEqual(
          choices.all().map(({ choiceId }) => choiceId),
          ['b'],
        );
      });
    },
  },
  {
    name: 'is shared by two at a time',
    run(bench) {
      withStorage(bench, {}, (first) =>
        withStorage(bench, {}, (second) => {
          for (let n = 0; n < 20; n += 1) (n % 2 === 0 ? first : second).receipts.append(receiptOf(n));
          assert.equal(first.receipts.newest(50).length, 20);
          assert.equal(second.receipts.newest(50).length, 20);
        }),
      );
    },
  },
  {
    name: 'does not wait for another process that writes, and loses nothing by it',
    run(bench) {
      const told: string[] = [];
      withStorage(bench, { onFault: ({ en }) => told.push(en) }, ({ receipts }) => {
        receipts.append(receiptOf(1));
        const other = bench.driver.open(file(bench));
        other.exec('BEGIN IMMEDIATE');
        receipts.append(receiptOf(2));
        receipts.append(receiptOf(3));
        assert.equal(receipts.newest(9).length, 1);
        other.exec('COMMIT');
        other.close();
      });
      // what was waiting is written at the end at the latest
      withStorage(bench, {}, ({ receipts }) =>
        assert.deepEqual(
          receipts.newest(9).map(({ swapId }) => swapId),
          ['swap-3', 'swap-2', 'swap-1'],
        ),
      );
      assert.deepEqual(told, []);
    },
  },
  {
    name: "is for this user's eyes only",
    run(bench) {
      if (process.platform === 'win32') return;
      withStorage(bench, {}, ({ receipts }) => {
        receipts.append(receiptOf(1));
        for (const name of readdirSync(bench.dir)) assert.equal(statSync(path.join(bench.dir, name)).mode & 0o077, 0, name);
      });
    },
  },
  {
    name: 'finds a migration done that another process has made meanwhile',
    run(bench) {
      mkdirSync(bench.dir, { recursive: true });
      const first = bench.driver.open(file(bench));
      const second = bench.driver.open(file(bench));
      let raced: 'no' | 'yes' = 'no';
      // the other one is through between this one's look at the version and its own transaction
      const racing = {
        ...first,
        transaction<T>(work: () => T): T {
          if (raced === 'no') {
            raced = 'yes';
            migrate({ connection: second, migrations, backupDir: null, nowMs: 0 });
          }
          return first.transaction(work);
        },
      };
      migrate({ connection: racing, migrations, backupDir: null, nowMs: 0 });
      assert.equal(versionOf(first), migrations.length);
      first.close();
      second.close();
    },
  },
  {
    name: 'does all of a transaction or nothing, nested ones as part of it',
    run(bench) {
      mkdirSync(bench.dir, { recursive: true });
      const connection = bench.driver.open(path.join(bench.dir, 't.db'));
      connection.exec('CREATE TABLE t (x INTEGER) STRICT');
      const add = connection.prepare('INSERT INTO t VALUES (?)');
      const count = (): unknown => connection.prepare('SELECT count(*) AS n FROM t').get()?.['n'];
      assert.throws(
        () =>
          connection.transaction(() => {
            add.run(1);
            connection.transaction(() => add.run(2));
            throw new Error('no');
          }),
        /no/,
      );
      assert.equal(count(), 0);
      assert.equal(
        connection.transaction(() => connection.transaction(() => 7)),
        7,
      );
      connection.transaction(() => add.run(1));
      assert.equal(count(), 1);
      connection.close();
      connection.close();
    },
  },
];
