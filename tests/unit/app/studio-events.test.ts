/** One event, everywhere, in one order; on disk only while its show is on. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { appMessages } from '../../../main/app/messages.ts';
import { createStudioEvents } from '../../../main/app/studio-events.ts';
import { asShowId } from '../../../main/contract/ids.ts';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'events-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function rig() {
  const order: string[] = [];
  const clock = createFakeClock(0, 5000);
  const events = createStudioEvents({
    state: { apply: ({ type }) => order.push(`state ${type}`) },
    showLog: { note: ({ type }) => order.push(`log ${type}`) },
    clock,
    logger: silentLogger,
  });
  return { order, events };
}
const source = { type: 'source', state: 'live' } as const;
const linesOf = (file: string): unknown[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown);

describe('the events of a studio', () => {
  it('are known to state and log before anybody hears of them, and are a change', () => {
    const { order, events } = rig();
    events.onChange(() => order.push('change'));
    events.onEvent(({ showId, atMs }) => order.push(`heard ${showId} ${atMs}`));
    events.emit(source);
    expect(order).toEqual(['state source', 'log source', 'heard standby 5000', 'change']);
  });

  it('go on to the others when one listener throws', () => {
    const { order, events } = rig();
    events.onEvent(() => {
      throw new Error('a listener of ours');
    });
    events.onEvent(() => order.push('heard'));
    events.emit(source);
    expect(order).toContain('heard');
  });

  it('lie on disk from the begin of their show to its end, and carry its name until the next one', async () => {
    const { events } = rig();
    const [first, second] = [join(dir, 'a/events.jsonl'), join(dir, 'b/events.jsonl')];
    events.emit(source);
    events.beginShow(asShowId('a'), first);
    events.emit(source);
    await events.endShow();
    events.emit(source);
    expect(events.showId).toBe('a');
    events.beginShow(asShowId('b'), second);
    events.notice('info', { en: 'x', zh: '好' });
    await events.endShow();
    await events.endShow();
    expect(linesOf(first)).toEqual([{ showId: 'a', atMs: 5000, ...source }]);
    expect(linesOf(second)).toEqual([{ showId: 'b', atMs: 5000, type: 'notice', level: 'info', message: { en: 'x', zh: '好' } }]);
  });

  it('go on without the file where it cannot be written, and say so once', async () => {
    const { events } = rig();
    const told: unknown[] = [];
    const once = createDeferred<void>();
    events.onEvent((event) => {
      if (event.type !== 'notice') return;
      told.push(event.message);
      once.resolve();
    });
    // a folder stands where the file should
    events.beginShow(asShowId('a'), dir);
    events.emit(source);
    await once.promise;
    events.emit(source);
    await events.endShow();
    expect(told).toEqual([appMessages.eventLogFailed]);
  });

  it('are told to nobody afterwards', () => {
    const { order, events } = rig();
    events.onEvent(() => order.push('heard'));
    events.onChange(() => order.push('change'));
    events.dispose();
    events.emit(source);
    events.changed();
    expect(order).toEqual(['state source', 'log source']);
  });
});
