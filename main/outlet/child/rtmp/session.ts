/**
 * The publishing dialogue with one RTMP server, without a socket: bytes in through `receive`, bytes out through `write`.
 * handshake -> connect -> createStream -> publish -> media -> deleteStream. Answers pings, sends and counts acknowledgements.
 * With `intent: 'look'` it stops after createStream, without naming the stream key: nobody goes on air by being looked at.
 */
import { decodeAmf0, encodeAmf0, AmfError, type AmfObject, type AmfValue } from '../amf0.ts';
import type { AvTag } from '../av-tag.ts';
import type { Acknowledged } from '../publisher.ts';
import { createAcknowledgements } from './acknowledgements.ts';
import { createChunkReader } from './chunk-reader.ts';
import { createChunkWriter } from './chunk-writer.ts';
import { createHandshake } from './handshake.ts';
import { chunkStream, messageType, userControl, type RtmpMessage } from './messages.ts';
import { redact, RtmpError } from './rtmp-error.ts';
import type { RtmpTarget } from './rtmp-url.ts';

export type SessionState = 'handshake' | 'connecting' | 'creating-stream' | 'asking-to-publish' | 'publishing' | 'looked' | 'closed';

export interface RtmpSessionOptions {
  readonly target: RtmpTarget;
  readonly streamKey: string;
  readonly metadata: ReadonlyMap<string, AmfValue>;
  readonly write: (bytes: Buffer) => void;
  readonly onPublishing: () => void;
  /** Default 'publish'. */
  readonly intent?: 'publish' | 'look';
  /** The server serves this application; only with intent 'look'. */
  readonly onLooked?: () => void;
}

export interface RtmpSession {
  readonly state: SessionState;
  readonly acknowledged: Acknowledged;
  start(): void;
  /** Throws RtmpError when the server refuses, ends the stream or speaks nonsense. */
  receive(bytes: Uint8Array): void;
  /** Bytes that went on the wire. Only while publishing. */
  send(tag: AvTag): void;
  /** While publishing: asks something harmless; `onEcho` runs when the answer, and so everything sent before, has come through. */
  echo(onEcho: () => void): void;
  /** Says goodbye; the caller ends the socket. */
  close(): void;
}

const outChunkSize = 4096;
/** We ask for an acknowledgement this often: more than once a second at usual rates, so that a stall is seen early. */
const askedWindowBytes = 250_000;
const transaction = {
  connect: 1,
  releaseStream: 2,
  fcPublish: 3,
  createStream: 4,
  publish: 5,
  goodbye: 6,
  bandwidth: 8,
  echo: 100,
} as const;

export function createRtmpSession(options: RtmpSessionOptions): RtmpSession {
  const { target, streamKey, write } = options;
  const handshake = createHandshake();
  const reader = createChunkReader();
  const writer = createChunkWriter();
  const secrets = [streamKey, ...target.secrets];
  let state: SessionState = 'handshake';
  let streamId = 0;
  let receivedBytes = 0;
  let acknowledgedReceived = 0;
  let receiveWindow = 0;
  const acknowledgements = createAcknowledgements();
  let sentWindow = 0;
  let echoes = 0;
  const waitingEchoes = new Map<number, () => void>();

  const send = (chunk: number, type: number, payload: Uint8Array, timestampMs = 0, messageStream = 0): void =>
    write(writer.encode(chunk, { type, payload, timestampMs, streamId: messageStream }));
  const u32 = (...values: readonly number[]): Buffer => {
    const bytes = Buffer.alloc(values.length * 4);
    values.forEach((value, index) => bytes.writeUInt32BE(value >>> 0, index * 4));
    return bytes;
  };
  const command = (name: string, id: number, ...values: readonly AmfValue[]): void =>
    send(chunkStream.command, messageType.command, encodeAmf0(name, id, ...values));
  const streamCommand = (name: string, id: number, ...values: readonly AmfValue[]): void =>
    send(chunkStream.command, messageType.command, encodeAmf0(name, id, ...values), 0, streamId);

  const sendWindow = (bytes: number): void => {
    if (sentWindow === bytes) return;
    sentWindow = bytes;
    send(chunkStream.control, messageType.windowAckSize, u32(bytes));
  };

  const connect = (): void => {
    state = 'connecting';
    send(chunkStream.control, messageType.setChunkSize, u32(outChunkSize));
    writer.setChunkSize(outChunkSize);
    command('connect', transaction.connect, {
      app: target.app,
      type: 'nonprivate',
      flashVer: 'FMLE/3.0 (compatible; VanchorStudio)',
      tcUrl: target.tcUrl,
    });
  };

  const createStream = (): void => {
    state = 'creating-stream';
    if (sentWindow === 0) sendWindow(askedWindowBytes);
    if (options.intent === 'look') {
      command('createStream', transaction.createStream, null);
      return;
    }
    command('releaseStream', transaction.releaseStream, null, streamKey);
    command('FCPublish', transaction.fcPublish, null, streamKey);
    command('createStream', transaction.createStream, null);
  };

  const created = (id: number): void => {
    if (options.intent === 'look') {
      state = 'looked';
      options.onLooked?.();
    } else publish(id);
  };

  const publish = (id: number): void => {
    state = 'asking-to-publish';
    streamId = id;
    streamCommand('publish', transaction.publish, null, streamKey, 'live');
  };

  const publishing = (): void => {
    if (state === 'publishing') return;
    state = 'publishing';
    send(chunkStream.data, messageType.data, encodeAmf0('@setDataFrame', 'onMetaData', options.metadata), 0, streamId);
    options.onPublishing();
  };

  /** Some servers name another one in place of a yes: `ex: { code: 302, redirect: 'rtmp://…' }`. */
  const redirectIn = (info: AmfObject): string | undefined => {
    const { ex } = info;
    if (typeof ex !== 'object' || ex === null || !('redirect' in ex)) return undefined;
    return typeof ex.redirect === 'string' && ex.redirect !== '' ? ex.redirect : undefined;
  };

  const refuse = (info: AmfObject): never => {
    const redirectTo = redirectIn(info);
    if (redirectTo !== undefined && state !== 'publishing')
      throw new RtmpError('redirected', 'the server names another address', { redirectTo });
    const word = (value: AmfValue): string => (typeof value === 'string' ? redact(value, secrets) : '');
    const said = [word(info['code']), word(info['description'])].filter((text) => text !== '').join(': ') || 'no reason given';
    throw new RtmpError(state === 'publishing' ? 'ended-by-server' : 'refused', `the server answered: ${said}`, { detail: { said } });
  };

  const objectOf = (values: readonly AmfValue[]): AmfObject =>
    (values.find((value) => typeof value === 'object' && value !== null && !Array.isArray(value) && 'code' in value) ?? {}) as AmfObject;

  const onStatus = (info: AmfObject): void => {
    const code = typeof info['code'] === 'string' ? info['code'] : '';
    if (code === 'NetStream.Publish.Start') publishing();
    else if (
      info['level'] === 'error' ||
      /\.(BadName|Denied|Rejected|Failed|Closed|Failure)$/.test(code) ||
      code === 'NetStream.Unpublish.Success'
    )
      refuse(info);
  };

  const onCommand = (payload: Uint8Array): void => {
    let values: AmfValue[];
    try {
      values = decodeAmf0(payload);
    } catch (error) {
      if (error instanceof AmfError)
        throw new RtmpError('protocol', `a command of the server is not readable: ${error.message}`, { cause: error });
      throw error;
    }
    const [name, id] = values;
    const rest = values.slice(2);
    if (name === '_result' && id === transaction.connect && state === 'connecting') {
      const info = objectOf(rest);
      if (redirectIn(info) !== undefined) refuse(info);
      createStream();
    } else if (name === '_result' && id === transaction.createStream && state === 'creating-stream') created(streamNumber(rest[1]));
    else if ((name === '_result' || name === '_error') && typeof id === 'number' && waitingEchoes.has(id)) {
      const onEcho = waitingEchoes.get(id);
      waitingEchoes.delete(id);
      onEcho?.();
    } else if (name === '_error') {
      // Many servers do not know releaseStream, FCPublish and the rest; only these refusals mean something.
      if (id === transaction.connect || id === transaction.createStream || id === transaction.publish) refuse(objectOf(rest));
    } else if (name === 'onBWDone') command('_checkbw', transaction.bandwidth, null);
    else if (name === '_onbwcheck') command('_result', typeof id === 'number' ? id : 0, null, 0);
    else if (name === 'onStatus') onStatus(objectOf(rest));
    else if (name === 'close') refuse({ description: 'the server closed the stream' });
  };

  const onMessage = (message: RtmpMessage): void => {
    const payload = Buffer.from(message.payload.buffer, message.payload.byteOffset, message.payload.byteLength);
    switch (message.type) {
      case messageType.command:
        onCommand(payload);
        return;
      case messageType.acknowledgement:
        if (payload.length >= 4) acknowledgements.note(payload.readUInt32BE(0));
        return;
      case messageType.windowAckSize:
        if (payload.length >= 4) receiveWindow = payload.readUInt32BE(0);
        return;
      case messageType.setPeerBandwidth:
        if (payload.length >= 4) sendWindow(Math.min(askedWindowBytes, payload.readUInt32BE(0)));
        return;
      case messageType.userControl:
        if (payload.length >= 6 && payload.readUInt16BE(0) === userControl.pingRequest) {
          const pong = Buffer.from(payload.subarray(0, 6));
          pong.writeUInt16BE(userControl.pingResponse);
          send(chunkStream.control, messageType.userControl, pong);
        }
        return;
      default:
      // Chunk size and abort are the reader's; media from a server we publish to is of no interest.
    }
  };

  const receiveChunks = (bytes: Uint8Array): void => {
    for (const message of reader.push(bytes)) {
      onMessage(message);
      if (state === 'closed') return;
    }
    if (receiveWindow > 0 && receivedBytes - acknowledgedReceived >= receiveWindow / 2) {
      acknowledgedReceived = receivedBytes;
      send(chunkStream.control, messageType.acknowledgement, u32(receivedBytes));
    }
  };

  return {
    get state() {
      return state;
    },
    get acknowledged() {
      return acknowledgements.seen;
    },
    start() {
      write(handshake.opening);
    },
    receive(bytes) {
      if (state === 'closed') return;
      receivedBytes += bytes.length;
      if (state !== 'handshake') {
        receiveChunks(bytes);
        return;
      }
      const { reply, rest } = handshake.push(bytes);
      if (reply) write(reply);
      if (!rest) return;
      connect();
      if (rest.length > 0) receiveChunks(rest);
    },
    send(tag) {
      if (state !== 'publishing') return;
      const video = tag.track === 'video';
      send(
        video ? chunkStream.video : chunkStream.audio,
        video ? messageType.video : messageType.audio,
        tag.body,
        tag.timestampMs,
        streamId,
      );
    },
    echo(onEcho) {
      if (state !== 'publishing') return;
      const id = transaction.echo + echoes;
      echoes += 1;
      waitingEchoes.set(id, onEcho);
      command('createStream', id, null);
    },
    close() {
      waitingEchoes.clear();
      if (state === 'publishing' || state === 'asking-to-publish') {
        command('FCUnpublish', transaction.goodbye, null, streamKey);
        command('deleteStream', transaction.goodbye + 1, null, streamId);
      }
      state = 'closed';
    },
  };
}

/** Most servers say 1; one that says nothing means it. */
function streamNumber(value: AmfValue): number {
  if (typeof value !== 'number') return 1;
  if (!Number.isInteger(value) || value < 0 || value > 0xffffffff)
    throw new RtmpError('protocol', `the server gave a stream the number ${value}`);
  return value;
}
