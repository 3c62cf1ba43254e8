/**
 * Keeps one engine loaded: a process, `load`, and both again after a crash, by the restart policy; a face or an enhancer is attached again too.
 * A load that the engine refuses (bad options, missing file) is not tried again: the same words would come back.
 */
import { join } from 'node:path';
import { createDeferred } from '../../kernel/deferred.ts';
import type { Deferred } from '../../kernel/deferred.ts';
import { Emitter } from '../../kernel/emitter.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Logger } from '../../kernel/logger.ts';
import { RemoteError } from '../../processes/host/process-error.ts';
import { createSupervised } from '../../processes/host/supervise.ts';
import type { Supervised, SupervisedChange } from '../../processes/host/supervise.ts';
import type { ProcessAdapter, ProcessHandle, RestartPolicy } from '../../processes/host/types.ts';
import type { UserMessage } from '../../contract/failure.ts';
import { EngineError } from '../contract/engine-error.ts';
import type { FaceLinkState } from '../contract/face-link.ts';
import type { EngineManifest } from '../contract/manifest.ts';
import type { FaceAttach, LoadSpec } from '../contract/requests.ts';
import { lipsEvent, type EngineSignature, type LipsState } from '../contract/signature.ts';
import type { EngineInstance, EngineInstanceChange, EngineInstanceState, InferKinds, InferOptions } from './engine-instance.ts';
import { createItemGuard } from './item-guard.ts';
import { engineMessages } from './messages.ts';
import { readRssBytes } from './process-memory.ts';
import { toEngineError } from './to-engine-error.ts';

export interface EngineInstanceOptions {
  readonly adapter: ProcessAdapter;
  readonly manifest: EngineManifest;
  readonly spec: LoadSpec;
  /** Folder of the built child entries. */
  readonly entriesDir: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policy?: RestartPolicy;
  /** Default 120 000. */
  readonly loadTimeoutMs?: number;
  /** OS niceness until `setPriority`; a process that is started again after that has the usual one from its start. */
  readonly loadNice?: number;
}

const defaultLoadTimeoutMs = 120_000;
const attachRetryMs = 500;

export function createEngineInstance(options: EngineInstanceOptions): EngineInstance {
  const { manifest, spec, clock } = options;
  const logger = options.logger.child({ engine: manifest.id, instance: spec.instanceId });
  const onError = (error: unknown): void => logger.error('a listener threw', { error: String(error) });
  const onState = new Emitter<EngineInstanceChange>(onError);
  const onFaceLink = new Emitter<FaceLinkState>(onError);
  const waiters = new Set<Deferred<EngineSignature>>();
  let state: EngineInstanceState = 'loading';
  let message: UserMessage | undefined;
  let failure: EngineError | undefined;
  let signature: EngineSignature | undefined;
  let supervised: Supervised;
  /** The generation that is loaded and may be asked. */
  let live: ProcessHandle | undefined;
  let generation = 0;
  let ending: 'observed' | 'quarantined' | null = null;
  let attachTo: string | undefined;
  let cancelAttachRetry: (() => void) | undefined;
  let { loadNice } = options;

  function setState(next: EngineInstanceState, more: Omit<EngineInstanceChange, 'state'> = {}): void {
    if (state === 'unloaded') return;
    state = next;
    message = more.message;
    failure = more.error;
    if (next === 'ready' && signature) for (const waiter of waiters) waiter.resolve(signature);
    else if (next === 'failed' || next === 'unloaded') for (const waiter of waiters) waiter.reject(more.error ?? notLoaded());
    if (next !== 'loading' && next !== 'restarting') waiters.clear();
    onState.emit({ state: next, ...more });
  }

  function notLoaded(): EngineError {
    return new EngineError('not-loaded', `Engine ${manifest.id} is ${state}`, failure ? { cause: failure } : {});
  }

  function start(): Supervised {
    return createSupervised({
      adapter: options.adapter,
      spec: () => ({
        name: `engine-${manifest.id}-${spec.instanceId}`,
        entry: join(options.entriesDir, `${manifest.entry}.js`),
        // at the lowest priority of a busy machine even a start takes its time
        ...(loadNice === undefined ? {} : { nice: loadNice, readyTimeoutMs: options.loadTimeoutMs ?? defaultLoadTimeoutMs }),
      }),
      clock,
      logger,
      ...(options.policy ? { policy: options.policy } : {}),
      onGeneration() {
        generation += 1;
      },
      // not from its start: one that dies in every load, however late, would be healthy each time and never given up
      works: load,
    });
  }

  /** Rejects where it is not loaded; what there is to do then is done. */
  async function load(handle: ProcessHandle): Promise<void> {
    handle.onEvent(({ name, payload }) => {
      if (name === 'face-link') onFaceLink.emit(payload as FaceLinkState);
      else if (name === lipsEvent) takeLips(handle, payload as LipsState);
    });
    try {
      await handle.ready;
      signature = await handle.call<EngineSignature>('load', spec, { timeoutMs: options.loadTimeoutMs ?? defaultLoadTimeoutMs });
      if (signature.kind !== manifest.kind)
        throw new EngineError('bad-file', `Engine ${manifest.id} loaded a ${signature.kind}, not a ${manifest.kind}`);
    } catch (error) {
      // A process that ended is the supervisor's business; an engine that says no would say it again.
      if (error instanceof RemoteError || error instanceof EngineError || handle.state === 'ready' || handle.state === 'late')
        await refuse(toEngineError(error, manifest.id));
      throw error;
    }
    if (state === 'unloaded' || supervised.current !== handle) return;
    live = handle;
    logger.info('engine ready', { pid: handle.pid, generation });
    setState('ready', lipsMessage(signature));
    if (attachTo !== undefined) attachAgain(handle, attachTo);
  }

  /** Lips that are made the simpler way are said, not hidden. */
  function lipsMessage(of: EngineSignature): { readonly message?: UserMessage } {
    return of.kind === 'tts' && of.lips?.method === 'signal' ? { message: engineMessages.simpleLips(manifest, of.lips.fault) } : {};
  }

  function takeLips(handle: ProcessHandle, lips: LipsState): void {
    if (live !== handle || state !== 'ready' || signature?.kind !== 'tts') return;
    signature = { ...signature, lips };
    logger.warn('the lips are made another way', { lips });
    setState('ready', lipsMessage(signature));
  }

  async function refuse(error: EngineError): Promise<void> {
    if (state === 'unloaded') return;
    logger.error('engine load refused', { code: error.code, reason: error.message });
    setState('failed', { error, message: engineMessages.loadFailed(manifest, error) });
    await supervised.stop();
  }

  function follow(change: SupervisedChange): void {
    if (change.state === 'backing-off') {
      live = undefined;
      if (state !== 'failed') setState(signature ? 'restarting' : 'loading', { message: engineMessages.restarting(manifest) });
    } else if (change.state === 'given-up') {
      live = undefined;
      const reason = change.exit?.stderrTail.at(-1) ?? change.exit?.cause ?? 'it ended';
      setState('failed', {
        message: engineMessages.givenUp(manifest),
        error: new EngineError('engine-failed', `Engine ${manifest.id} failed too often: ${reason}`),
      });
    } else if (change.state === 'stopping' || change.state === 'stopped') {
      live = undefined;
      if (change.state === 'stopped') ending = change.exit?.observed === false ? 'quarantined' : 'observed';
    }
  }

  function begin(): void {
    const mine = start();
    supervised = mine;
    // An earlier one may still be stopping: its last words are not ours.
    mine.onState((change) => {
      if (supervised === mine) follow(change);
    });
  }

  const attachCall = (handle: ProcessHandle, path: string): Promise<void> =>
    handle.call<void>('attach', { path, instanceId: spec.instanceId } satisfies FaceAttach, { timeoutMs: 10_000 });

  /** After a restart nobody waits for the answer: try until it works or is not wanted any more. */
  function attachAgain(handle: ProcessHandle, path: string): void {
    attachCall(handle, path).catch((error: unknown) => {
      if (live !== handle || attachTo !== path) return;
      logger.warn('the engine does not reach the programme yet', { error: String(error) });
      cancelAttachRetry = clock.after(attachRetryMs, () => {
        if (live === handle && attachTo === path) attachAgain(handle, path);
      });
    });
  }

  async function* read<K extends keyof InferKinds>(
    kind: K,
    request: InferKinds[K]['request'],
    inferOptions: InferOptions,
  ): AsyncGenerator<InferKinds[K]['item']> {
    inferOptions.signal?.throwIfAborted();
    if (!live) throw notLoaded();
    const guard = createItemGuard(kind, manifest.id);
    try {
      for await (const item of live.stream<unknown>('infer', request, inferOptions)) yield guard(item);
    } catch (error) {
      if (inferOptions.signal?.aborted) throw inferOptions.signal.reason;
      throw toEngineError(error, manifest.id);
    }
  }

  begin();

  return {
    id: spec.instanceId,
    manifest,
    spec,
    get state() {
      return state;
    },
    get message() {
      return message;
    },
    get signature() {
      return signature;
    },
    get pid() {
      return supervised.current?.pid;
    },
    get generation() {
      return generation;
    },
    get ending() {
      return ending;
    },
    onState: onState.event,
    onFaceLink: onFaceLink.event,
    async whenReady(signal) {
      signal?.throwIfAborted();
      if (state === 'ready' && signature) return signature;
      if (state === 'failed' || state === 'unloaded') throw failure ?? notLoaded();
      const waiter = createDeferred<EngineSignature>();
      const onAbort = (): void => waiter.reject(signal?.reason);
      waiters.add(waiter);
      signal?.addEventListener('abort', onAbort, { once: true });
      return waiter.promise.finally(() => {
        waiters.delete(waiter);
        signal?.removeEventListener('abort', onAbort);
      });
    },
    infer<K extends keyof InferKinds>(kind: K, request: InferKinds[K]['request'], inferOptions: InferOptions = {}) {
      if (kind !== manifest.kind) throw new EngineError('engine-failed', `Engine ${manifest.id} is a ${manifest.kind}, not a ${kind}`);
      return read(kind, request, inferOptions);
    },
    async reload() {
      if (state === 'failed') {
        this.retry();
        return;
      }
      // one that is being loaded may have read what was there before
      if (state === 'loading' || state === 'restarting') await this.whenReady();
      if (!live) throw notLoaded();
      try {
        signature = await live.call<EngineSignature>('reload', null, { timeoutMs: options.loadTimeoutMs ?? defaultLoadTimeoutMs });
      } catch (error) {
        throw toEngineError(error, manifest.id);
      }
    },
    async attach(path) {
      cancelAttachRetry?.();
      attachTo = path;
      if (!live) return;
      try {
        await attachCall(live, path);
      } catch (error) {
        throw toEngineError(error, manifest.id);
      }
    },
    async detach() {
      cancelAttachRetry?.();
      attachTo = undefined;
      // A process that is gone is detached.
      await live?.call('detach', null).catch(() => undefined);
    },
    async rssBytes() {
      const pid = supervised.current?.pid;
      return pid === undefined ? null : readRssBytes(pid);
    },
    setPriority(nice) {
      loadNice = undefined;
      supervised.current?.setPriority(nice);
    },
    hold(forMs) {
      supervised.current?.hold(forMs);
    },
    release() {
      supervised.current?.release();
    },
    retry() {
      if (state !== 'failed') return;
      setState(signature ? 'restarting' : 'loading');
      if (supervised.state === 'given-up') supervised.retry();
      else begin();
    },
    async dispose() {
      cancelAttachRetry?.();
      setState('unloaded');
      live = undefined;
      await supervised.stop();
    },
  };
}
