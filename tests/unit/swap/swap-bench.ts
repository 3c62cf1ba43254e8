/** A slot table, scripted engine instances and recorded ports around a real controller, on a clock that the test owns. */
import { asInstanceId, asShowId, asSlotId, type InstanceId, type SlotId } from '../../../main/contract/ids.ts';
import type { EngineChoice } from '../../../main/engines/contract/choice.ts';
import type { EngineKind } from '../../../main/engines/contract/manifest.ts';
import type { EngineSignature } from '../../../main/engines/contract/signature.ts';
import type { EngineInstance, EngineInstanceChange, EngineInstanceState } from '../../../main/engines/hosting/engine-instance.ts';
import { Emitter } from '../../../main/kernel/emitter.ts';
import { silentLogger } from '../../../main/kernel/logger.ts';
import { createRouter, type Router } from '../../../main/routing/create-router.ts';
import { createSwapController, type SwapController } from '../../../main/swap/create-swap-controller.ts';
import type { SwapPolicy, SwapPorts, SwapReceipt } from '../../../main/swap/types.ts';
import { createFakeClock, settle, type FakeClock } from '../../fakes/fake-clock.ts';

export const mebibyte = 1024 * 1024;

/** How an engine made of this choice behaves. */
export interface Script {
  readonly load?: 'ready' | 'refuses' | 'dies' | 'never';
  readonly probe?: 'good' | 'bad' | 'never' | 'dies';
  readonly air?: 'good' | 'bad';
  readonly end?: 'observed' | 'quarantined';
  readonly bytes?: number;
  readonly loadMs?: number;
}

export interface ScriptedInstance extends EngineInstance {
  set(state: EngineInstanceState): void;
  readonly script: Script;
}

export function choice(choiceId: string, script: Script = {}, engineId = 'fake-llm'): EngineChoice {
  return { choiceId, engineId, title: { en: choiceId, zh: choiceId }, options: { script } };
}

export interface SwapBench {
  readonly clock: FakeClock;
  readonly router: Router;
  readonly controller: SwapController;
  readonly receipts: SwapReceipt[];
  readonly desired: Array<readonly [SlotId, string | null, string]>;
  readonly spawned: ScriptedInstance[];
  readonly remembered: Map<string, number>;
  readonly probes: Array<readonly [string, string | undefined]>;
  readonly notices: string[];
  /** Choice of the active engine; null = off. */
  active(slotId?: SlotId): string | null;
  phase(slotId?: SlotId): string;
  /** Instances that have not been disposed. */
  living(): string[];
  instanceOf(choiceId: string): ScriptedInstance;
}

export const llm = asSlotId('llm');
export const voice = asSlotId('tts');

const kindOf = (value: EngineChoice): EngineKind => (value.engineId === 'fake-tts' ? 'tts' : 'llm');

export function swapBench(
  options: { readonly policy?: Partial<SwapPolicy>; readonly totalBytes?: number; readonly availableBytes?: number } = {},
): SwapBench {
  const clock = createFakeClock();
  const router = createRouter();
  const spawned: ScriptedInstance[] = [];
  const disposed = new Set<InstanceId>();
  const receipts: SwapReceipt[] = [];
  const desired: SwapBench['desired'] = [];
  const remembered = new Map<string, number>();
  const probes: Array<readonly [string, string | undefined]> = [];
  const notices: string[] = [];
  let count = 0;

  function make(value: EngineChoice, born: 'ready' | 'loading'): ScriptedInstance {
    count += 1;
    const script = (value.options['script'] ?? {}) as Script;
    const id = asInstanceId(`${value.choiceId}#${count}`);
    const changes = new Emitter<EngineInstanceChange>();
    const signature = { kind: kindOf(value), languages: ['*'] } as unknown as EngineSignature;
    let state: EngineInstanceState = born;
    let ending: 'observed' | 'quarantined' | null = null;
    const set = (next: EngineInstanceState): void => {
      state = next;
      changes.emit({ state: next });
    };
    const instance = {
      id,
      script,
      set,
      manifest: { id: value.engineId, kind: kindOf(value), entry: '', title: value.title, summary: value.title, license: '' },
      spec: { showId: asShowId('s'), instanceId: id, engineId: value.engineId, options: {}, resourcesDir: '' },
      get state() {
        return state;
      },
      message: undefined,
      get signature() {
        return state === 'loading' ? undefined : signature;
      },
      pid: 1000 + count,
      generation: 1,
      get ending() {
        return ending;
      },
      onState: changes.event,
      onFaceLink: () => () => {},
      whenReady: () =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            if (state === 'ready') resolve(signature);
            else if (state === 'failed' || state === 'unloaded') reject(new Error(`${id} is ${state}`));
          };
          look();
          changes.event(look);
        }),
      infer: () => {
        throw new Error('not asked in these tests');
      },
      reload: () => Promise.resolve(),
      attach: () => Promise.resolve(),
      detach: () => Promise.resolve(),
      rssBytes: () => Promise.resolve(script.bytes ?? 10 * mebibyte),
      setPriority() {},
      hold() {},
      release() {},
      retry() {},
      async dispose() {
        disposed.add(id);
        if (state !== 'unloaded') set('unloaded');
        ending = script.end ?? 'observed';
      },
    } as ScriptedInstance;
    spawned.push(instance);
    if (born === 'loading' && script.load !== 'never')
      clock.after(script.loadMs ?? 100, () => {
        if (state !== 'loading') return;
        set(script.load === 'refuses' ? 'failed' : script.load === 'dies' ? 'loading' : 'ready');
      });
    return instance;
  }

  const ports: SwapPorts = {
    slots: router,
    kindOf,
    spawn: (_slotId, value) => make(value, 'loading'),
    async probe(candidate, value, against) {
      probes.push([value.choiceId, against?.kind]);
      const { script } = candidate as ScriptedInstance;
      if (script.probe === 'never') return new Promise(() => {});
      if (script.probe === 'dies') {
        (candidate as ScriptedInstance).set('restarting');
        return new Promise(() => {});
      }
      if (script.probe === 'bad') throw new Error('it said nothing');
      return { firstOutputMs: 7, totalMs: 9 };
    },
    async bringOnAir(_slotId, candidate) {
      if ((candidate as ScriptedInstance).script.air === 'bad') throw new Error('no way to the show');
    },
    memory: {
      expectedBytes: (value) => remembered.get(value.choiceId),
      remember: (value, bytes) => void remembered.set(value.choiceId, bytes),
    },
    budget: () => ({ totalBytes: options.totalBytes ?? 4096 * mebibyte, availableBytes: options.availableBytes ?? 8192 * mebibyte }),
    receipts: { append: (receipt) => void receipts.push(receipt) },
    desired: { set: (slotId, value, state) => void desired.push([slotId, value?.choiceId ?? null, state]) },
  };
  for (const [slotId, value] of [
    [llm, choice('old')],
    [voice, choice('old-voice', {}, 'fake-tts')],
  ] as const)
    router.setSlot({ id: slotId, kind: kindOf(value), instance: make(value, 'ready'), choice: value });
  const controller = createSwapController({ ports, clock, logger: silentLogger, ...(options.policy ? { policy: options.policy } : {}) });
  controller.onNotice((words) => notices.push(words.en));
  return {
    clock,
    router,
    controller,
    receipts,
    desired,
    spawned,
    remembered,
    probes,
    notices,
    active: (slotId = llm) => (router.active(slotId) ? (router.choice(slotId)?.choiceId ?? '?') : null),
    phase: (slotId = llm) => controller.views().find((view) => view.slotId === slotId)?.phase ?? '?',
    living: () => spawned.filter(({ id }) => !disposed.has(id)).map(({ id }) => id.split('#')[0] ?? ''),
    instanceOf(choiceId) {
      const found = spawned.findLast(({ id }) => id.startsWith(`${choiceId}#`));
      if (!found) throw new Error(`no instance of ${choiceId}`);
      return found;
    },
  };
}

export { settle };
