/** Owns the media socket that engines connect to: tells voices from faces by their packets, and hands both on. */
import type { FacePacketMeta, VoicePacketMeta } from '../../contract/programme-media.ts';
import { listenMedia } from '../../processes/protocol/listen-media.ts';
import type { MediaConnection, MediaListener } from '../../processes/protocol/media-socket.ts';
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

  connection.onPacket(({ meta, data }) => {
    try {
      const { type } = meta;
      if (type === 'pcm-open' || type === 'pcm' || type === 'pcm-close') onVoice(meta as VoicePacketMeta, data);
      else if (type === 'face-hello' || type === 'face-frame' || type === 'face-failed') onFace(meta as FacePacketMeta, data);
      else throw new RangeError(`unknown media packet ${JSON.stringify(type)}`);
    } catch (error) {
      onLog(`media connection closed: ${error instanceof Error ? error.message : String(error)}`);
      connection.close();
    }
  });
  connection.onClose(() => {
    inbox.sourceClosed(connection);
    if (feed) faces.detach(feed.instanceId, feed);
  });
}

const mostFaceSide = 4096;

function isFaceHello(hello: Extract<FacePacketMeta, { type: 'face-hello' }>): boolean {
  const side = (value: number): boolean => Number.isInteger(value) && value > 0 && value % 2 === 0 && value <= mostFaceSide;
  return (
    side(hello.width) && side(hello.height) && (hello.format === 'rgba' || hello.format === 'i420a') && typeof hello.instanceId === 'string'
  );
}
