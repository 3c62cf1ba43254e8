import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AvTag } from '../../../main/outlet/child/av-tag.ts';
import { createFanOut } from '../../../main/outlet/child/fan-out.ts';
import { createTagQueue, type TagQueue } from '../../../main/outlet/child/tag-queue.ts';
import { createFakeClock } from '../../fakes/fake-clock.ts';
import { av } from './flv-samples.ts';

const takeAll = (queue: TagQueue): AvTag[] => {
  const tags: AvTag[] = [];
  for (let tag = queue.shift(); tag !== undefined; tag = queue.shift()) tags.push(tag);
  return tags;
};
const names = (tags: readonly AvTag[]): string[] => tags.map((tag) => `${tag.track[0]}${tag.role[0]}${tag.timestampMs}`);

describe('tag queue', () => {
  it('holds everything back until a keyframe, but keeps the configuration', () => {
    const queue = createTagQueue({ maxBytes: 1000 });
    for (const tag of [av('video', 'frame', 1), av('audio', 'config', 0), av('video', 'config', 0), av('audio', 'frame', 2)])
      queue.push(tag);
    expect(queue.queuedBytes).toBe(0);
    queue.push(av('video', 'key', 3));
    expect(names(takeAll(queue))).toEqual(['vc3', 'ac3', 'vk3']);
    expect(queue.congested).toBe(false);
  });

  it('drops to the next keyframe when it is full, says so, and recovers', () => {
    const queue = createTagQueue({ maxBytes: 200 });
    const said: boolean[] = [];
    queue.onCongestion = (congested) => said.push(congested);
    queue.push(av('video', 'config', 0));
    queue.push(av('video', 'key', 0, 50));
    for (let at = 1; at <= 6; at += 1) queue.push(av('video', 'frame', at, 50));
    expect(queue.congested).toBe(true);
    expect(queue.droppedVideoTags).toBe(7);
    queue.push(av('video', 'key', 7, 50));
    expect(names(takeAll(queue))).toEqual(['vc7', 'vk7']);
    expect(queue.congested).toBe(false);
    expect(said).toEqual([true, false]);
  });

  it('never holds more than its bound and one tag, and gives rising times that start with a keyframe after each drop', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ kind: fc.constantFrom('key', 'frame', 'sound', 'config'), bytes: fc.integer({ min: 1, max: 400 }), take: fc.nat(3) }),
          { maxLength: 200 },
        ),
        (steps) => {
          const queue = createTagQueue({ maxBytes: 1000 });
          let at = 0;
          let lastMs = -1;
          for (const { kind, bytes, take } of steps) {
            at += 1;
            queue.push(kind === 'sound' ? av('audio', 'frame', at, bytes) : av('video', kind, at, bytes));
            expect(queue.queuedBytes).toBeLessThanOrEqual(1000 + 405 + 2 * 405);
            for (let count = 0; count < take; count += 1) {
              const tag = queue.shift();
              if (!tag) break;
              expect(tag.timestampMs).toBeGreaterThanOrEqual(lastMs);
              lastMs = tag.timestampMs;
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('fan-out', () => {
  it('starts a newcomer with the configuration and the cached pictures, or with the next keyframe when they are old', async () => {
    const clock = createFakeClock();
    const fanOut = createFanOut({ clock });
    for (const tag of [
      av('video', 'config', 0),
      av('audio', 'config', 0),
      av('video', 'key', 0),
      av('audio', 'frame', 1),
      av('video', 'frame', 33),
    ])
      fanOut.publish(tag);
    const early = createTagQueue({ maxBytes: 10_000 });
    fanOut.join(early, 700);
    expect(names(takeAll(early))).toEqual(['vc0', 'ac0', 'vk0', 'af1', 'vf33']);
    await clock.advance(1000);
    const late = createTagQueue({ maxBytes: 10_000 });
    fanOut.join(late, 700);
    fanOut.publish(av('video', 'frame', 66));
    expect(takeAll(late)).toEqual([]);
    fanOut.publish(av('video', 'key', 100));
    expect(names(takeAll(late))).toEqual(['vc100', 'ac100', 'vk100']);
    expect(names(takeAll(early))).toEqual(['vf66', 'vk100']);
    fanOut.leave(late);
    fanOut.publish(av('video', 'frame', 133));
    expect(takeAll(late)).toEqual([]);
  });

  it('passes a configuration on only when it is new', () => {
    const fanOut = createFanOut({ clock: createFakeClock() });
    const queue = createTagQueue({ maxBytes: 10_000 });
    fanOut.join(queue, Infinity);
    fanOut.publish(av('video', 'config', 0, 10, 1));
    fanOut.publish(av('video', 'key', 0));
    fanOut.publish(av('video', 'config', 5, 10, 1));
    fanOut.publish(av('video', 'config', 6, 10, 2));
    fanOut.publish(av('video', 'key', 7));
    expect(names(takeAll(queue))).toEqual(['vc0', 'vk0', 'vc6', 'vk7']);
  });

  it('lets one full queue cost the others nothing', () => {
    const fanOut = createFanOut({ clock: createFakeClock() });
    const [slow, quick] = [createTagQueue({ maxBytes: 100 }), createTagQueue({ maxBytes: 100_000 })];
    fanOut.join(slow, Infinity);
    fanOut.join(quick, Infinity);
    fanOut.publish(av('video', 'key', 0));
    for (let at = 1; at < 50; at += 1) fanOut.publish(av('video', 'frame', at));
    expect(slow.congested).toBe(true);
    expect(takeAll(quick)).toHaveLength(50);
  });
});
