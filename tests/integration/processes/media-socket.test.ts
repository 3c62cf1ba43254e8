/** Media over real sockets: order and content, back-pressure from a peer that pauses, broken peers, stale files. */
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDeferred } from '../../../main/kernel/deferred.ts';
import { connectMedia } from '../../../main/processes/protocol/connect-media.ts';
import { listenMedia } from '../../../main/processes/protocol/listen-media.ts';
import { maxPacketBytes } from '../../../main/processes/protocol/media-packet.ts';
import { mediaSocketPath } from '../../../main/processes/protocol/media-socket-path.ts';
import type { MediaConnection, MediaListener } from '../../../main/processes/protocol/media-socket.ts';

let folder: string;
let path: string;
let listeners: MediaListener[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'media-'));
  path = mediaSocketPath(folder, 'unit');
  listeners = [];
});

afterEach(async () => {
  await Promise.all(listeners.map((listener) => listener.close()));
  rmSync(folder, { recursive: true, force: true });
});

async function pair(): Promise<{ server: MediaConnection; client: MediaConnection }> {
  const accepted = createDeferred<MediaConnection>();
  listeners.push(await listenMedia(path, (connection) => accepted.resolve(connection)));
  const client = await connectMedia(path, { timeoutMs: 2000 });
  return { server: await accepted.promise, client };
}

async function rawPair(): Promise<{ server: MediaConnection; raw: Socket; closed: Promise<Error | undefined> }> {
  const accepted = createDeferred<MediaConnection>();
  listeners.push(await listenMedia(path, (connection) => accepted.resolve(connection)));
  const raw = connect(path);
  raw.on('error', () => {});
  const server = await accepted.promise;
  const closed = new Promise<Error | undefined>((resolve) => server.onClose(resolve));
  return { server, raw, closed };
}

const frameBytes = 1280 * 720 * 1.5;

it('carries packets both ways, in order, whole', async () => {
  const { server, client } = await pair();
  const got: [unknown, number, number][] = [];
  const done = createDeferred<void>();
  server.onPacket(({ meta, data }) => {
    got.push([meta['n'], data.length, data.at(-1) ?? -1]);
    if (got.length === 60) void server.send({ done: true }).then(() => done.resolve());
  });
  const answered = new Promise((resolve) => client.onPacket(({ meta }) => resolve(meta)));
  for (let n = 0; n < 60; n += 1) await client.send({ n, text: 'héllo 你好' }, new Uint8Array(n % 3 === 0 ? frameBytes : n).fill(n));
  expect(await answered).toEqual({ done: true });
  await done.promise;
  expect(got).toEqual(Array.from({ length: 60 }, (_, n) => [n, n % 3 === 0 ? frameBytes : n, n]));
});

it('keeps what came before anyone listened, without reading on', async () => {
  const { server, client } = await pair();
  await client.send({ n: 0 }, new Uint8Array([9]));
  await client.send({ n: 1 });
  const got: unknown[] = [];
  await new Promise<void>((resolve) =>
    server.onPacket(({ meta, data }) => {
      got.push([meta['n'], data.length]);
      if (got.length === 2) resolve();
    }),
  );
  expect(got).toEqual([
    [0, 1],
    [1, 0],
  ]);
});

it('makes the writer wait for a reader that pauses, within a bound, and loses nothing', async () => {
  const { server, client } = await pair();
  const got: number[] = [];
  const all = createDeferred<void>();
  const firstArrived = createDeferred<void>();
  server.onPacket(({ meta }) => {
    got.push(Number(meta['n']));
    if (got.length === 1) {
      server.pause();
      firstArrived.resolve();
    }
    if (got.length === 100) all.resolve();
  });
  let sent = 0;
  let largest = 0;
  const frame = new Uint8Array(frameBytes);
  const writing = (async () => {
    for (let n = 0; n < 100; n += 1) {
      const sending = client.send({ n }, frame);
      largest = Math.max(largest, client.bufferedBytes);
      await sending;
      sent += 1;
    }
  })();
  await firstArrived.promise;
  // Long enough, in turns of the loop, for a writer without back-pressure to push all of its 138 MB.
  for (let turn = 0; turn < 2000; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(got).toEqual([0]);
  expect(sent).toBeLessThan(5);
  expect(largest).toBeLessThan(frameBytes + 1000);
  server.resume();
  await all.promise;
  await writing;
  expect(got).toEqual(Array.from({ length: 100 }, (_, n) => n));
});

it('lets the sender use its buffer again once a send has settled', async () => {
  const { server, client } = await pair();
  const wrong: number[] = [];
  const all = createDeferred<void>();
  server.onPacket(({ meta, data }) => {
    const n = Number(meta['n']);
    if (data.some((byte) => byte !== n)) wrong.push(n);
    if (n === 99) all.resolve();
    // Now and then a slow reader, so that packets lie in the sender's queue.
    if (n % 10 === 0) {
      server.pause();
      setImmediate(() => server.resume());
    }
  });
  const buffer = new Uint8Array(300_000);
  for (let n = 0; n < 100; n += 1) {
    buffer.fill(n);
    await client.send({ n }, buffer);
  }
  await all.promise;
  expect(wrong).toEqual([]);
});

it('hands nothing out while paused, even of what has been read already', async () => {
  const { server, client } = await pair();
  const got: unknown[] = [];
  let resolveNext: () => void = () => {};
  server.onPacket(({ meta }) => {
    got.push(meta['n']);
    server.pause();
    resolveNext();
  });
  for (let n = 0; n < 5; n += 1) await client.send({ n });
  for (let n = 1; n <= 5; n += 1) {
    await new Promise<void>((resolve) => {
      resolveNext = resolve;
      if (got.length >= n) resolve();
      else server.resume();
    });
    expect(got).toHaveLength(n);
  }
});

it('rejects waiting and later sends once the peer has gone', async () => {
  const { server, client } = await pair();
  server.onPacket(() => server.pause());
  const sends = Array.from({ length: 4 }, (_, n) =>
    client.send({ n }, new Uint8Array(frameBytes)).catch((error: unknown) => (error as { code: string }).code),
  );
  const closed = new Promise((resolve) => client.onClose(resolve));
  server.close();
  await closed;
  expect((await Promise.all(sends)).filter((code) => code === 'connection-closed').length).toBeGreaterThan(0);
  await expect(client.send({ n: 9 })).rejects.toMatchObject({ code: 'connection-closed' });
});

it('refuses to send a packet beyond the limit and stays usable', async () => {
  const { server, client } = await pair();
  await expect(client.send({}, new Uint8Array(maxPacketBytes))).rejects.toMatchObject({ code: 'packet-too-large' });
  const got = new Promise((resolve) => server.onPacket(({ meta }) => resolve(meta)));
  await client.send({ after: true });
  expect(await got).toEqual({ after: true });
});

it.each([
  ['a hostile length', Buffer.from([0xff, 0xff, 0xff, 0x7f, 1, 0, 0, 0])],
  ['an empty length', Buffer.from([0, 0, 0, 0])],
  ['a meta that is no JSON', Buffer.from([6, 0, 0, 0, 2, 0, 0, 0, 0x7b, 0x7b])],
])('ends the connection on %s', async (_name, bytes) => {
  const { server, raw, closed } = await rawPair();
  const got: unknown[] = [];
  server.onPacket((packet) => got.push(packet));
  const rawClosed = once(raw, 'close');
  raw.write(bytes);
  expect(await closed).toMatchObject({ code: 'bad-packet' });
  await rawClosed;
  expect(got).toEqual([]);
});

it('says so when the peer leaves in the middle of a packet', async () => {
  const { server, raw, closed } = await rawPair();
  server.onPacket(() => {});
  raw.end(Buffer.from([100, 0, 0, 0, 1, 2, 3]));
  expect(await closed).toMatchObject({ code: 'connection-closed' });
});

it('closes without an error when the peer closes politely', async () => {
  const { server, client } = await pair();
  server.onPacket(() => {});
  const closed = new Promise((resolve) => server.onClose(resolve));
  client.close();
  expect(await closed).toBeUndefined();
});

it('removes the socket file of a dead process, and not that of a living one', async () => {
  // A real stale file: its owner is killed and can remove nothing.
  const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('up'))`;
  const owner = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(owner.stdout, 'data');
  await expect(listenMedia(path, () => {})).rejects.toMatchObject({ code: 'listen-failed' });
  const exit = once(owner, 'exit');
  owner.kill('SIGKILL');
  await exit;
  expect(existsSync(path)).toBe(true);
  const { client } = await pair();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  client.close();
  await listeners.pop()?.close();
  expect(existsSync(path)).toBe(false);
});

it('does not take over a plain file, and refuses a path that is too long', async () => {
  writeFileSync(path, 'not a socket');
  await expect(listenMedia(path, () => {})).rejects.toMatchObject({ code: 'listen-failed' });
  expect(existsSync(path)).toBe(true);
  await expect(listenMedia(join(folder, 'x'.repeat(120)), () => {})).rejects.toMatchObject({ code: 'path-too-long' });
});

it('waits for a listener that comes a little later, and gives up when none comes', async () => {
  await expect(connectMedia(path, { timeoutMs: 60 })).rejects.toMatchObject({ code: 'connect-timeout' });
  const connecting = connectMedia(path, { timeoutMs: 5000 });
  listeners.push(await listenMedia(path, () => {}));
  (await connecting).close();
  const abort = new AbortController();
  const reason = new Error('enough');
  const waiting = connectMedia(join(folder, 'none.sock'), { timeoutMs: 5000, signal: abort.signal });
  abort.abort(reason);
  await expect(waiting).rejects.toBe(reason);
});
