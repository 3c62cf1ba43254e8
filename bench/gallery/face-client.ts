/** One face engine in a process of its own, asked for pictures as the programme asks: any engine of kind face. Whole pictures come back, put together. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { FrameCue } from '../../main/contract/cues.ts';
import { asInstanceId, asShowId } from '../../main/contract/ids.ts';
import type { FacePacketMeta } from '../../main/contract/programme-media.ts';
import { createEngineInstance } from '../../main/engines/hosting/create-engine-instance.ts';
import { engineManifests } from '../../main/engines/catalog/manifests.ts';
import type { EngineChoice } from '../../main/engines/contract/choice.ts';
import { systemClock } from '../../main/kernel/clock.ts';
import { createDeferred, type Deferred } from '../../main/kernel/deferred.ts';
import { silentLogger } from '../../main/kernel/logger.ts';
import { createNodeForkAdapter } from '../../main/processes/adapters/node-fork.ts';
import { listenMedia } from '../../main/processes/protocol/listen-media.ts';
import { mediaSocketPath } from '../../main/processes/protocol/media-socket-path.ts';
import type { MediaConnection } from '../../main/processes/protocol/media-socket.ts';
import { createI420A, rgbaToI420A } from '../../main/programme/child/picture/i420.ts';
import { pastePicture } from '../avatar/paste-picture.ts';

export interface FaceClient {
  /** I420 with alpha of the whole picture; valid until the next call. The cue's frame number is set here: it never goes back. */
  draw(cue: FrameCue): Promise<Uint8Array>;
  close(): Promise<void>;
}

const answerTimeoutMs = 30_000;

export async function openFace(
  choice: EngineChoice,
  size: { readonly width: number; readonly height: number },
  dirs: { readonly entriesDir: string; readonly resourcesDir: string },
): Promise<FaceClient> {
  const manifest = engineManifests.find(({ id }) => id === choice.engineId);
  if (!manifest || manifest.kind !== 'face') throw new RangeError(`${choice.choiceId} is no face`);
  const dir = mkdtempSync(path.join(os.tmpdir(), `vanchor-sockets-${process.pid}-g`));
  const hello = createDeferred<MediaConnection>();
  const whole = pastePicture(size.width, size.height);
  let format: 'rgba' | 'i420a' = 'i420a';
  let waiting: Deferred<void> | undefined;
  const listener = await listenMedia(mediaSocketPath(dir, 'gallery'), (connection) => {
    connection.onClose(() => waiting?.reject(new Error(`${choice.choiceId} closed its connection`)));
    connection.onPacket(({ meta, data }) => {
      const packet = meta as FacePacketMeta;
      if (packet.type === 'face-hello') {
        format = packet.format;
        hello.resolve(connection);
      } else if (packet.type === 'face-failed') {
        waiting?.reject(new Error(`${choice.choiceId} could not draw: ${packet.message}`));
      } else if (packet.type === 'face-frame') {
        const { rect, base } = packet;
        let planes = data;
        if (format === 'rgba') {
          planes = new Uint8Array((rect.width * rect.height * 5) / 2);
          rgbaToI420A(data, 'premultiplied', createI420A(rect.width, rect.height, planes));
        }
        whole.paste({ rect, base, data: planes });
        waiting?.resolve();
      }
    });
  });
  const instance = createEngineInstance({
    adapter: createNodeForkAdapter(),
    manifest,
    spec: {
      showId: asShowId('gallery'),
      instanceId: asInstanceId(`gallery-${choice.choiceId}`),
      engineId: choice.engineId,
      options: { ...choice.options, ...size },
      resourcesDir: dirs.resourcesDir,
    },
    entriesDir: dirs.entriesDir,
    clock: systemClock,
    logger: silentLogger,
  });
  const close = async (): Promise<void> => {
    await instance.dispose();
    await listener.close();
    rmSync(dir, { recursive: true, force: true });
  };
  try {
    await instance.whenReady();
    await instance.attach(listener.path);
    const connection = await hello.promise;
    let frame = 0;
    return {
      async draw(cue) {
        const drawn = createDeferred<void>();
        waiting = drawn;
        const late = setTimeout(() => drawn.reject(new Error(`${choice.choiceId} did not answer`)), answerTimeoutMs);
        try {
          await connection.send({ type: 'frames', requestId: frame, cues: [{ ...cue, frame }] });
          frame += 1;
          await drawn.promise;
        } finally {
          clearTimeout(late);
        }
        return whole.planes;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
