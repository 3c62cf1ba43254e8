/**
 * The last minutes of what is on air, as a ring of files: one fragment per keyframe interval, the oldest goes when the ring is too long or too large.
 * What is held (somebody copies it) stays until it is released. A failing disk ends the ring in words and touches nothing else.
 */
import { mkdir, open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { UserMessage } from '../../contract/failure.ts';
import type { ReplayHold, ReplayRange, ReplaySpec } from '../protocol/control.ts';
import { type AvTag, sameBytes, type Track } from './av-tag.ts';
import type { FanOut } from './fan-out.ts';
import { buildFlvStart, buildFlvTag } from './flv-writer.ts';
import { recordingTrouble } from './recording-words.ts';
import { replayWords, slowReplayDiskWords } from './replay-words.ts';
import { createTagQueue } from './tag-queue.ts';

export interface ReplayRingOptions {
  readonly spec: ReplaySpec;
  readonly fps: number;
  readonly fanOut: FanOut;
  readonly onFailed: (message: UserMessage) => void;
  readonly onSlow: (message: UserMessage) => void;
  /** Where the programme's frames stand on the timeline: said at each seam, before which the last one holds. */
  readonly onAnchor: (frame: number, timelineMs: number) => void;
}

export interface ReplayRing {
  readonly state: 'running' | 'failed' | 'stopped';
  /** null: nothing is kept yet. */
  range(): ReplayRange | null;
  /** The newest `lastMs`, from a keyframe on, all of one set of decoder parameters; null where nothing is kept. */
  hold(lastMs: number): Promise<ReplayHold | null>;
  release(holdId: number): Promise<void>;
  /** Its files go with it, but for those that are held: they go with their release. */
  stop(): Promise<void>;
}

/** Writes are gathered up to this: a picture is a few kilobytes. */
const gatherBytes = 128 * 1024;
const maxQueueBytes = 32 * 1024 * 1024;

interface Fragment {
  readonly path: string;
  /** Same number = same decoder parameters, and nothing was lost in between. */
  readonly run: number;
  readonly fromMs: number;
  untilMs: number;
  /** On the disk. */
  bytes: number;
  holds: number;
  state: 'kept' | 'dropped';
}

export function startReplayRing(options: ReplayRingOptions): ReplayRing {
  const { spec, fanOut } = options;
  /** Another process may have left a ring in the same place, of which a part is still held. */
  const dir = join(spec.dir, String(process.pid));
  const frameMs = 1000 / options.fps;
  const queue = createTagQueue({ maxBytes: maxQueueBytes });
  const configs: Record<Track, AvTag | null> = { video: null, audio: null };
  const holds = new Map<number, readonly Fragment[]>();
  let runConfigs: Record<Track, AvTag | null> = { video: null, audio: null };
  let fragments: Fragment[] = [];
  let current: { fragment: Fragment; file: FileHandle } | null = null;
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  let run = 0;
  let serial = 0;
  let holdSerial = 0;
  let state: ReplayRing['state'] = 'running';
  let stopping = false;
  let wake: (() => void) | null = null;
  let flushes: Array<() => void> = [];
  let anchor: { readonly frame: number; readonly atMs: number } | null = null;

  const noteAnchor = (tag: AvTag): void => {
    if (tag.programmeFrame === undefined || tag.track !== 'video') return;
    const atMs = tag.timestampMs + tag.compositionMs;
    if (anchor && Math.abs(atMs - anchor.atMs - (tag.programmeFrame - anchor.frame) * frameMs) < frameMs * 0.75) return;
    anchor = { frame: tag.programmeFrame, atMs };
    options.onAnchor(anchor.frame, anchor.atMs);
  };

  const remove = async (fragment: Fragment): Promise<void> => {
    fragment.state = 'dropped';
    if (fragment.holds === 0) await rm(fragment.path, { force: true }).catch(() => {});
  };

  /** The oldest go; the one that is being written stays, whatever its size. */
  const trim = async (): Promise<void> => {
    const newest = fragments.at(-1);
    let bytes = fragments.reduce((sum, fragment) => sum + fragment.bytes, 0);
    while (fragments.length > 1 && newest) {
      const oldest = fragments[0] as Fragment;
      // what is left when it is gone still covers the wanted time
      const tooLong = newest.untilMs - (fragments[1]?.fromMs ?? 0) >= spec.maxMs;
      if (!tooLong && bytes <= spec.maxBytes) return;
      fragments.shift();
      bytes -= oldest.bytes;
      await remove(oldest);
    }
  };

  const write = async (): Promise<void> => {
    if (!current || gatheredBytes === 0) return;
    const data = Buffer.concat(gathered);
    gathered = [];
    gatheredBytes = 0;
    for (let at = 0; at < data.length;) {
      const { bytesWritten } = await current.file.write(data, at, data.length - at);
      if (bytesWritten === 0) throw new Error('the file takes no more bytes');
      at += bytesWritten;
    }
    current.fragment.bytes += data.length;
  };

  const close = async (): Promise<void> => {
    await write();
    await current?.file.close();
    current = null;
  };

  const begin = async (tag: AvTag): Promise<void> => {
    await close();
    const changed = (['video', 'audio'] as const).some(
      (track) => !sameBytes(configs[track]?.body ?? null, runConfigs[track]?.body ?? null),
    );
    // a timeline that jumped (pictures were lost on a slow disk) would be joined with a hole
    const previous = fragments.at(-1);
    const lost = previous !== undefined && tag.timestampMs - previous.untilMs > frameMs * 3;
    if (changed || lost) {
      run += 1;
      runConfigs = { ...configs };
    }
    serial += 1;
    const path = join(dir, `${String(serial).padStart(8, '0')}.flv`);
    const file = await open(path, 'wx', 0o600);
    const fragment: Fragment = { path, run, fromMs: tag.timestampMs, untilMs: tag.timestampMs, bytes: 0, holds: 0, state: 'kept' };
    fragments.push(fragment);
    current = { fragment, file };
    await trim();
  };

  const take = async (tag: AvTag): Promise<void> => {
    if (tag.role === 'config') {
      configs[tag.track] = tag;
      return;
    }
    if (tag.role === 'key') await begin(tag);
    if (!current) return;
    noteAnchor(tag);
    const bytes = buildFlvTag(tag);
    gathered.push(bytes);
    gatheredBytes += bytes.length;
    current.fragment.untilMs = Math.max(current.fragment.untilMs, tag.timestampMs);
    if (gatheredBytes >= gatherBytes) await write();
  };

  const clear = async (): Promise<void> => {
    const gone = fragments;
    fragments = [];
    for (const fragment of gone) await remove(fragment);
    if (holds.size === 0) await rm(dir, { recursive: true, force: true }).catch(() => {});
  };

  const answerFlushes = (): void => {
    for (const flushed of flushes.splice(0)) flushed();
  };

  const loop = async (): Promise<void> => {
    try {
      await mkdir(dir, { recursive: true, mode: 0o700 });
      for (;;) {
        const tag = queue.shift();
        if (tag) {
          await take(tag);
          continue;
        }
        if (flushes.length > 0) {
          await write();
          answerFlushes();
        }
        if (stopping) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      await close();
      state = 'stopped';
    } catch (error) {
      state = 'failed';
      gathered = [];
      gatheredBytes = 0;
      await current?.file.close().catch(() => {});
      current = null;
      options.onFailed(replayWords[recordingTrouble(error)]);
    } finally {
      fanOut.leave(queue);
      queue.reset();
      await clear();
      answerFlushes();
    }
  };

  const wakeUp = (): void => {
    wake?.();
    wake = null;
  };
  queue.onReadable = wakeUp;
  queue.onCongestion = (congested) => {
    if (congested && state === 'running') options.onSlow(slowReplayDiskWords);
  };
  fanOut.join(queue, Infinity);
  const done = loop();

  const newestRun = (): readonly Fragment[] => fragments.filter((fragment) => fragment.run === run && fragment.bytes > 0);

  return {
    get state() {
      return state;
    },
    range() {
      const kept = newestRun();
      const [first, last] = [kept[0], kept.at(-1)];
      if (!first || !last) return null;
      return { fromMs: first.fromMs, untilMs: last.untilMs, bytes: fragments.reduce((sum, fragment) => sum + fragment.bytes, 0) };
    },
    async hold(lastMs) {
      if (state !== 'running' || stopping) return null;
      await new Promise<void>((resolve) => {
        flushes.push(resolve);
        wakeUp();
      });
      const kept = newestRun();
      const last = kept.at(-1);
      if (!last || !runConfigs.video) return null;
      const firstWanted = kept.findLastIndex((fragment) => fragment.fromMs <= last.untilMs - lastMs);
      const span = kept.slice(Math.max(0, firstWanted));
      const first = span[0] as Fragment;
      for (const fragment of span) fragment.holds += 1;
      holdSerial += 1;
      holds.set(holdSerial, span);
      const head = [
        buildFlvStart(new Map()),
        ...[runConfigs.video, runConfigs.audio].flatMap((config) =>
          config ? [buildFlvTag({ ...config, timestampMs: first.fromMs })] : [],
        ),
      ];
      return {
        holdId: holdSerial,
        head: Buffer.concat(head).toString('base64'),
        fragments: span.map(({ path, bytes }) => ({ path, bytes })),
        fromMs: first.fromMs,
        untilMs: last.untilMs,
      };
    },
    async release(holdId) {
      const span = holds.get(holdId);
      holds.delete(holdId);
      for (const fragment of span ?? []) {
        fragment.holds -= 1;
        if (fragment.state === 'dropped') await remove(fragment);
      }
      if (state !== 'running' && holds.size === 0) await rm(dir, { recursive: true, force: true }).catch(() => {});
    },
    async stop() {
      stopping = true;
      fanOut.leave(queue);
      wakeUp();
      await done;
    },
  };
}
