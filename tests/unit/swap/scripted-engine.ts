/** An engine instance of the swap tests: loads, dies, answers and ends as the script says, and can be asked afterwards what became of it. */
import { createDeferred } from '../../../main/kernel/deferred.ts';
import type { Deferred } from '../../../main/kernel/deferred.ts';
import { Emitter } from '../../../main/kernel/emitter.ts';
import { asInstanceId, asShowId } from '../../../main/contract/ids.ts';
import { EngineError } from '../../../main/engines/contract/engine-error.ts';
import type { EngineKind } from '../../../main/engines/contract/manifest.ts';
import type { EngineSignature } from '../../../main/engines/contract/signature.ts';
import type { EngineInstance, EngineInstanceChange, EngineInstanceState } from '../../../main/engines/hosting/engine-instance.ts';

export interface EngineScript {
  /** Default 'loading': the test says when it is ready. */
  readonly starts?: EngineInstanceState;
  readonly rssBytes?: number | null;
  /** `ignores`: dispose never resolves. `throws`: it rejects. `quarantined`: it resolves, and says that no exit was seen. */
  readonly disposes?: 'exits' | 'ignores' | 'throws' | 'quarantined';
  readonly kind?: EngineKind;
  readonly onDispose?: () => void;
}

export interface ScriptedEngine extends EngineInstance {
  become(state: EngineInstanceState, change?: Omit<EngineInstanceChange, 'state'>): void;
  /** Refuses its load as a real one does. */
  refuse(words: { readonly en: string; readonly zh: string }): void;
  rss: number | null;
  readonly priorities: readonly number[];
  readonly holds: Array<number | 'released'>;
  readonly disposals: number;
  /** Its process lives. */
  readonly alive: boolean;
  readonly listeners: number;
}

export function scriptedEngine(id: string, kind: EngineKind, script: EngineScript = {}): ScriptedEngine {
  const onState = new Emitter<EngineInstanceChange>();
  const waiters = new Set<Deferred<EngineSignature>>();
  const signature = { kind, languages: ['en'], contextTokens: null, model: id } as unknown as EngineSignature;
  const priorities: number[] = [];
  const holds: Array<number | 'released'> = [];
  let state: EngineInstanceState = script.starts ?? 'loading';
  let alive = true;
  let disposals = 0;
  let ending: EngineInstance['ending'] = null;
  let rss = script.rssBytes === undefined ? 50 * 1024 * 1024 : script.rssBytes;
  let message: EngineInstanceChange['message'];

  function become(next: EngineInstanceState, change: Omit<EngineInstanceChange, 'state'> = {}): void {
    if (state === 'unloaded') return;
    state = next;
    message = change.message;
    if (next === 'ready') for (const waiter of waiters) waiter.resolve(signature);
    if (next === 'failed' || next === 'unloaded')
      for (const waiter of waiters) waiter.reject(change.error ?? new EngineError('not-loaded', `${id} is ${next}`));
    if (next !== 'loading' && next !== 'restarting') waiters.clear();
    onState.emit({ state: next, ...change });
  }

  return {
    id: asInstanceId(id),
    manifest: {
      id: `engine-${id}`,
      kind: script.kind ?? kind,
      entry: 'engine-scripted',
      title: { en: id, zh: id },
      summary: { en: '', zh: '' },
      license: 'Apache-2.0',
    },
    spec: { showId: asShowId('show'), instanceId: asInstanceId(id), engineId: 'scripted', options: {}, resourcesDir: '' },
    get state() {
      return state;
    },
    get message() {
      return message;
    },
    signature,
    pid: 4711,
    generation: 1,
    onState: onState.event,
    onFaceLink: () => () => {},
    become,
    refuse(words) {
      become('failed', { message: words, error: new EngineError('bad-file', words.en, { detail: { words } }) });
    },
    get rss() {
      return rss;
    },
    set rss(bytes) {
      rss = bytes;
    },
    priorities,
    holds,
    get disposals() {
      return disposals;
    },
    get ending() {
      return ending;
    },
    get alive() {
      return alive;
    },
    get listeners() {
      return onState.size;
    },
    async whenReady(signal) {
      signal?.throwIfAborted();
      if (state === 'ready') return signature;
      if (state === 'failed' || state === 'unloaded') throw new EngineError('not-loaded', `${id} is ${state}`);
      const waiter = createDeferred<EngineSignature>();
      waiters.add(waiter);
      signal?.addEventListener('abort', () => waiter.reject(signal.reason), { once: true });
      return waiter.promise;
    },
    infer() {
      throw new EngineError('engine-failed', 'a scripted engine is not asked');
    },
    reload: () => Promise.resolve(),
    attach: () => Promise.resolve(),
    detach: () => Promise.resolve(),
    rssBytes: () => Promise.resolve(alive ? rss : null),
    setPriority: (nice) => void priorities.push(nice),
    hold: (forMs) => void holds.push(forMs),
    release: () => void holds.push('released'),
    retry() {},
    dispose() {
      disposals += 1;
      script.onDispose?.();
      become('unloaded');
      if (script.disposes === 'ignores') return new Promise(() => {});
      if (script.disposes === 'throws') return Promise.reject(new EngineError('engine-failed', 'no exit was seen after SIGKILL'));
      alive = script.disposes === 'quarantined';
      ending = alive ? 'quarantined' : 'observed';
      return Promise.resolve();
    },
  };
}
