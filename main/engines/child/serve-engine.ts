/**
 * The entry of an engine process: one function per kind turns an engine's `load` into the methods of engines/contract/requests.ts.
 * It owns the life (not loaded -> loaded -> unloaded) and the order of items; it knows nothing of any particular engine.
 */
import { collectGarbage } from '../../processes/child/collect-garbage.ts';
import { serveProcess } from '../../processes/child/serve-process.ts';
import type { CallContext, ChildRuntime, ChildService } from '../../processes/child/types.ts';
import { EngineError } from '../contract/engine-error.ts';
import type { FaceLinkState } from '../contract/face-link.ts';
import { lipsEvent } from '../contract/signature.ts';
import type { AsrRequest, ExpressionRequest, FaceAttach, LlmRequest, LoadSpec, TtsRequest } from '../contract/requests.ts';
import { checkUtterance } from './check-utterance.ts';
import { createEnhanceLink } from './enhance-link.ts';
import { createFaceLink } from './face-link.ts';
import type { MediaLink } from './media-link.ts';
import { createPcmSinks } from './pcm-sinks.ts';
import { openLips, type Lips } from './lips/open-lips.ts';
import { speakInto } from './speak-into.ts';
import { tidyWhenIdle } from './tidy-when-idle.ts';
import type { EngineOf, LoadedAsr, LoadedEnhance, LoadedExpression, LoadedFace, LoadedLlm, LoadedTts } from './types.ts';

export type * from './types.ts';
export { EngineError } from '../contract/engine-error.ts';

interface Life<Loaded> {
  readonly methods: NonNullable<ChildService['methods']>;
  loaded(): Loaded;
  unload(): Promise<void>;
}

/** `load` once, then `infer` until `unload`; whatever comes in another state is refused with 'not-loaded'. */
function createLife<Loaded extends { readonly signature: unknown; unload(): void | Promise<void> }>(
  engine: EngineOf<Loaded>,
  hooks: { readonly onLoaded?: (loaded: Loaded, spec: LoadSpec) => void; readonly onUnload?: () => void | Promise<void> } = {},
): Life<Loaded> {
  let state: 'empty' | 'loading' | 'loaded' | 'unloaded' = 'empty';
  let loaded: Loaded | undefined;

  async function load(spec: LoadSpec): Promise<unknown> {
    if (state !== 'empty') throw new EngineError('engine-failed', `Engine ${spec.engineId}: load was asked for in state ${state}`);
    state = 'loading';
    try {
      loaded = await engine.load(spec);
    } catch (error) {
      state = 'empty';
      throw error;
    }
    state = 'loaded';
    // In a turn of its own: until then the stack may still refer to what was loaded.
    setImmediate(collectGarbage);
    hooks.onLoaded?.(loaded, spec);
    return loaded.signature;
  }

  async function unload(): Promise<void> {
    const gone = loaded;
    loaded = undefined;
    state = 'unloaded';
    await hooks.onUnload?.();
    await gone?.unload();
  }

  return {
    methods: { load, unload },
    loaded() {
      if (loaded === undefined) throw new EngineError('not-loaded', `The engine is ${state}, not loaded`);
      return loaded;
    },
    unload,
  };
}

export function serveLlmEngine(engine: EngineOf<LoadedLlm>): void {
  serveProcess(() => {
    const life = createLife(engine);
    const tidied = tidyWhenIdle();
    return {
      methods: {
        ...life.methods,
        async reload() {
          const loaded = life.loaded();
          if (!loaded.reload) throw new EngineError('engine-failed', 'This engine cannot read its files again');
          return loaded.reload();
        },
      },
      streams: { infer: (request: LlmRequest, { signal }: CallContext) => tidied(life.loaded().infer(request, signal)) },
      onStop: () => life.unload(),
    };
  });
}

export function serveExpressionEngine(engine: EngineOf<LoadedExpression>): void {
  serveProcess(() => {
    const life = createLife(engine);
    const tidied = tidyWhenIdle();
    return {
      methods: life.methods,
      streams: { infer: (request: ExpressionRequest, { signal }: CallContext) => tidied(life.loaded().infer(request, signal)) },
      onStop: () => life.unload(),
    };
  });
}

export function serveAsrEngine(engine: EngineOf<LoadedAsr>): void {
  serveProcess(() => {
    const life = createLife(engine);
    const tidied = tidyWhenIdle();
    return {
      methods: life.methods,
      streams: { infer: (request: AsrRequest, { signal }: CallContext) => tidied(life.loaded().infer(checkUtterance(request), signal)) },
      onStop: () => life.unload(),
    };
  });
}

export function serveTtsEngine(engine: EngineOf<LoadedTts>): void {
  serveProcess((runtime: ChildRuntime) => {
    const sinks = createPcmSinks();
    let lips: Lips | undefined;
    // A voice that cannot tell its sounds is listened to; by what is part of what it is.
    const listened: EngineOf<LoadedTts> = {
      async load(spec) {
        const voice = await engine.load(spec);
        if (voice.signature.timings !== 'none') return voice;
        lips = await openLips({
          resourcesDir: spec.resourcesDir,
          onChange: (state) => runtime.emit(lipsEvent, state),
          log: (words) => void process.stderr.write(`${words}\n`),
        });
        return {
          signature: { ...voice.signature, lips: lips.state },
          infer: voice.infer.bind(voice),
          unload: () => voice.unload(),
        };
      },
    };
    const tidied = tidyWhenIdle();
    const life = createLife(listened, {
      onUnload: async () => {
        sinks.close();
        await lips?.close();
      },
    });
    return {
      methods: life.methods,
      streams: { infer: (request: TtsRequest, { signal }: CallContext) => tidied(speakInto(life.loaded(), request, sinks, signal, lips)) },
      onStop: () => life.unload(),
    };
  });
}

/** Kinds that work for the programme over a socket of its own. */
function serveLinked<Loaded extends { readonly signature: unknown; unload(): void | Promise<void> }>(
  engine: EngineOf<Loaded>,
  createLink: (options: { readonly onState: (state: FaceLinkState) => void }) => MediaLink<Loaded>,
): void {
  serveProcess((runtime: ChildRuntime) => {
    const link = createLink({ onState: (state) => runtime.emit('face-link', state) });
    const life = createLife(engine, { onUnload: () => link.detach() });
    return {
      methods: {
        ...life.methods,
        attach: (request: FaceAttach) => link.attach(request, life.loaded()),
        detach: () => link.detach(),
      },
      onStop: () => life.unload(),
    };
  });
}

export const serveFaceEngine = (engine: EngineOf<LoadedFace>): void => serveLinked(engine, createFaceLink);
export const serveEnhanceEngine = (engine: EngineOf<LoadedEnhance>): void => serveLinked(engine, createEnhanceLink);
