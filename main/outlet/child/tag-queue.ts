/**
 * The bounded queue of one receiver. Past its bound (bytes, or time on the stream's own clock) everything queued is dropped up to the next keyframe, so a slow receiver
 * costs neither memory nor the others anything. Decoder configuration is never lost: the latest waits for that keyframe.
 */
import type { AvTag, Track } from './av-tag.ts';

export interface TagQueue {
  readonly queuedBytes: number;
  /** Stream time from the oldest tag that waits to the newest one. */
  readonly queuedMs: number;
  readonly droppedVideoTags: number;
  /** From an overflow until the queue has drained to a quarter of its bounds. */
  readonly congested: boolean;
  push(tag: AvTag): void;
  shift(): AvTag | undefined;
  /** Empties it; a keyframe is awaited again. */
  reset(): void;
  /** Called after a push that left something to take. One listener. */
  onReadable: (() => void) | null;
  onCongestion: ((congested: boolean) => void) | null;
}

export interface TagQueueOptions {
  readonly maxBytes: number;
  /** Default: bytes alone decide. More than the distance of two keyframes, else nothing ever gets through a short stall. */
  readonly maxMs?: number;
}

export function createTagQueue(options: TagQueueOptions): TagQueue {
  const maxMs = options.maxMs ?? Infinity;
  let items: AvTag[] = [];
  let head = 0;
  let queuedBytes = 0;
  let droppedVideoTags = 0;
  let congested = false;
  let awaiting: 'keyframe' | 'anything' = 'keyframe';
  const configs: Record<Track, AvTag | null> = { video: null, audio: null };

  const spanTo = (tag: AvTag | undefined): number => {
    const oldest = items[head];
    return oldest === undefined || tag === undefined ? 0 : Math.max(0, tag.timestampMs - oldest.timestampMs);
  };

  const append = (tag: AvTag): void => {
    items.push(tag);
    queuedBytes += tag.body.length;
  };

  const setCongested = (next: boolean): void => {
    if (congested === next) return;
    congested = next;
    queue.onCongestion?.(next);
  };

  const dropAll = (): void => {
    for (const tag of items.slice(head)) {
      if (tag.role === 'config') configs[tag.track] = tag;
      else if (tag.track === 'video') droppedVideoTags += 1;
    }
    items = [];
    head = 0;
    queuedBytes = 0;
    awaiting = 'keyframe';
  };

  const queue: TagQueue = {
    onReadable: null,
    onCongestion: null,
    get queuedBytes() {
      return queuedBytes;
    },
    get queuedMs() {
      return spanTo(items.at(-1));
    },
    get droppedVideoTags() {
      return droppedVideoTags;
    },
    get congested() {
      return congested;
    },
    push(tag) {
      if (awaiting === 'anything' && queuedBytes > 0 && (queuedBytes + tag.body.length > options.maxBytes || spanTo(tag) > maxMs)) {
        dropAll();
        setCongested(true);
      }
      if (awaiting === 'keyframe') {
        if (tag.role === 'config') configs[tag.track] = tag;
        if (tag.role === 'frame' && tag.track === 'video') droppedVideoTags += congested ? 1 : 0;
        if (tag.role !== 'key') return;
        for (const config of [configs.video, configs.audio]) if (config) append({ ...config, timestampMs: tag.timestampMs });
        configs.video = null;
        configs.audio = null;
        awaiting = 'anything';
      }
      append(tag);
      queue.onReadable?.();
    },
    shift() {
      const tag = items[head];
      if (tag === undefined) return undefined;
      head += 1;
      queuedBytes -= tag.body.length;
      if (head > 64 && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      if (awaiting === 'anything' && queuedBytes <= options.maxBytes / 4 && queue.queuedMs <= maxMs / 4) setCongested(false);
      return tag;
    },
    reset() {
      items = [];
      head = 0;
      queuedBytes = 0;
      configs.video = null;
      configs.audio = null;
      awaiting = 'keyframe';
      setCongested(false);
    },
  };
  return queue;
}
