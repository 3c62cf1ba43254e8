/**
 * One stream in, any number of queues out. Keeps what a newcomer needs to start: the decoder configurations and the pictures since
 * the last keyframe. Never waits for a receiver.
 */
import type { Clock } from '../../kernel/clock.ts';
import { type AvTag, sameBytes, type Track } from './av-tag.ts';
import type { TagQueue } from './tag-queue.ts';

export interface FanOut {
  publish(tag: AvTag): void;
  /**
   * Adds a receiver. It starts with the configurations, then with the cached pictures when their keyframe is at most `maxJoinAgeMs`
   * old, else with the next keyframe.
   */
  join(queue: TagQueue, maxJoinAgeMs: number): void;
  leave(queue: TagQueue): void;
}

export function createFanOut(options: { readonly clock: Clock; readonly maxCachedBytes?: number }): FanOut {
  const maxCachedBytes = options.maxCachedBytes ?? 8 * 1024 * 1024;
  const queues = new Set<TagQueue>();
  const configs: Record<Track, AvTag | null> = { video: null, audio: null };
  let cached: AvTag[] = [];
  let cachedBytes = 0;
  let keyframeAtMs = -Infinity;

  const cache = (tag: AvTag): void => {
    if (tag.role === 'key') {
      cached = [];
      cachedBytes = 0;
      keyframeAtMs = options.clock.now();
    } else if (cached.length === 0) return;
    cached.push(tag);
    cachedBytes += tag.body.length;
    if (cachedBytes > maxCachedBytes) {
      cached = [];
      cachedBytes = 0;
    }
  };

  return {
    publish(tag) {
      if (tag.role === 'config') {
        if (sameBytes(configs[tag.track]?.body ?? null, tag.body)) return;
        configs[tag.track] = tag;
        if (tag.track === 'video') cached = [];
      } else cache(tag);
      for (const queue of queues) queue.push(tag);
    },
    join(queue, maxJoinAgeMs) {
      queue.reset();
      for (const config of [configs.video, configs.audio]) if (config) queue.push(config);
      if (options.clock.now() - keyframeAtMs <= maxJoinAgeMs) for (const tag of cached) queue.push(tag);
      queues.add(queue);
    },
    leave(queue) {
      queues.delete(queue);
    },
  };
}
