/** An engine instance that lives in the test: state set by hand, answers from a script, every request kept. */
import { asInstanceId, asShowId } from '../../../main/contract/ids.ts';
import type { EngineKind } from '../../../main/engines/contract/manifest.ts';
import type { EngineSignature } from '../../../main/engines/contract/signature.ts';
import type { EngineInstance, EngineInstanceState, InferKinds, InferOptions } from '../../../main/engines/hosting/engine-instance.ts';

type Script = (request: never, options: InferOptions) => AsyncIterable<unknown>;

export interface FakeInstance extends EngineInstance {
  set(state: EngineInstanceState): void;
  readonly requests: unknown[];
}

let count = 0;

export function fakeInstance(
  kind: EngineKind,
  told: {
    readonly languages?: readonly string[];
    readonly script?: Script;
    readonly engineId?: string;
    readonly voices?: readonly string[];
  },
): FakeInstance {
  count += 1;
  const id = asInstanceId(`fake-${count}`);
  const requests: unknown[] = [];
  let state: EngineInstanceState = 'ready';
  const signature = {
    kind,
    languages: told.languages ?? [],
    ...(told.voices
      ? {
          voices: told.voices.map((voice) => ({ id: voice, name: voice.toUpperCase(), languages: told.languages ?? [] })),
          follows: { speed: true, pitch: true, volume: true },
        }
      : {}),
  } as unknown as EngineSignature;
  async function* answer(request: unknown, options: InferOptions): AsyncGenerator<never> {
    requests.push(request);
    if (told.script) yield* told.script(request as never, options) as AsyncIterable<never>;
  }
  return {
    id,
    requests,
    manifest: {
      id: told.engineId ?? 'fake',
      kind,
      entry: 'engine-fake',
      title: { en: 'Fake', zh: '假' },
      summary: { en: '', zh: '' },
      license: 'Apache-2.0',
    },
    spec: { showId: asShowId('show'), instanceId: id, engineId: 'fake', options: {}, resourcesDir: '' },
    get state() {
      return state;
    },
    set: (next) => (state = next),
    message: undefined,
    signature,
    pid: 1,
    generation: 1,
    onState: () => () => {},
    onFaceLink: () => () => {},
    whenReady: () => Promise.resolve(signature),
    infer: <K extends keyof InferKinds>(_kind: K, request: InferKinds[K]['request'], options: InferOptions = {}) =>
      answer(request, options) as AsyncIterableIterator<InferKinds[K]['item']>,
    reload: () => Promise.resolve(),
    attach: () => Promise.resolve(),
    detach: () => Promise.resolve(),
    rssBytes: () => Promise.resolve(null),
    setPriority() {},
    hold() {},
    release() {},
    retry() {},
    dispose: () => Promise.resolve(),
    ending: null,
  };
}
