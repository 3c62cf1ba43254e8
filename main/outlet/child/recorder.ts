/**
 * The recording: takes what is on air into MP4 parts. Encoder generations and the slate go on in the same file while the codec
 * parameters stay the same, else a new part begins. A failing disk ends the recording in words and touches nothing else. No file
 * is ever overwritten.
 */
import { open } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { LayerError, type UserMessage } from '../../contract/failure.ts';
import type { VideoFormat } from '../../contract/media.ts';
import { ensureFolder } from '../../kernel/ensure-folder.ts';
import type { RecordingSpec } from '../protocol/control.ts';
import { type AvTag, sameBytes, type Track } from './av-tag.ts';
import type { FanOut } from './fan-out.ts';
import { type Mp4Part, openMp4Part, type PartFile } from './mp4-part.ts';
import { recordingTrouble, recordingWords, slowDiskWords } from './recording-words.ts';
import { createTagQueue } from './tag-queue.ts';

export class RecorderError extends LayerError<'cannot-open' | 'already-recording'> {
  constructor(code: 'cannot-open' | 'already-recording', message: string, options?: { cause?: unknown }) {
    super('RecorderError', code, message, options);
  }
}

export interface RecordingResult {
  readonly path: string;
  readonly durationMs: number;
  readonly parts: readonly string[];
}

export interface RecorderOptions {
  readonly spec: RecordingSpec;
  readonly video: VideoFormat;
  readonly fanOut: FanOut;
  readonly onState: (state: 'recording' | 'stopped' | 'failed', path: string, message?: UserMessage) => void;
  /** Where the programme's frames stand in the file: said at each seam, before which the last one holds. */
  readonly onAnchor?: (path: string, frame: number, atMs: number) => void;
  /** Must fail when the file exists (flag wx). */
  readonly openFile?: (path: string) => Promise<PartFile>;
}

export interface Recorder {
  readonly bytes: number;
  readonly state: 'recording' | 'stopped' | 'failed';
  /** Writes what is queued, closes the file. */
  stop(): Promise<RecordingResult>;
}

const maxQueueBytes = 32 * 1024 * 1024;
const maxParts = 999;

/** `show.mp4`, `show-2.mp4`, `show-3.mp4` … */
export function partPath(path: string, part: number): string {
  const extension = extname(path);
  return part === 1 ? path : `${path.slice(0, path.length - extension.length)}-${part}${extension}`;
}

const openNew = (path: string): Promise<PartFile> => open(path, 'wx', 0o644);

/** Opens the first free name of the series at once, so that a bad place is known before anything is promised. */
export async function startRecorder(options: RecorderOptions): Promise<Recorder> {
  const { spec, fanOut, onState } = options;
  const openFile = options.openFile ?? openNew;
  const queue = createTagQueue({ maxBytes: maxQueueBytes });
  const parts: string[] = [];
  const configs: Record<Track, AvTag | null> = { video: null, audio: null };
  let state: Recorder['state'] = 'recording';
  let spareFile: { readonly path: string; readonly file: PartFile } | null = null;
  let part: Mp4Part | null = null;
  let partConfigs: Record<Track, AvTag | null> = configs;
  let finishedBytes = 0;
  let finishedMs = 0;
  let wake: (() => void) | null = null;
  let stopping = false;

  /** The last seam: from there on frames and file run at the same pace. */
  let anchor: { readonly path: string; readonly frame: number; readonly atMs: number } | null = null;
  const frameMs = 1000 / options.video.fps;
  const noteAnchor = (tag: AvTag, at: Mp4Part): void => {
    if (tag.programmeFrame === undefined || tag.track !== 'video') return;
    const atMs = at.positionMs(tag);
    if (anchor?.path === currentPath() && Math.abs(atMs - anchor.atMs - (tag.programmeFrame - anchor.frame) * frameMs) < frameMs * 0.75)
      return;
    anchor = { path: currentPath(), frame: tag.programmeFrame, atMs };
    options.onAnchor?.(anchor.path, anchor.frame, anchor.atMs);
  };

  const currentPath = (): string => parts.at(-1) ?? spec.path;

  const openNext = async (): Promise<{ path: string; file: PartFile }> => {
    for (let number = 1; number <= maxParts; number += 1) {
      const path = partPath(spec.path, number);
      if (parts.includes(path)) continue;
      try {
        return { path, file: await openFile(path) };
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
    }
    throw new Error(`${maxParts} parts of this recording exist already`);
  };

  const finishPart = async (): Promise<void> => {
    const ending = part;
    if (!ending) return;
    await ending.finish();
    part = null;
    finishedBytes += ending.bytes;
    finishedMs += ending.durationMs;
  };

  const startPart = async (videoConfig: AvTag): Promise<Mp4Part> => {
    const { path, file } = spareFile ?? (await openNext());
    spareFile = null;
    if (!parts.includes(path)) parts.push(path);
    partConfigs = { ...configs };
    const opened = await openMp4Part({
      file,
      video: options.video,
      videoConfig,
      audioConfig: configs.audio,
      title: spec.title,
      aiGenerated: spec.aiGenerated,
    });
    if (parts.length > 1) onState('recording', path);
    return opened;
  };

  const take = async (tag: AvTag): Promise<void> => {
    if (tag.role === 'config') {
      configs[tag.track] = tag;
      return;
    }
    if (tag.role === 'key') {
      const changed = (['video', 'audio'] as const).some(
        (track) => !sameBytes(configs[track]?.body ?? null, partConfigs[track]?.body ?? null),
      );
      if (part && changed) await finishPart();
      if (!part && configs.video) part = await startPart(configs.video);
    }
    if (!part) return;
    await part.write(tag);
    noteAnchor(tag, part);
  };

  const fail = async (error: unknown): Promise<void> => {
    state = 'failed';
    fanOut.leave(queue);
    queue.reset();
    const savedMs = finishedMs + (part && part.bytes > 0 ? part.durationMs : 0);
    await part?.abandon();
    await spareFile?.file.close().catch(() => {});
    onState('failed', currentPath(), recordingWords(recordingTrouble(error), currentPath(), savedMs));
  };

  const run = async (): Promise<void> => {
    try {
      for (;;) {
        const tag = queue.shift();
        if (tag) await take(tag);
        else if (stopping) break;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
      await finishPart();
      await spareFile?.file.close();
      state = 'stopped';
      onState('stopped', currentPath());
    } catch (error) {
      await fail(error);
    }
  };

  try {
    await ensureFolder(dirname(spec.path));
    spareFile = await openNext();
    parts.push(spareFile.path);
  } catch (error) {
    onState('failed', spec.path, recordingWords(recordingTrouble(error), spec.path, 0));
    throw new RecorderError(
      'cannot-open',
      `the recording cannot be opened at ${spec.path}: ${error instanceof Error ? error.message : String(error)}`,
      { cause: error },
    );
  }
  const wakeUp = (): void => {
    wake?.();
    wake = null;
  };
  queue.onReadable = wakeUp;
  queue.onCongestion = (congested) => {
    if (congested && state === 'recording') onState('recording', currentPath(), slowDiskWords);
  };
  onState('recording', currentPath());
  fanOut.join(queue, Infinity);
  const done = run();

  return {
    get bytes() {
      return finishedBytes + (part?.bytes ?? 0);
    },
    get state() {
      return state;
    },
    async stop() {
      stopping = true;
      fanOut.leave(queue);
      wakeUp();
      await done;
      return { path: parts[0] ?? spec.path, durationMs: finishedMs, parts: [...parts] };
    },
  };
}
