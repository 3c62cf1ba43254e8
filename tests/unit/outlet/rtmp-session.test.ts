import { describe, expect, it } from 'vitest';
import { type AmfValue, decodeAmf0, encodeAmf0 } from '../../../main/outlet/child/amf0.ts';
import { createChunkReader } from '../../../main/outlet/child/rtmp/chunk-reader.ts';
import { createChunkWriter } from '../../../main/outlet/child/rtmp/chunk-writer.ts';
import { messageType, type RtmpMessage } from '../../../main/outlet/child/rtmp/messages.ts';
import { redact } from '../../../main/outlet/child/rtmp/rtmp-error.ts';
import { parseRtmpUrl } from '../../../main/outlet/child/rtmp/rtmp-url.ts';
import { createRtmpSession, type RtmpSession } from '../../../main/outlet/child/rtmp/session.ts';
import { av } from './flv-samples.ts';

const streamKey = 'top-secret-key?sign=abc';

/** The other end, by hand: answers nothing that the test does not tell it to. */
function dialogue(options: { readonly intent?: 'look' } = {}): {
  session: RtmpSession;
  sent: RtmpMessage[];
  commands: () => AmfValue[][];
  reply: (type: number, payload: Uint8Array) => void;
  command: (...values: AmfValue[]) => void;
  published: () => number;
  looked: () => number;
  shakeHands: () => void;
} {
  let raw = Buffer.alloc(0);
  let shaken = false;
  let published = 0;
  let looked = 0;
  const sent: RtmpMessage[] = [];
  const reader = createChunkReader();
  const writer = createChunkWriter();
  const session = createRtmpSession({
    target: parseRtmpUrl('rtmp://live.example/app/instance?token=t0k'),
    streamKey,
    metadata: new Map([['width', 320]]),
    onPublishing: () => (published += 1),
    onLooked: () => (looked += 1),
    ...options,
    write(bytes) {
      if (shaken) sent.push(...reader.push(bytes));
      else {
        raw = Buffer.concat([raw, bytes]);
        if (raw.length >= 1 + 2 * 1536) {
          shaken = true;
          sent.push(...reader.push(raw.subarray(1 + 2 * 1536)));
        }
      }
    },
  });
  const reply = (type: number, payload: Uint8Array): void =>
    session.receive(writer.encode(type === messageType.command ? 3 : 2, { type, streamId: 0, timestampMs: 0, payload }));
  return {
    session,
    sent,
    commands: () => sent.flatMap((message) => (message.type === messageType.command ? [decodeAmf0(message.payload)] : [])),
    reply,
    command: (...values) => reply(messageType.command, encodeAmf0(...values)),
    published: () => published,
    looked: () => looked,
    shakeHands() {
      session.start();
      const answer = Buffer.concat([Buffer.from([3]), Buffer.alloc(1536, 7), raw.subarray(1, 1 + 1536)]);
      for (let at = 0; at < answer.length; at += 500) session.receive(answer.subarray(at, at + 500));
    },
  };
}

const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeUInt32BE(value, index * 4));
  return bytes;
};

function published(): ReturnType<typeof dialogue> {
  const one = dialogue();
  one.shakeHands();
  one.command('_result', 1, {}, { code: 'NetConnection.Connect.Success' });
  one.command('_result', 4, null, 5);
  one.command('onStatus', 0, null, { level: 'status', code: 'NetStream.Publish.Start' });
  return one;
}

describe('rtmp session', () => {
  it('goes the whole way to publishing', () => {
    const one = dialogue();
    one.shakeHands();
    expect(one.commands()).toMatchObject([
      ['connect', 1, { app: 'app/instance?token=t0k', tcUrl: 'rtmp://live.example/app/instance?token=t0k' }],
    ]);
    one.command('_result', 1, {}, { code: 'NetConnection.Connect.Success' });
    expect(one.commands().map((command) => command[0])).toEqual(['connect', 'releaseStream', 'FCPublish', 'createStream']);
    one.command('_error', 2, null, { code: 'NetConnection.Call.Failed' });
    one.command('_result', 4, null, 5);
    expect(one.commands().at(-1)).toEqual(['publish', 5, null, streamKey, 'live']);
    expect(one.sent.at(-1)?.streamId).toBe(5);
    one.session.send(av('video', 'key', 0));
    expect(one.sent.some((message) => message.type === messageType.video)).toBe(false);
    one.command('onStatus', 0, null, { level: 'status', code: 'NetStream.Publish.Start' });
    expect(one.published()).toBe(1);
    const metadata = one.sent.find((message) => message.type === messageType.data);
    expect(decodeAmf0(metadata?.payload ?? new Uint8Array())).toMatchObject(['@setDataFrame', 'onMetaData', { width: 320 }]);
    one.session.send(av('video', 'key', 0x1234567));
    expect(one.sent.at(-1)).toMatchObject({ type: messageType.video, streamId: 5, timestampMs: 0x1234567 });
    one.session.close();
    expect(
      one
        .commands()
        .slice(-2)
        .map((command) => command[0]),
    ).toEqual(['FCUnpublish', 'deleteStream']);
  });

  it('answers pings, window sizes and acknowledges what it received; counts what the server acknowledges', () => {
    const one = published();
    one.reply(messageType.userControl, Buffer.concat([Buffer.from([0, 6]), u32(4711)]));
    expect(Buffer.from(one.sent.at(-1)?.payload ?? [])).toEqual(Buffer.concat([Buffer.from([0, 7]), u32(4711)]));
    one.reply(messageType.setPeerBandwidth, Buffer.concat([u32(100_000), Buffer.from([2])]));
    expect(one.sent.at(-1)).toMatchObject({ type: messageType.windowAckSize });
    one.reply(messageType.windowAckSize, u32(100));
    one.reply(messageType.userControl, Buffer.alloc(120));
    expect(one.sent.at(-1)).toMatchObject({ type: messageType.acknowledgement });
    for (const sequence of [1000, 0xfffffff0, 20]) one.reply(messageType.acknowledgement, u32(sequence));
    expect(one.session.acknowledged.bytes).toBe(2 ** 32 + 20);
  });

  it.each([
    [
      'connect is refused',
      (one: ReturnType<typeof dialogue>) =>
        one.command('_error', 1, null, { level: 'error', code: 'NetConnection.Connect.Rejected', description: `no ${streamKey}` }),
      'refused',
    ],
    [
      'createStream is refused',
      (one: ReturnType<typeof dialogue>) => one.command('_error', 4, null, { code: 'NetConnection.Call.Failed' }),
      'refused',
    ],
    [
      'the name is bad',
      (one: ReturnType<typeof dialogue>) =>
        one.command('onStatus', 0, null, { level: 'error', code: 'NetStream.Publish.BadName', description: 'top-secret-key' }),
      'refused',
    ],
    ['the server closes', (one: ReturnType<typeof dialogue>) => one.command('close', 0, null), 'refused'],
  ] as const)('throws a coded error without the key when %s', (_what, act, code) => {
    const one = dialogue();
    one.shakeHands();
    let thrown: unknown;
    try {
      act(one);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code });
    expect(JSON.stringify(thrown) + String(thrown)).not.toContain(streamKey);
  });

  it('tells an end by the server from a refusal', () => {
    expect(() => published().command('onStatus', 0, null, { level: 'error', code: 'NetStream.Publish.Denied' })).toThrow(
      expect.objectContaining({ code: 'ended-by-server' }) as Error,
    );
  });

  it('asks for acknowledgements often, so that a stall is seen early', () => {
    const one = dialogue();
    one.shakeHands();
    one.command('_result', 1, {}, { code: 'NetConnection.Connect.Success' });
    expect(one.sent.filter((message) => message.type === messageType.windowAckSize)).toHaveLength(1);
  });

  it.each(['_error', '_result'])('is told to go elsewhere (%s), and keeps the address out of what crosses processes', (name) => {
    const one = dialogue();
    one.shakeHands();
    const redirect = 'rtmp://edge.example/app?token=hidden';
    let thrown: unknown;
    try {
      one.command(name, 1, null, {
        level: 'error',
        code: 'NetConnection.Connect.Rejected',
        description: 'moved',
        ex: { code: 302, redirect },
      });
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'redirected', redirectTo: redirect });
    expect(JSON.stringify(thrown) + String(thrown)).not.toContain('hidden');
  });

  it('answers the questions of servers that measure bandwidth, and minds no refusal of what is optional', () => {
    const one = dialogue();
    one.shakeHands();
    one.command('_result', 1, {}, { code: 'NetConnection.Connect.Success' });
    one.command('onBWDone', 0, null);
    expect(one.commands().at(-1)?.[0]).toBe('_checkbw');
    one.command('_error', 8, null, { code: 'NetConnection.Call.Failed' });
    one.command('_onbwcheck', 9, null);
    expect(one.commands().at(-1)).toEqual(['_result', 9, null, 0]);
    expect(one.session.state).toBe('creating-stream');
  });

  it('looks without naming the key', () => {
    const one = dialogue({ intent: 'look' });
    one.shakeHands();
    one.command('_result', 1, {}, { code: 'NetConnection.Connect.Success' });
    one.command('_result', 4, null, 5);
    expect(one.session.state).toBe('looked');
    expect(one.looked()).toBe(1);
    one.session.close();
    expect(one.commands().map((command) => command[0])).toEqual(['connect', 'createStream']);
    expect(JSON.stringify(one.commands())).not.toContain('top-secret');
  });

  it('hears that everything before has come through', () => {
    const one = published();
    let heard = 0;
    one.session.echo(() => (heard += 1));
    const id = one.commands().at(-1)?.[1] as number;
    one.command('_result', 4, null, 5);
    expect(heard).toBe(0);
    one.command('_error', id, null, { code: 'NetConnection.Call.Failed' });
    one.command('_result', id, null, 6);
    expect(heard).toBe(1);
    expect(one.session.state).toBe('publishing');
  });

  it('does not take a web server for RTMP', () => {
    const one = dialogue();
    one.session.start();
    expect(() => one.session.receive(Buffer.from('HTTP/1.1 400 Bad Request\r\n'))).toThrow(
      expect.objectContaining({ code: 'protocol' }) as Error,
    );
    const two = dialogue();
    two.session.start();
    // a TLS alert: the server wants rtmps
    expect(() => two.session.receive(Buffer.from([0x15, 3, 1, 0, 2, 2, 70]))).toThrow(
      expect.objectContaining({ code: 'wrong-transport' }) as Error,
    );
  });
});

describe('rtmp address', () => {
  it.each([
    ['rtmp://a.example/live', { transport: 'tcp', host: 'a.example', port: 1935, app: 'live' }],
    ['rtmps://a.example:444/live/two/', { transport: 'tls', host: 'a.example', port: 444, app: 'live/two' }],
    ['rtmp://[::1]:19350/live?x=1', { transport: 'tcp', host: '::1', port: 19350, app: 'live?x=1', secrets: ['x=1'] }],
    ['RTMP://a.example:80/live', { transport: 'tcp', port: 80 }],
  ])('reads %s', (address, expected) => {
    expect(parseRtmpUrl(address)).toMatchObject(expected);
  });

  it.each([
    '',
    'http://a/live',
    'rtmp://',
    'rtmp://a',
    'rtmp://a/',
    'rtmp:///live',
    'rtmp://a:99999/live',
    'rtmp://u:p@a/live',
    'rtmp://a/li ve',
    'rtmp://a/\u0000',
  ])('refuses %j without repeating it', (address) => {
    expect(() => parseRtmpUrl(address)).toThrow(expect.objectContaining({ code: 'bad-url' }) as Error);
  });

  it('takes secrets out of a text in every form', () => {
    const secret = 'a b&c';
    expect(redact(`x ${secret} y ${encodeURIComponent(secret)} z ${encodeURI(secret)}`, [secret, ''])).toBe('x *** y *** z ***');
    expect(redact('m'.repeat(1000), []).length).toBe(300);
  });
});
