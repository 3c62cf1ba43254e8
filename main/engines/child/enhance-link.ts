/** An enhancer's side of its connection to the programme: one answer per picture, in order; what was forgotten is answered without work. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EnhancePacketMeta, ToEnhancePacketMeta } from '../../contract/programme-media.ts';
import type { MediaConnection } from '../../processes/protocol/media-socket.ts';
import type { FaceLinkState } from '../contract/face-link.ts';
import { createMediaLink, type MediaLink } from './media-link.ts';
import type { LoadedEnhance, PictureToEnhance } from './types.ts';

/** The programme has a few pictures with us at most; more means that it has lost count. */
const mostWaiting = 16;

interface Waiting {
  readonly requestId: number;
  readonly picture: PictureToEnhance;
}

export function createEnhanceLink(options: { readonly onState: (state: FaceLinkState) => void }): MediaLink<LoadedEnhance> {
  return createMediaLink({
    onState: options.onState,
    hello: ({ instanceId }, { signature: { width, height, format } }) =>
      ({ type: 'enhance-hello', instanceId, width, height, format }) satisfies EnhancePacketMeta,
    serve: serveEnhance,
  });
}

export function serveEnhance(connection: MediaConnection, engine: LoadedEnhance): void {
  const waiting: Waiting[] = [];
  const spare: Uint8Array[] = [];
  let state: 'idle' | 'working' | 'closed' = 'idle';

  const reply = (meta: EnhancePacketMeta, data?: Uint8Array): Promise<void> => connection.send({ ...meta }, data).catch(() => undefined);

  async function answer({ requestId, picture }: Waiting): Promise<void> {
    try {
      const out = await engine.enhance(picture);
      if (out.length !== picture.data.length)
        return await reply({ type: 'enhance-failed', requestId, message: `${picture.data.length} bytes became ${out.length}` });
      await reply({ type: 'enhanced', requestId }, out);
    } catch (error) {
      await reply({ type: 'enhance-failed', requestId, message: error instanceof Error ? error.message : String(error) });
    }
  }

  async function drain(): Promise<void> {
    state = 'working';
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      await answer(next);
      giveBack(next.picture.data);
      // Forgets and closes are read between two pictures.
      await nextTurn();
    }
    if (state === 'working') state = 'idle';
  }

  function giveBack(data: Uint8Array): void {
    if (spare.length < mostWaiting) spare.push(data);
  }

  /** The packet's bytes are ours only during the call. */
  function keep(data: Uint8Array): Uint8Array {
    const at = spare.findIndex(({ buffer }) => buffer.byteLength >= data.length && buffer.byteLength <= 2 * data.length);
    const [found] = at < 0 ? [] : spare.splice(at, 1);
    const own = new Uint8Array(found?.buffer ?? new ArrayBuffer(data.length), 0, data.length);
    own.set(data);
    return own;
  }

  connection.onPacket((packet): void => {
    const meta = packet.meta as unknown as ToEnhancePacketMeta;
    if (meta.type === 'enhance') {
      if (waiting.length >= mostWaiting) {
        void reply({ type: 'enhance-failed', requestId: meta.requestId, message: 'Too many pictures are waiting' });
        return;
      }
      waiting.push({
        requestId: meta.requestId,
        picture: { frame: meta.frame, rect: meta.rect, canvas: meta.canvas, data: keep(packet.data) },
      });
      if (state === 'idle') void drain();
    } else if (meta.type === 'enhance-forget') {
      const at = waiting.findIndex(({ requestId }) => requestId === meta.requestId);
      const [forgotten] = at < 0 ? [] : waiting.splice(at, 1);
      if (!forgotten) return;
      giveBack(forgotten.picture.data);
      void reply({ type: 'enhance-failed', requestId: meta.requestId, message: 'It was forgotten' });
    }
  });
  connection.onClose(() => {
    state = 'closed';
    waiting.length = 0;
  });
}
