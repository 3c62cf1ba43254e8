/**
 * A face's side of its connection to the programme: answers `frames` in order and honours `face-forget`.
 * It gives the event loop a turn after every frame: a canvas keeps its memory otherwise.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MediaPacket } from '../../processes/protocol/media-packet.ts';
import type { MediaConnection } from '../../processes/protocol/media-socket.ts';
import type { FrameCue } from '../../contract/cues.ts';
import type { FacePacketMeta, ToFacePacketMeta } from '../../contract/programme-media.ts';
import { EngineError } from '../contract/engine-error.ts';
import type { FaceLinkState } from '../contract/face-link.ts';
import { createMediaLink, type MediaLink } from './media-link.ts';
import type { DrawnFrame, LoadedFace } from './types.ts';

/** The programme asks a few frames ahead; more waiting requests than this means that it has lost count of us. */
const maxWaitingRequests = 64;

interface FramesRequest {
  readonly requestId: number;
  readonly cues: readonly FrameCue[];
  forgotten: boolean;
}

/** Thrown out of `emit` to end the drawing of frames that nobody wants. */
class ForgottenError extends Error {}

export function createFaceLink(options: { readonly onState: (state: FaceLinkState) => void }): MediaLink<LoadedFace> {
  return createMediaLink({
    onState: options.onState,
    hello: ({ instanceId }, { signature: { width, height, format, mouth } }) =>
      ({ type: 'face-hello', instanceId, width, height, format, ...(mouth ? { mouth } : {}) }) satisfies FacePacketMeta,
    serve(connection, face) {
      face.connected?.();
      serveFrames(connection, face);
    },
  });
}

/** Answers the frame requests of one connection, one after another. */
function serveFrames(connection: MediaConnection, face: LoadedFace): void {
  let waiting: FramesRequest[] = [];
  let running: FramesRequest | undefined;
  let state: 'open' | 'closed' = 'open';

  const reply = (meta: FacePacketMeta, data?: Uint8Array): Promise<void> => connection.send({ ...meta }, data);

  async function answer(request: FramesRequest): Promise<void> {
    let drawn = 0;
    const emit = async (cue: FrameCue, frame: DrawnFrame): Promise<void> => {
      if (request.forgotten || state === 'closed') throw new ForgottenError();
      if (cue.frame !== request.cues[drawn]?.frame) throw new EngineError('engine-failed', `Frame ${cue.frame} was drawn out of turn`);
      drawn += 1;
      // Sent as it is: the engine leaves its pixels alone until `emit` has settled, and the kernel has taken them then.
      await reply({ type: 'face-frame', requestId: request.requestId, frame: cue.frame, rect: frame.rect, base: frame.base }, frame.data);
      await nextTurn();
    };
    try {
      await face.frames(request.cues, emit);
      if (drawn < request.cues.length && !request.forgotten)
        throw new EngineError('engine-failed', `Only ${drawn} of ${request.cues.length} frames were drawn`);
    } catch (error) {
      if (error instanceof ForgottenError || request.forgotten || state === 'closed') return;
      const message = error instanceof Error ? error.message : String(error);
      await reply({ type: 'face-failed', requestId: request.requestId, message }).catch(() => undefined);
    }
  }

  async function drain(): Promise<void> {
    while ((running = waiting.shift())) await answer(running);
  }

  connection.onPacket((packet: MediaPacket) => {
    const meta = packet.meta as unknown as ToFacePacketMeta;
    switch (meta.type) {
      case 'frames':
        if (waiting.length >= maxWaitingRequests) {
          void reply({ type: 'face-failed', requestId: meta.requestId, message: 'Too many frame requests are waiting' }).catch(
            () => undefined,
          );
          return;
        }
        waiting.push({ requestId: meta.requestId, cues: meta.cues, forgotten: false });
        if (!running) void drain();
        return;
      case 'face-forget':
        if (running?.requestId === meta.requestId) running.forgotten = true;
        waiting = waiting.filter(({ requestId }) => requestId !== meta.requestId);
        return;
      case 'face-pcm': {
        const bytes = new Uint8Array(packet.data);
        face.pcm?.(
          { clauseId: meta.clauseId, sampleRate: meta.sampleRate, atFrame: meta.atFrame },
          new Int16Array(bytes.buffer, 0, bytes.length >> 1),
        );
        return;
      }
      default:
      // A later protocol's packet: not for us.
    }
  });
  connection.onClose(() => {
    state = 'closed';
    waiting = [];
  });
}
