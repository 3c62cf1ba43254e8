/**
 * One fragmented MP4 file: written fragment by fragment (one per keyframe), so that it plays up to the last fragment whatever
 * happens to the process or the disk. Knows nothing of parts, queues or the timeline.
 */
import type { FileHandle } from 'node:fs/promises';
import {
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
} from 'mediabunny';
import { programmeChannels, programmeSampleRate, type VideoFormat } from '../../contract/media.ts';
import { type AvTag, bodyHeaderBytes } from './av-tag.ts';
import { createReleaseWritten } from './release-written.ts';

/** What a part needs of an open file; a test injects one that fails. */
export type PartFile = Pick<FileHandle, 'write' | 'truncate' | 'close'>;

export interface Mp4PartOptions {
  readonly file: PartFile;
  readonly video: VideoFormat;
  readonly videoConfig: AvTag;
  readonly audioConfig: AvTag | null;
  readonly title: string;
  readonly aiGenerated: boolean;
}

export interface Mp4Part {
  readonly bytes: number;
  readonly durationMs: number;
  /** Where a tag that was written is shown in this file, ms. */
  positionMs(tag: AvTag): number;
  /** Tags in decoding order, from a keyframe on. Rejects with the file's error; then only `abandon` is left. */
  write(tag: AvTag): Promise<void>;
  /** Closes the file with everything written. */
  finish(): Promise<void>;
  /** After a failed write: cuts the file back to its last whole fragment and closes it. Never rejects. */
  abandon(): Promise<void>;
}

export const aiGeneratedComment = 'AI-generated content: voice and picture of the anchor are synthetic. 本内容由人工智能生成。';

const aacFrameSeconds = 1024 / programmeSampleRate;
const msPerSecond = 1000;

async function writeFully(file: PartFile, data: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < data.length;) {
    const { bytesWritten } = await file.write(data, at, data.length - at, position + at);
    if (bytesWritten === 0) throw new Error('the file takes no more bytes');
    at += bytesWritten;
  }
}

export async function openMp4Part(options: Mp4PartOptions): Promise<Mp4Part> {
  const { file, video } = options;
  let wholeBytes = 0;
  let baseMs: number | null = null;
  let endMs = 0;
  const sink = new WritableStream<StreamTargetChunk>({
    async write({ data, position }) {
      await writeFully(file, data, position);
      wholeBytes = Math.max(wholeBytes, position + data.length);
    },
  });
  const output = new Output({
    format: new Mp4OutputFormat({ fastStart: 'fragmented', minimumFragmentDuration: 1 }),
    target: new StreamTarget(sink),
  });
  const releaseWritten = createReleaseWritten(output);
  const pictures = new EncodedVideoPacketSource('avc');
  const sounds = new EncodedAudioPacketSource('aac');
  output.addVideoTrack(pictures);
  if (options.audioConfig) output.addAudioTrack(sounds);
  output.setMetadataTags({ title: options.title, ...(options.aiGenerated ? { comment: aiGeneratedComment } : {}) });
  await output.start();

  const avcRecord = options.videoConfig.body.subarray(bodyHeaderBytes.video);
  const videoMeta = {
    decoderConfig: {
      codec: `avc1.${Buffer.from(avcRecord.subarray(1, 4)).toString('hex')}`,
      codedWidth: video.width,
      codedHeight: video.height,
      description: avcRecord,
    },
  };
  const audioMeta = {
    decoderConfig: {
      codec: 'mp4a.40.2',
      numberOfChannels: programmeChannels,
      sampleRate: programmeSampleRate,
      description: options.audioConfig?.body.subarray(bodyHeaderBytes.audio) ?? new Uint8Array(),
    },
  };

  return {
    get bytes() {
      return wholeBytes;
    },
    get durationMs() {
      return endMs;
    },
    positionMs: (tag) => tag.timestampMs + tag.compositionMs - (baseMs ?? tag.timestampMs),
    async write(tag) {
      if (tag.role === 'config' || (tag.track === 'audio' && options.audioConfig === null)) return;
      baseMs ??= tag.timestampMs;
      const atMs = tag.timestampMs - baseMs;
      if (atMs < 0) return;
      const data = tag.body.subarray(bodyHeaderBytes[tag.track]);
      const frameSeconds = tag.track === 'video' ? 1 / video.fps : aacFrameSeconds;
      endMs = Math.max(endMs, Math.round(atMs + frameSeconds * msPerSecond));
      if (tag.track === 'video') {
        const packet = new EncodedPacket(
          data,
          tag.role === 'key' ? 'key' : 'delta',
          (atMs + tag.compositionMs) / msPerSecond,
          frameSeconds,
        );
        await pictures.add(packet, videoMeta);
        if (tag.role === 'key') releaseWritten();
      } else await sounds.add(new EncodedPacket(data, 'key', atMs / msPerSecond, frameSeconds), audioMeta);
    },
    async finish() {
      await output.finalize();
      await file.close();
    },
    async abandon() {
      await output.cancel().catch(() => {});
      await file.truncate(wholeBytes).catch(() => {});
      await file.close().catch(() => {});
    },
  };
}
