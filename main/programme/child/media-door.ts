/** Owns the media socket that engines connect to: tells voices, faces and enhancers apart by their packets, and hands on what they bring. */
import type { EnhancePacketMeta, FacePacketMeta, VoicePacketMeta } from '../../contract/programme-media.ts';
import { listenMedia } from '../../processes/protocol/listen-media.ts';
import type { MediaConnection, MediaListener } from '../../processes/protocol/media-socket.ts';
import type { EnhanceLink } from './enhance/enhance-link.ts';
import type { FaceFeed } from './face/face-feed.ts';
import type { FaceStage } from './face/face-stage.ts';
import type { PcmInbox } from './playout/pcm-inbox.ts';

export interface MediaDoorOptions {
  readonly path: string;
  readonly inbox: PcmInbox;
  readonly faces: FaceStage;
  readonly now: () => number;
  readonly onLog: (message: string) => void;
  /** A face frame came. */
  readonly onFaceFrame: () => void;
}

export function openMediaDoor(options: MediaDoorOptions): Promise<MediaListener> {
  return listenMedia(options.path, (connection) => receive(connection, options));
}

function receive(connection: MediaConnection, { inbox, faces, now, onLog, onFaceFrame }: MediaDoorOptions): void {
  let feed: FaceFeed | null = null;
  let enhancer: EnhanceLink | null = null;

  const onVoice = (meta: VoicePacketMeta, data: Uint8Array): void => {
    switch (meta.type) {
      case 'pcm-open':
        return inbox.open(connection, meta.streamId, meta.sampleRate, now());
      case 'pcm':
        return inbox.push(meta.streamId, data, now());
      case 'pcm-close':
        return inbox.close(meta.streamId);
    }
  };

  const onFace = (meta: FacePacketMeta, data: Uint8Array): void => {
    if (meta.type === 'face-hello') {
      if (!isFaceHello(meta)) throw new RangeError('a face said hello with a size or format that cannot be shown');
      feed = faces.attach(meta, (toFace) => {
        connection.send({ ...toFace }).catch(() => {}); // a lost face is seen at its close
      });
      return;
    }
    if (!feed) throw new RangeError('a face frame came before face-hello');
    feed.onPacket(meta, data);
    onFaceFrame();
  };

  const onEnhancer = (meta: EnhancePacketMeta, data: Uint8Array): void => {
    if (meta.type === 'enhance-hello') {
      if (meta.format !== 'i420a' || !isSizeOfAFace(meta))
        throw new RangeError('an enhancer said hello with a size or format that is not given');
      enhancer = faces.enhance.attach(meta, (toEnhancer, pixels) => connection.send({ ...toEnhancer }, pixels));
      return;
    }
    if (!enhancer) throw new RangeError('an enhanced picture came before enhance-hello');
    enhancer.onPacket(meta, data);
  };

  connection.onPacket(({ meta, data }) => {
    try {
      const { type } = meta;
      if (type === 'pcm-open' || type === 'pcm' || type === 'pcm-close') onVoice(meta as VoicePacketMeta, data);
      else if (type === 'face-hello' || type === 'face-frame' || type === 'face-failed') onFace(meta as FacePacketMeta, data);
      else if (type === 'enhance-hello' || type === 'enhanced' || type === 'enhance-failed') onEnhancer(meta as EnhancePacketMeta, data);
      else throw new RangeError(`unknown media packet ${JSON.stringify(type)}`);
    } catch (error) {
      onLog(`media connection closed: ${error instanceof Error ? error.message : String(error)}`);
      connection.close();
    }
  });
  connection.onClose(() => {
    inbox.sourceClosed(connection);
    if (feed) faces.detach(feed.instanceId, feed);
    if (enhancer) faces.enhance.detach(enhancer.instanceId, enhancer);
  });
}

const mostFaceSide = 4096;

function isFaceHello(hello: Extract<FacePacketMeta, { type: 'face-hello' }>): boolean {
  const { mouth, width, height } = hello;
  const fits =
    mouth === undefined ||
    ([mouth.x, mouth.y, mouth.width - 1, mouth.height - 1].every((value) => Number.isInteger(value) && value >= 0) &&
      mouth.x + mouth.width <= width &&
      mouth.y + mouth.height <= height);
  return isSizeOfAFace(hello) && fits && (hello.format === 'rgba' || hello.format === 'i420a');
}

function isSizeOfAFace({ width, height, instanceId }: { width: number; height: number; instanceId: string }): boolean {
  const side = (value: number): boolean => Number.isInteger(value) && value > 0 && value % 2 === 0 && value <= mostFaceSide;
  return side(width) && side(height) && typeof instanceId === 'string';
}
