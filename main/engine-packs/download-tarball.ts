/**
 * One tarball, whole and as pinned, or nothing: fetched into `<target>.part`, gone on with after a cut (Range), its hash taken over the file on
 * the disk, renamed last. Knows neither pack nor registry.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { untilAborted } from '../kernel/abortable.ts';
import { type Clock, delay } from '../kernel/clock.ts';

export interface Tarball {
  readonly url: string;
  readonly integrity: string;
  readonly bytes: number;
}

export interface DownloadTools {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  /** A server that sends nothing for so long is given up. */
  readonly idleTimeoutMs: number;
  /** Before the first of the tries in a row that brought nothing; doubled each time. */
  readonly retryWaitMs: number;
  readonly signal: AbortSignal;
  /** How much of it is there now. */
  readonly onBytes: (bytes: number) => void;
}

export type DownloadFault =
  | { readonly kind: 'offline'; readonly reason: string }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'cut-off' }
  | { readonly kind: 'wrong-bytes' };

export class DownloadFailure extends Error {
  readonly fault: DownloadFault;
  constructor(fault: DownloadFault, options?: { cause: unknown }) {
    super(fault.kind, options);
    this.fault = fault;
  }
}

const fruitlessTries = 4;

/** Throws DownloadFailure, the disk's own errors, or `signal.reason`. */
export async function downloadTarball(target: string, tarball: Tarball, tools: DownloadTools): Promise<void> {
  const part = `${target}.part`;
  if ((await sizeOf(target)) === tarball.bytes && (await hashOf(target)) === tarball.integrity) {
    tools.onBytes(tarball.bytes);
    return;
  }
  /** Left by an earlier run: it may be anything, so wrong bytes are fetched anew once. */
  let origin: 'earlier' | 'now' = (await sizeOf(part)) > 0 ? 'earlier' : 'now';
  for (;;) {
    await fetchRest(part, tarball, tools);
    if ((await hashOf(part)) === tarball.integrity) break;
    await rm(part, { force: true });
    tools.onBytes(0);
    if (origin === 'now') throw new DownloadFailure({ kind: 'wrong-bytes' });
    origin = 'now';
  }
  await rename(part, target);
}

async function fetchRest(part: string, tarball: Tarball, tools: DownloadTools): Promise<void> {
  let fruitless = 0;
  for (;;) {
    const before = await sizeOf(part);
    tools.onBytes(Math.min(before, tarball.bytes));
    if (before === tarball.bytes) return;
    if (before > tarball.bytes) {
      await rm(part, { force: true });
      continue;
    }
    try {
      await fetchOnce(part, before, tarball, tools);
    } catch (error) {
      tools.signal.throwIfAborted();
      if (!(error instanceof DownloadFailure) || error.fault.kind === 'wrong-bytes') throw error;
      if (error.fault.kind === 'refused' && !isPassing(error.fault.status)) throw error;
      fruitless = (await sizeOf(part)) > before ? 0 : fruitless + 1;
      if (fruitless >= fruitlessTries) throw error;
      await delay(tools.clock, tools.retryWaitMs * 2 ** fruitless, tools.signal);
    }
  }
}

const isPassing = (status: number): boolean => status === 408 || status === 416 || status === 429 || status >= 500;

async function fetchOnce(part: string, from: number, tarball: Tarball, tools: DownloadTools): Promise<void> {
  const abort = new AbortController();
  let cancelIdle = (): void => {};
  const lively = (): void => {
    cancelIdle();
    cancelIdle = tools.clock.after(tools.idleTimeoutMs, () => abort.abort(new DownloadFailure({ kind: 'cut-off' })));
  };
  const onAbort = (): void => abort.abort(tools.signal.reason);
  tools.signal.throwIfAborted();
  tools.signal.addEventListener('abort', onAbort, { once: true });
  lively();
  try {
    const response = await asFault(tools, 'offline', () =>
      tools.fetch(tarball.url, {
        headers: { 'accept-encoding': 'identity', ...(from > 0 ? { range: `bytes=${from}-` } : {}) },
        signal: abort.signal,
      }),
    );
    const begins = startOf(response, from);
    if (begins === undefined || !response.body) {
      letGo(response.body);
      // a range that is not there: what we have is not the beginning of this file
      if (response.status === 416 || response.status === 206) await rm(part, { force: true });
      throw new DownloadFailure({ kind: 'refused', status: response.status });
    }
    await writeBody(response.body, part, begins, tarball, { ...tools, signal: abort.signal }, lively);
  } finally {
    cancelIdle();
    tools.signal.removeEventListener('abort', onAbort);
    // what is left of the answer is wanted no more
    abort.abort();
  }
}

/** Where in the file the answer begins; undefined when it is no part of the file. */
function startOf(response: Response, from: number): number | undefined {
  if (response.status === 200) return 0;
  const range = response.status === 206 ? /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] : undefined;
  return range !== undefined && Number(range) === from ? from : undefined;
}

async function writeBody(
  body: ReadableStream<Uint8Array>,
  part: string,
  begins: number,
  tarball: Tarball,
  tools: DownloadTools,
  lively: () => void,
): Promise<void> {
  const file = await open(part, begins === 0 ? 'w' : 'a');
  let have = begins;
  const reader = body.getReader();
  try {
    for (;;) {
      // not left to fetch: of an answer that was collected as garbage, only the connection hears of an abort, and a read stays open for ever (Node 20)
      const { done, value } = await asFault(tools, 'cut-off', () => untilAborted(reader.read(), tools.signal));
      if (done) break;
      lively();
      have += value.byteLength;
      if (have > tarball.bytes) throw new DownloadFailure({ kind: 'wrong-bytes' });
      await file.writeFile(value);
      tools.onBytes(have);
    }
  } finally {
    letGo(reader);
    await file.close();
  }
  if (have < tarball.bytes) throw new DownloadFailure({ kind: 'cut-off' });
}

/** Nobody waits for it. */
function letGo(body: { cancel(): Promise<void> } | null): void {
  body?.cancel().catch(() => undefined);
}

/** The network's complaints as a fault; a cancel as its own reason. */
async function asFault<T>(tools: DownloadTools, kind: 'offline' | 'cut-off', run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    tools.signal.throwIfAborted();
    if (error instanceof DownloadFailure) throw error;
    if (kind === 'cut-off') throw new DownloadFailure({ kind }, { cause: error });
    throw new DownloadFailure({ kind, reason: reasonOf(error) }, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  const { cause, message } = error as { readonly cause?: { readonly code?: unknown }; readonly message?: string };
  return typeof cause?.code === 'string' ? cause.code : (message ?? 'unknown');
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}
